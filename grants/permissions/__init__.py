from grants.permissions import agreements, closing, ledger, paying, running

__all__ = ["agreements", "closing", "ledger", "paying", "running"]
