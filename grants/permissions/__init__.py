from grants.permissions import agreements, closing, giving, ledger, paying, running

__all__ = ["agreements", "closing", "giving", "ledger", "paying", "running"]
