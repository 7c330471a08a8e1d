"""The write side of applications, one story per file."""

from projects.flows.applications.answering_needs import begin_from_need
from projects.flows.applications.beginning import begin_application
from projects.flows.applications.extending import ask_extension, grant_extension, refuse_extension
from projects.flows.applications.papers import bring_paper, remove_paper, reuse_paper
from projects.flows.applications.recalling import recall_application
from projects.flows.applications.saving import Saved, save_section, save_version
from projects.flows.applications.settling import settle_aside
from projects.flows.applications.signing import ask_signature, send_signing_code, sign_by_code, sign_by_scan
from projects.flows.applications.submitting import submit_application
from projects.flows.applications.window import writing
from projects.flows.applications.withdrawing import withdraw_application

__all__ = [
    "Saved",
    "ask_extension",
    "ask_signature",
    "begin_application",
    "begin_from_need",
    "bring_paper",
    "grant_extension",
    "recall_application",
    "refuse_extension",
    "remove_paper",
    "reuse_paper",
    "save_section",
    "save_version",
    "send_signing_code",
    "settle_aside",
    "sign_by_code",
    "sign_by_scan",
    "submit_application",
    "withdraw_application",
    "writing",
]
