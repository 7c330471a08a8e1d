from grants.permissions import agreements, closing, paying, running

__all__ = ["agreements", "closing", "paying", "running"]
