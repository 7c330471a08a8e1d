"""What awards at random begin from, how an act of theirs is tried, and what must hold after each of them.

Two awards and a reserve, their public notice running, and the people around.
"""

from collections import Counter
from collections.abc import Callable
from datetime import timedelta

from django.db import transaction
from hypothesis.stateful import RuleBasedStateMachine, invariant

from accounts.enums import Role
from accounts.models import User
from grants.enums import PaymentState
from grants.flows import agreements, running
from grants.flows.ledger import allot
from grants.models import SCAN_PURPOSE, Agreement, Grant, JournalEntry, Payment
from grants.queries.invariants import findings
from notices.flows import propose_notice, publish_notice
from notices.models import Notice
from organizations.models import BankAccount
from projects.models import Project
from reviews.flows.announcing import draft_awards_notice
from reviews.models import Award
from tests.accounts.factories import make_user
from tests.grants.agreements.cases import ASKED, whole
from tests.grants.paying.cases import with_account
from tests.reviews.decide_factories import REVIEWED, WAN, Scored, decided, loose, make_scored_round
from venture.audit.models import AuditEntry
from venture.kernel import clock
from venture.kernel.errors import RuleRefusal

# A working day of the notice's time: an objection may come at any step.
NOW = REVIEWED + timedelta(days=1)
DAY = NOW.date()
ENVELOPE = 20 * WAN
WITH_MONEY = (PaymentState.APPROVED, PaymentState.SENT, PaymentState.UNKNOWN, PaymentState.PAID)


class Stage:
    """What all the runs begin from, and how often each act was carried out or refused in them."""

    def __init__(self) -> None:
        self.scored = _noticed()
        self.notice = Notice.objects.get(round=self.scored.round, state="published")
        self.clerk, self.head = self.scored.clerk, self.scored.head
        self.second, self.checker = make_user(Role.HEAD), make_user(Role.FINANCE_CHECKER)
        self.maker, self.handler = make_user(Role.FINANCE_MAKER), make_user(Role.CLERK)
        self.decider = make_user(Role.SUPERVISION)
        self.done: Counter[str] = Counter()
        first, second, _reserve = self.scored.projects
        with clock.at(NOW):
            running.start_grant(grant_id=self.sign(self.offer(first)).pk, actor=self.clerk)
            self.draft(self.offer(second))

    def offer(self, project: Project) -> Grant:
        grant = agreements.offer_grant(award_id=Award.objects.get(project=project).pk, actor=self.clerk)
        # Its hold is over: what is tried here is not the account.
        BankAccount.objects.filter(pk=with_account(grant).pk).update(usable_from=DAY)
        return grant

    def draft(self, grant: Grant) -> Agreement:
        draft = agreements.draft_agreement(grant_id=grant.pk, actor=self.clerk)
        return agreements.send_agreement(agreement_id=draft.pk, actor=self.clerk)

    def sign(self, grant: Grant) -> Grant:
        owner = owner_of(grant.project)
        sent = grant.agreements.filter(state="sent").first() or self.draft(grant)
        agreements.sign_by_scan(
            agreement_id=sent.pk, sha256=sent.sha256, scan=loose(owner, SCAN_PURPOSE).key,
            letter=loose(owner, SCAN_PURPOSE).key, actor=owner,
        )  # fmt: skip
        agreements.countersign_agreement(agreement_id=sent.pk, actor=self.head)
        return grant


def _noticed() -> Scored:
    """Return a round of two confirmed awards and one reserve, their notice published and running."""
    scored = make_scored_round(
        ((9, 9, 9), (8, 8, 8), (7, 7, 7)), asked=[ASKED] * 3, envelope=ENVELOPE, signing="either"
    )
    for project in scored.projects:
        whole(project)
    decided(scored)
    writer, signer = make_user(Role.OPERATOR), make_user(Role.HEAD)
    with clock.at(REVIEWED + timedelta(hours=1)):
        notice = draft_awards_notice(round_id=scored.round.pk, actor=writer)
        propose_notice(notice_id=notice.pk, actor=writer)
        publish_notice(notice_id=notice.pk, actor=signer)
        award = Award.objects.select_related("envelope").filter(decision__round=scored.round, state="proposed")[0]
        assert award.envelope is not None
        allot(
            round_id=scored.round.pk, category_id=award.envelope.category_id, source=award.envelope.source,
            year=scored.round.year, amount_fen=ENVELOPE, document="云溪财社〔2025〕1号", actor=None,
            reference="test:lives",
        )  # fmt: skip
    confirm_awards()
    return scored


