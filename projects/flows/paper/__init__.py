"""Applications that came on paper or in a sheet: entered by one person of the staff, compared by another."""

from projects.flows.paper.comparing import (
    ask_comparison,
    confirm_paper,
    reopen_paper,
    send_paper_back,
    take_paper_back,
)
from projects.flows.paper.entering import drop_paper, enter_paper
from projects.flows.paper.loading import bring_sheet, finish_sheet, take_row, take_sheet

__all__ = [
    "ask_comparison",
    "bring_sheet",
    "confirm_paper",
    "drop_paper",
    "enter_paper",
    "finish_sheet",
    "reopen_paper",
    "send_paper_back",
    "take_paper_back",
    "take_row",
    "take_sheet",
]
