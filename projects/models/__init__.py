from projects.models.consents import SEAL_PURPOSE, CommunityConsent
from projects.models.corrections import Correction, CorrectionItem
from projects.models.drafts import Presence, SectionDraft, SetAside
from projects.models.needs import Need, NeedDraft, NeedInterest, NeedSeries
from projects.models.observers import ProjectUserObjectPermission
from projects.models.paper_entries import SHEET_PURPOSE, PaperEntry, SheetLoad
from projects.models.papers import ATTACHMENT_PURPOSE, Attachment
from projects.models.projects import Extension, Project, ProjectSeries
from projects.models.submissions import PAPER_PURPOSE, SIGNATURE_PURPOSE, Signature, Submission, SubmissionPaper

__all__ = [
    "ATTACHMENT_PURPOSE",
    "PAPER_PURPOSE",
    "SEAL_PURPOSE",
    "SHEET_PURPOSE",
    "SIGNATURE_PURPOSE",
    "Attachment",
    "CommunityConsent",
    "Correction",
    "CorrectionItem",
    "Extension",
    "Need",
    "NeedDraft",
    "NeedInterest",
    "NeedSeries",
    "PaperEntry",
    "Presence",
    "Project",
    "ProjectSeries",
    "ProjectUserObjectPermission",
    "SectionDraft",
    "SetAside",
    "SheetLoad",
    "Signature",
    "Submission",
    "SubmissionPaper",
]
