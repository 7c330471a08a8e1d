from projects.permissions import applications, attachments, needs, papers

__all__ = ["applications", "attachments", "needs", "papers"]
