"""The write side of applications, one story per file."""

from projects.flows.applications.answering_needs import begin_from_need
from projects.flows.applications.beginning import begin_application
from projects.flows.applications.papers import bring_paper, remove_paper, reuse_paper
from projects.flows.applications.saving import Saved, save_section
from projects.flows.applications.settling import settle_aside
from projects.flows.applications.window import writing

__all__ = [
    "Saved",
    "begin_application",
    "begin_from_need",
    "bring_paper",
    "remove_paper",
    "reuse_paper",
    "save_section",
    "settle_aside",
    "writing",
]
