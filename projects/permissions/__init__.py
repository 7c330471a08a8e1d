from projects.permissions import applications, attachments, consents, extensions, needs, paper_entries, papers

__all__ = ["applications", "attachments", "consents", "extensions", "needs", "paper_entries", "papers"]
