from grants.words import agreements, ledger

__all__ = ["agreements", "ledger"]
