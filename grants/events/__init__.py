from grants.events import agreements, giving, paying, running

__all__ = ["agreements", "giving", "paying", "running"]
