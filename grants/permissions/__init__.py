from grants.permissions import agreements, closing, giving, ledger, paying, prizes, running, showing

__all__ = ["agreements", "closing", "giving", "ledger", "paying", "prizes", "running", "showing"]
