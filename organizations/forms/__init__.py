"""What people type about organisations: members on their own pages, staff at their desks."""

from organizations.forms.own import (
    AccountForm,
    ChangeForm,
    DocumentForm,
    EntryForm,
    InviteForm,
    PapersForm,
    RegisterForm,
    TakeOverForm,
)
from organizations.forms.social_workers import RenewForm, SocialWorkerForm
from organizations.forms.staff import (
    AffiliateForm,
    CommunityForm,
    EndAffiliateForm,
    InspectionForm,
    LiftForm,
    NewCommunityForm,
    SanctionForm,
    WorkerForm,
)

__all__ = [
    "AccountForm", "AffiliateForm", "ChangeForm", "CommunityForm", "DocumentForm", "EndAffiliateForm", "EntryForm",
    "InspectionForm", "InviteForm", "LiftForm", "NewCommunityForm", "PapersForm", "RegisterForm", "RenewForm",
    "SanctionForm", "SocialWorkerForm", "TakeOverForm", "WorkerForm",
]  # fmt: skip
