"""Pages of an application: begin, overview, parts, papers, check, print, history."""

from projects.views.applications.asides import SettleAside
from projects.views.applications.checking import CheckPage
from projects.views.applications.copies import DraftFile
from projects.views.applications.history import HistoryPage
from projects.views.applications.overview import OverviewPage
from projects.views.applications.papers import FilesPage, PaperAct
from projects.views.applications.printing import PrintPage
from projects.views.applications.section import SectionPage
from projects.views.applications.start import NewApplication

__all__ = [
    "CheckPage",
    "DraftFile",
    "FilesPage",
    "HistoryPage",
    "NewApplication",
    "OverviewPage",
    "PaperAct",
    "PrintPage",
    "SectionPage",
    "SettleAside",
]
