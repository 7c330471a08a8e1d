"""Awards at random through the product's own flows, on the database: whatever is done, in whatever order, to whomever.

Two awards and a reserve, their public notice still running. Each step is one act of the people who may do it, refused
or carried out. After every step no money is on its way to a project that an objection holds or has taken out; what was
refused moved nothing; and the ledger's own check finds nothing.
"""

import json
import random
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import initialize, rule, run_state_machine_as_test

from accounts.enums import Role
from grants.enums import PaymentState
from grants.flows import agreements, closing, measures, paying, recovering, running
from grants.models import BANK_PURPOSE, RECEIPT_PURPOSE, Payment
from notices.flows.objecting import file_objection
from reviews.flows.objections import accept_objection, assign_objection, decide_objection, propose_answer
from tests.accounts.factories import make_user
from tests.grants.closing.cases import Case, confirmed, reported
from tests.grants.lives import DAY, Run, Stage, confirm_awards, owner_of, with_money
from tests.reviews.decide_factories import WAN, loose

pytestmark = pytest.mark.django_db
TEXT = "该项目申报书中的合作单位并未出具同意函，经向该单位核实属实，请予核查。"


TURNS = {
    "requested": ("withdraw",), "approved": ("cancel",), "sent": ("fail", "lose"), "unknown": ("fail",),
    "paid": ("return",),
}  # fmt: skip


# What only many steps lead to.
MORE_OFTEN = ("do_further", "do_further", "do_further", "do_settle", "do_settle")


