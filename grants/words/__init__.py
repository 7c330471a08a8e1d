from grants.words import agreements, closing, ledger, paying, running, steps

__all__ = ["agreements", "closing", "ledger", "paying", "running", "steps"]
