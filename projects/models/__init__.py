from projects.models.consents import SEAL_PURPOSE, CommunityConsent
from projects.models.contests import IdeaContest, IdeaEntry, IdeaJudge, IdeaPrize, IdeaScore
from projects.models.corrections import Correction, CorrectionItem
from projects.models.drafts import Presence, SectionDraft, SetAside
from projects.models.ideas import Idea, IdeaDraft, IdeaOffer, IdeaSeries
from projects.models.linkage import BoundCommunity, Linkage, LinkedResource, LinkedWorker
from projects.models.needs import Need, NeedCitation, NeedDraft, NeedInterest, NeedSeries, NeedSupport
from projects.models.observers import ProjectUserObjectPermission
from projects.models.paper_entries import SHEET_PURPOSE, PaperEntry, SheetLoad
from projects.models.papers import ATTACHMENT_PURPOSE, Attachment
from projects.models.projects import Extension, Project, ProjectSeries
from projects.models.resources import Resource, ResourceSeries, ResourceWish
from projects.models.submissions import PAPER_PURPOSE, SIGNATURE_PURPOSE, Signature, Submission, SubmissionPaper

__all__ = [
    "ATTACHMENT_PURPOSE",
    "PAPER_PURPOSE",
    "SEAL_PURPOSE",
    "SHEET_PURPOSE",
    "SIGNATURE_PURPOSE",
    "Attachment",
    "BoundCommunity",
    "CommunityConsent",
    "Correction",
    "CorrectionItem",
    "Extension",
    "Idea",
    "IdeaContest",
    "IdeaDraft",
    "IdeaEntry",
    "IdeaJudge",
    "IdeaOffer",
    "IdeaPrize",
    "IdeaScore",
    "IdeaSeries",
    "Linkage",
    "LinkedResource",
    "LinkedWorker",
    "Need",
    "NeedCitation",
    "NeedDraft",
    "NeedInterest",
    "NeedSeries",
    "NeedSupport",
    "PaperEntry",
    "Presence",
    "Project",
    "ProjectSeries",
    "ProjectUserObjectPermission",
    "Resource",
    "ResourceSeries",
    "ResourceWish",
    "SectionDraft",
    "SetAside",
    "SheetLoad",
    "Signature",
    "Submission",
    "SubmissionPaper",
]
