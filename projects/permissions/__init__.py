from projects.permissions import (
    applications,
    attachments,
    consents,
    extensions,
    ideas,
    linkage,
    needs,
    paper_entries,
    papers,
    resources,
)

__all__ = [
    "applications",
    "attachments",
    "consents",
    "extensions",
    "ideas",
    "linkage",
    "needs",
    "paper_entries",
    "papers",
    "resources",
]
