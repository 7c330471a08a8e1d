"""Communities and the people who answer for them."""

import re
from typing import Any

from django.db import transaction

from accounts.models import Area, User
from organizations.models import Community, CommunityWorker
from venture.audit.flows import record
from venture.kernel import clock
from venture.kernel.errors import RuleRefusal


@transaction.atomic
def enter_community(*, code: str, name: str, street: Area, actor: User | None, phone: str = "") -> Community:
    """Enter a community by its twelve digits; the first nine are its street's.

    Raise ``RuleRefusal``: ``community_code`` for a code of another street or shape, ``community_known``.
    """
    if not re.fullmatch(r"[0-9]{12}", code) or code[:9] != street.code[:9] or code[9:] == "000":
        raise RuleRefusal("community_code", street=street.code[:9])
    if Community.objects.filter(code=code).exists():
        raise RuleRefusal("community_known", code_taken=code)
    community = Community.objects.create(code=code, name=name, street=street, phone=phone)
    record(actor=actor, verb="community.enter", subject=community, after=code)
    return community


@transaction.atomic
def change_community(*, community_id: int, actor: User, **changes: Any) -> Community:
    """Change name or telephone; the code stays."""
    community = Community.objects.select_for_update().get(pk=community_id)
    before = {name: getattr(community, name) for name in changes if getattr(community, name) != changes[name]}
    if before:
        after = {name: changes[name] for name in before}
        for name, value in after.items():
            setattr(community, name, value)
        community.save(update_fields=list(after))
        record(actor=actor, verb="community.change", subject=community, before=before, after=after)
    return community


@transaction.atomic
def add_community_worker(*, community_id: int, user: User, actor: User | None) -> CommunityWorker:
    """Let ``user`` answer for a community. Twice is once (``community_worker_known``)."""
    community = Community.objects.select_for_update().get(pk=community_id)
    if community.workers.filter(user=user, ended_at__isnull=True).exists():
        raise RuleRefusal("community_worker_known", name=str(user))
    worker = CommunityWorker.objects.create(community=community, user=user, since=clock.now())
    record(actor=actor, verb="community.add_worker", subject=community, user=user.pk)
    return worker


@transaction.atomic
def end_community_worker(*, worker_id: int, actor: User) -> CommunityWorker:
    """End a person's answering for a community now. Raise ``RuleRefusal("member_ended")`` for the second time."""
    community_id = CommunityWorker.objects.values_list("community_id", flat=True).get(pk=worker_id)
    community = Community.objects.select_for_update().get(pk=community_id)
    worker = CommunityWorker.objects.get(pk=worker_id)
    if worker.ended_at is not None:
        raise RuleRefusal("member_ended")
    worker.ended_at = clock.now()
    worker.save(update_fields=["ended_at"])
    record(actor=actor, verb="community.end_worker", subject=community, user=worker.user_id)
    return worker
