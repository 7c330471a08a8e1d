"""Where allauth meets our people: contacts, sign-in steps, second factors. Named in the settings, imported by views."""

from accounts.adapter.entry import AccountAdapter
from accounts.adapter.factors import MFAAdapter
from accounts.adapter.steps import SecondStepStage

__all__ = ["AccountAdapter", "MFAAdapter", "SecondStepStage"]
