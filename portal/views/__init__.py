"""The public pages, and the desk on which each person lands."""

from portal.views.calls import BlankForm, Calls, Guide, Home
from portal.views.checking import MayWeApply
from portal.views.desks import DeskPage, ToDesk
from portal.views.frame import AuditHeads, Display, Page, not_found
from portal.views.giving import DonationAct, DonationPage, Donations, FundPage, Funds, Give, GiveForm
from portal.views.ideas import IdeaPage, Ideas
from portal.views.linkage import LinkagePicture
from portal.views.lists import Lists, ResourcePage, Resources
from portal.views.needs import NeedPage, Needs
from portal.views.notices import FileObjection, NoticeContent, NoticePage, NoticePaper, Notices, NoticeSheet
from portal.views.objecting import ObjectionAct, ObjectionLetter, ObjectionPage, Objections
from portal.views.projects import Figures, FundedProject, FundedProjects, OpenData
from portal.views.showing import Embed, Events, EventsCalendar, Feed, PressKit, SharePicture, Years

__all__ = [
    "AuditHeads",
    "BlankForm",
    "Calls",
    "DeskPage",
    "Display",
    "DonationAct",
    "DonationPage",
    "Donations",
    "Embed",
    "Events",
    "EventsCalendar",
    "Feed",
    "Figures",
    "FileObjection",
    "FundPage",
    "FundedProject",
    "FundedProjects",
    "Funds",
    "Give",
    "GiveForm",
    "Guide",
    "Home",
    "IdeaPage",
    "Ideas",
    "LinkagePicture",
    "Lists",
    "MayWeApply",
    "NeedPage",
    "Needs",
    "NoticeContent",
    "NoticePage",
    "NoticePaper",
    "NoticeSheet",
    "Notices",
    "ObjectionAct",
    "ObjectionLetter",
    "ObjectionPage",
    "Objections",
    "OpenData",
    "Page",
    "PressKit",
    "ResourcePage",
    "Resources",
    "SharePicture",
    "ToDesk",
    "Years",
    "not_found",
]
