"""The write side of notices."""

from notices.flows.drafting import draft_notice, edit_notice, list_needs, list_projects
from notices.flows.publishing import propose_notice, publish_notice, send_back_notice

__all__ = [
    "draft_notice",
    "edit_notice",
    "list_needs",
    "list_projects",
    "propose_notice",
    "publish_notice",
    "send_back_notice",
]
