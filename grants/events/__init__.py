from grants.events import agreements, paying, running

__all__ = ["agreements", "paying", "running"]
