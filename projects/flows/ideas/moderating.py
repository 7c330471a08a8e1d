"""What stands in public is the staff's duty: an idea is taken off the page for a reason, and put back."""

from django.db import transaction

from accounts.models import User
from projects.domain.ideas import IDEA_LIFE
from projects.flows.ideas.locking import locked_idea, tell_owner
from projects.models import Idea
from venture.audit.flows import step
from venture.kernel import clock
from venture.kernel.errors import RuleRefusal


@transaction.atomic
def hide_idea(*, idea_id: int, reason: str, actor: User) -> Idea:
    """Take an idea off the page; its owner reads why. Raise ``RuleRefusal``: ``idea_reason_missing``,
    ``idea_illegal_move``."""
    words = reason.strip()
    if not words:
        raise RuleRefusal("idea_reason_missing")
    idea = locked_idea(idea_id)
    IDEA_LIFE.target_of("hide", idea.state)
    tell_owner(idea, "idea_hidden", clock.now().isoformat(), page="ideas:edit", reason=words)
    step(idea, IDEA_LIFE, "hide", noun="idea", actor=actor, facts={"reason": words}, reason=words)
    return idea


@transaction.atomic
def show_idea(*, idea_id: int, actor: User) -> Idea:
    """Put an idea back on the page. Raise ``RuleRefusal("idea_illegal_move")``."""
    idea = locked_idea(idea_id)
    IDEA_LIFE.target_of("show", idea.state)
    tell_owner(idea, "idea_shown", clock.now().isoformat())
    step(idea, IDEA_LIFE, "show", noun="idea", actor=actor, reason="")
    return idea
