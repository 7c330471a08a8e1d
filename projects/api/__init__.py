"""Applications for programs: what their organisations may do on the pages, as data. Money is fen."""

from projects.api.acts import Consents, Recall, Submit, Withdraw
from projects.api.applications import ApplicationList, ApplicationOne
from projects.api.sections import SectionOne
from projects.api.submissions import SubmissionList, SubmissionOne

__all__ = [
    "ApplicationList",
    "ApplicationOne",
    "Consents",
    "Recall",
    "SectionOne",
    "SubmissionList",
    "SubmissionOne",
    "Submit",
    "Withdraw",
]
