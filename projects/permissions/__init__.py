from projects.permissions import applications, attachments, consents, extensions, needs, papers

__all__ = ["applications", "attachments", "consents", "extensions", "needs", "papers"]