class Lives(Run):
    """What may be done, each act by the people who may do it."""

    @initialize(seed=st.integers(0, 2**64 - 1))
    def begin(self, seed: int) -> None:
        self.lot = random.Random(seed)

    @rule()
    def step(self) -> None:
        """Do one act, drawn by lot: left to itself the search would try a few of them again and again."""
        acts = sorted(name for name in dir(self) if name.startswith("do_"))
        act = self.lot.choice([*acts, *MORE_OFTEN])
        getattr(self, act)(self.lot, self.lot.choice([0, 0, 1, 1, 2]))

    # What the public does.

    def do_object(self, lot: random.Random, number: int) -> None:
        project, stage = self.stage.scored.projects[number], self.stage
        filed: list[int] = []

        def deed() -> None:
            objection = file_objection(
                notice_id=stage.notice.pk, key=f"{self.number:032x}", objector="person", name="周明远",
                mobile=f"138{self.number:08d}", text=TEXT, project_code=project.code,
            )  # fmt: skip
            filed.append(objection.pk)

        if self.act("object", deed):
            self.open.setdefault(number, []).append(filed[0])
            self.moved |= {(key, state) for key, state in with_money(project)}

    def do_answer(self, lot: random.Random, number: int) -> None:
        verdict = lot.choice(["uphold", "dismiss"])
        stage = self.stage
        waiting = [each for each, keys in self.open.items() if keys]
        if not waiting:
            return
        number = lot.choice(waiting)
        key = self.open[number][0]

        def deed() -> None:
            accept_objection(objection_id=key, actor=stage.clerk)
            assign_objection(objection_id=key, handler_id=stage.handler.pk, actor=stage.clerk)
            propose_answer(
                objection_id=key,
                findings="已核实。",
                reply="经核查，答复如下。",
                published="已核查。",
                actor=stage.handler,
            )
            decide_objection(objection_id=key, verdict=verdict, actor=stage.decider)

        if self.act(verdict, deed):
            self.open[number].pop(0)
            if verdict == "uphold":
                self.out.add(number)

    # What leads to an agreement, and out of it.

    def do_sign(self, lot: random.Random, number: int) -> None:
        """Whoever was called is confirmed and offered a grant; who was offered one signs."""
        project, grant = self.stage.scored.projects[number], self.grant(number)
        if grant is None:
            confirm_awards()
            self.act("offer", lambda: self.stage.offer(project))
        elif grant.state == "offered" or not lot.randrange(4):
            self.act("sign", lambda: self.stage.sign(grant))

    def do_abandon(self, lot: random.Random, number: int) -> None:
        grant = self.grant(number)
        # Whatever ends a project is rarer than the rest: a run in which all were over at once would tell little.
        if grant is not None and not lot.randrange(6):
            self.act(
                "abandon",
                lambda: agreements.give_up_grant(grant_id=grant.pk, reason="人员变动", actor=owner_of(grant.project)),
            )

    # What happens while it runs.

    def do_start(self, lot: random.Random, number: int) -> None:
        grant = self.grant(number)
        if grant is not None and (grant.state == "agreed" or not lot.randrange(4)):
            self.act("start", lambda: running.start_grant(grant_id=grant.pk, actor=self.stage.clerk))

    def do_measure(self, lot: random.Random, number: int) -> None:
        kind = lot.choice(["suspension", "resumption", "termination", "extension"])
        grant, stage = self.grant(number), self.stage
        if grant is None or (kind == "termination" and lot.randrange(3)):
            return
        # A pause is ended sooner or later.
        kind = "resumption" if grant.state == "suspended" and lot.randrange(3) else kind

        def deed() -> None:
            until = grant.ends_on + timedelta(days=30) if kind == "extension" and grant.ends_on else None
            asked = measures.ask_measure(
                grant_id=grant.pk, kind=kind, reason="核查", actor=stage.clerk, until=until
            )  # fmt: skip
            measures.approve_measure(measure_id=asked.pk, answer="同意", actor=stage.head)

        self.act(kind, deed)

    def do_change(self, lot: random.Random, number: int) -> None:
        grant, stage = self.grant(number), self.stage
        if grant is None or grant.ends_on is None:
            return
        day = (grant.ends_on - timedelta(days=self.number)).isoformat()

        def deed() -> None:
            asked = running.ask_change(
                grant_id=grant.pk, kind="period", typed={"ends_on": day}, reason="提前完成", key=f"c{self.number}",
                actor=owner_of(grant.project),
            )  # fmt: skip
            running.approve_change(change_id=asked.pk, actor=stage.clerk, answer="同意")

        self.act("change", deed)

    def do_judge(self, lot: random.Random, number: int) -> None:
        phase = lot.choice(["midterm", "final"])
        grant, stage = self.grant(number), self.stage
        if grant is None or grant.state != "active" or grant.reports.filter(kind=phase).exists():
            return
        case = Case(grant, owner_of(grant.project), make_user(Role.EVALUATOR), stage.clerk, stage.head)

        def deed() -> None:
            reported(case, phase)
            confirmed(case, phase)

        self.act("judge", deed)

    # What money does.

    def do_further(self, lot: random.Random, number: int) -> None:
        """Money goes so many steps further on its way, until one is refused: asked for, approved, sent, paid."""
        times = lot.randint(1, 4)
        for _each in range(times):
            payment = self.payment(number, "requested", "approved", "sent", "unknown")
            deed = self.ask(number) if payment is None else self.next(payment)
            if deed is None or not self.act(*deed):
                return

    def ask(self, number: int) -> tuple[str, Callable[[], object]] | None:
        grant = self.grant(number)
        living = PaymentState.living()
        tranche = grant and grant.tranches.exclude(payments__state__in=living).order_by("order").first()
        if grant is None or tranche is None:
            return None
        owner = owner_of(grant.project)
        return "ask", lambda: paying.request_payment(
            tranche_id=tranche.pk, key=f"ask-{self.number}", receipt_number=f"PJ{self.number:06d}",
            receipt_fen=tranche.amount_fen, receipt_key=loose(owner, RECEIPT_PURPOSE).key, actor=owner,
        )  # fmt: skip

    def next(self, payment: Payment) -> tuple[str, Callable[[], object]]:
        stage = self.stage
        match payment.state:
            case "requested":
                return "approve", lambda: paying.approve_request(payment_id=payment.pk, actor=stage.clerk)
            case "approved":
                return "send", lambda: self._send(payment)
            case _:
                return "pay", lambda: self._settle(payment, "pay")

    def _send(self, payment: Payment) -> None:
        maker = self.stage.maker
        order = paying.make_order(payment_ids=[payment.pk], actor=maker)
        paying.check_order(order_id=order.pk, document_number="云民拨〔2025〕1号", actor=self.stage.checker)
        paying.send_order(order_id=order.pk, actor=maker)

    def do_settle(self, lot: random.Random, number: int) -> None:
        """Whatever else may become of a payment, of whichever project there is one."""
        rows = Payment.objects.filter(state__in=TURNS).order_by("pk")
        if rows:
            payment = lot.choice(list(rows))
            verb = lot.choice(TURNS[payment.state])
            self.act(verb, lambda: self._settle(payment, verb))

    def _settle(self, payment: Payment, verb: str) -> None:
        maker, voucher = self.stage.maker, f"V{self.number}"
        facts: dict[str, Any] = {"payment_id": payment.pk, "actor": maker}
        match verb:
            case "pay":
                paying.confirm_payment(**facts, voucher=voucher, on=DAY, file_key=loose(maker, BANK_PURPOSE).key)
            case "fail":
                paying.fail_payment(**facts, reason="账号有误", on=DAY)
            case "lose":
                paying.lose_payment(**facts, reason="无回执")
            case "return":
                receipt = loose(maker, BANK_PURPOSE).key
                paying.return_payment(**facts, reason="退汇", on=DAY, voucher=voucher, file_key=receipt)
            case "cancel":
                paying.cancel_approval(payment_id=payment.pk, reason="有误", actor=self.stage.clerk)
            case _:
                paying.withdraw_request(payment_id=payment.pk, actor=owner_of(payment.grant.project))

    def do_spend(self, lot: random.Random, number: int) -> None:
        wan = lot.randint(1, 4)
        grant, stage = self.grant(number), self.stage
        if grant is None:
            return
        lines = grant.plan.get("sections", {}).get("budget", {}).get("lines", [])
        line = lines[0]["id"] if lines else ""

        def deed() -> None:
            expense = running.enter_expense(
                grant_id=grant.pk, key=f"e{self.number}", line=line, on=DAY, amount_fen=wan * WAN,
                voucher_number=f"记-{self.number}", payee="云溪超市", purpose="活动物资", actor=owner_of(grant.project),
            )  # fmt: skip
            running.accept_expense(expense_id=expense.pk, actor=stage.clerk, reason="单据齐全")

        self.act("spend", deed)

    def do_recover(self, lot: random.Random, number: int) -> None:
        wan, back = lot.randint(1, 3), lot.random() < 0.5
        grant, stage = self.grant(number), self.stage
        share = grant and grant.shares.first()
        if grant is None or share is None:
            return

        def deed() -> None:
            claim = recovering.claim_money(
                grant_id=grant.pk, share_id=share.pk, ground="breach", amount_fen=wan * WAN, reason="超范围使用",
                key=f"r{self.number}", actor=stage.clerk,
            )  # fmt: skip
            if back:
                recovering.record_return(
                    recovery_id=claim.pk, amount_fen=wan * WAN, on=DAY, voucher=f"R{self.number}", actor=stage.maker
                )
            else:
                recovering.write_off(recovery_id=claim.pk, document="核销决定", actor=stage.head)

        self.act("recover", deed)

    def do_close(self, lot: random.Random, number: int) -> None:
        grant = self.grant(number)
        if grant is not None and not lot.randrange(6):
            self.act("close", lambda: closing.begin_close(grant_id=grant.pk, actor=self.stage.clerk))


@pytest.mark.always
@pytest.mark.minutes
@pytest.mark.postgres
def test_whatever_happens_to_awards_no_held_one_is_paid_and_the_books_are_in_order(
    record_property: Callable[[str, object], None],
) -> None:
    stage = Stage()
    machine = type("LivesHere", (Lives,), {"stage": stage})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=100, stateful_step_count=30, deadline=None, database=None,
            suppress_health_check=list(HealthCheck), phases=[Phase.generate], print_blob=True,
        ),
    )  # fmt: skip
    record_property("measured", json.dumps({"runs": 100, "steps": 30, "acts": dict(stage.done)}))
    done = {name for name in stage.done if ":" not in name}
    tried = {name.partition(":")[0] for name in stage.done}
    assert done >= {
        "object", "uphold", "dismiss", "sign", "start", "suspension", "change", "ask", "approve", "send", "pay",
        "return",
    }  # fmt: skip
    assert done & {"termination", "abandon", "close"}
    assert tried >= {"offer", "extension", "spend", "recover", "cancel", "withdraw"}
