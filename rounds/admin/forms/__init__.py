"""The forms of the set-up, one story per file. They turn what is typed into rows; the flow decides if it may be."""

from rounds.admin.forms.steps import BY_KEY, STEPS, Step

__all__ = ["BY_KEY", "STEPS", "Step"]
