from grants.events import agreements

__all__ = ["agreements"]
