from projects.permissions import applications, needs

__all__ = ["applications", "needs"]
