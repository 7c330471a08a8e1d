from grants.permissions import agreements

__all__ = ["agreements"]