def confirm_awards() -> None:
    """Confirm what is proposed, straight in its table: the flow would wait until no objection can come any more."""
    Award.objects.filter(state="proposed").update(state="confirmed")


def owner_of(project: Project) -> User:
    assert project.organization is not None
    return project.organization.memberships.order_by("pk")[0].user


class Run(RuleBasedStateMachine):
    """One run. What it does is undone at its end."""

    stage: Stage

    def __init__(self) -> None:
        super().__init__()
        self.undo = transaction.atomic()
        self.undo.__enter__()
        self.number = 0
        self.open: dict[int, list[int]] = {}
        self.out: set[int] = set()
        # Payments that carried money before their project was held, and may stay where they are.
        self.moved: set[tuple[int, str]] = set()

    def teardown(self) -> None:
        try:
            assert findings() == []
        finally:
            transaction.set_rollback(True)
            self.undo.__exit__(None, None, None)

    def act(self, name: str, deed: Callable[[], object]) -> bool:
        """Carry out one act at NOW, or see that its refusal moved nothing; return whether it was carried out."""
        self.number += 1
        before = _standing()
        try:
            with clock.at(NOW), transaction.atomic():
                deed()
        except RuleRefusal as refusal:
            refused: str = refusal.code
        else:
            self.stage.done[name] += 1
            return True
        assert _standing() == before, f"{name}: {refused}"
        self.stage.done[f"{name}: {refused}"] += 1
        return False

    def grant(self, number: int) -> Grant | None:
        return Grant.objects.filter(project=self.stage.scored.projects[number]).first()

    def payment(self, number: int, *states: str) -> Payment | None:
        rows = Payment.objects.filter(grant__project=self.stage.scored.projects[number], state__in=states)
        return rows.order_by("pk").last()

    # What holds after every step.

    @invariant()
    def no_money_sets_out_for_a_project_that_is_held_or_out(self) -> None:
        for number, project in enumerate(self.stage.scored.projects):
            if self.open.get(number) or number in self.out:
                assert {each for each in with_money(project) if _forward(each, self.moved)} == set()

    @invariant()
    def nothing_is_bound_above_the_award_nor_the_envelope(self) -> None:
        grants = Grant.objects.filter(round=self.stage.scored.round)
        for grant in grants:
            assert 0 <= grant.returned_fen <= grant.paid_fen <= grant.committed_fen <= grant.amount_fen
        assert sum(grant.committed_fen for grant in grants) <= ENVELOPE

    @invariant()
    def the_books_are_in_order(self) -> None:
        # The whole check costs as much as several acts: after every twelfth, and at the end.
        if self.number % 12 == 11:
            assert findings() == []


def with_money(project: Project) -> set[tuple[int, str]]:
    rows = Payment.objects.filter(grant__project=project, state__in=WITH_MONEY)
    return set(rows.values_list("pk", "state"))


# Where a payment may have come from that was with the bank before the objection came.
BEFORE = {
    "sent": ("sent",),
    "unknown": ("sent", "unknown"),
    "paid": ("sent", "unknown", "paid"),
    "approved": ("approved",),
}


def _forward(payment: tuple[int, str], moved: set[tuple[int, str]]) -> bool:
    """Tell whether money set out after its project was held: what the bank had already, it may still settle."""
    key, state = payment
    return not any((key, before) in moved for before in BEFORE[state])


def _standing() -> tuple[object, ...]:
    return (
        JournalEntry.objects.count(), AuditEntry.objects.count(),
        list(Grant.objects.order_by("pk").values_list("pk", "state", "committed_fen", "paid_fen", "returned_fen")),
        list(Payment.objects.order_by("pk").values_list("pk", "state")),
        list(Award.objects.order_by("pk").values_list("pk", "state")),
    )  # fmt: skip
