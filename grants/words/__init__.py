from grants.words import agreements, closing, giving, ledger, paying, prizes, running, showing, steps

__all__ = ["agreements", "closing", "giving", "ledger", "paying", "prizes", "running", "showing", "steps"]
