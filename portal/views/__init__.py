"""The public pages, and the desk on which each person lands."""

from portal.views.calls import BlankForm, Calls, Guide, Home
from portal.views.checking import MayWeApply
from portal.views.desks import DeskPage, ToDesk
from portal.views.frame import AuditHeads, Display, Page, not_found
from portal.views.needs import NeedPage, Needs
from portal.views.notices import NoticeContent, NoticePage, NoticePaper, Notices

__all__ = [
    "AuditHeads",
    "BlankForm",
    "Calls",
    "DeskPage",
    "Display",
    "Guide",
    "Home",
    "MayWeApply",
    "NeedPage",
    "Needs",
    "NoticeContent",
    "NoticePage",
    "NoticePaper",
    "Notices",
    "Page",
    "ToDesk",
    "not_found",
]
