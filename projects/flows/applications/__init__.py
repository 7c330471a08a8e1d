"""The write side of applications, one story per file."""

from projects.flows.applications.beginning import begin_application
from projects.flows.applications.saving import Saved, save_section
from projects.flows.applications.settling import settle_aside
from projects.flows.applications.window import writing

__all__ = [
    "Saved",
    "begin_application",
    "save_section",
    "settle_aside",
    "writing",
]
