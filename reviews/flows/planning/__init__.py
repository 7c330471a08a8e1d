"""Distributing a stage: proposed by computation, looked at as a difference, put in force by a person."""

from reviews.flows.planning.applying import apply_plan, drop_plan
from reviews.flows.planning.proposing import ask_for_plan, propose_plan

__all__ = ["apply_plan", "ask_for_plan", "drop_plan", "propose_plan"]
