"""Donations and funds: for everybody, and the staff's desks; stories, events and what else is shown to the city."""

from collections.abc import Callable, Mapping
from itertools import count
from typing import Any

from accounts.demo import person
from grants.models import (
    Commendation,
    Donation,
    DonationRules,
    Gift,
    NamedFund,
    PublicEvent,
    Refund,
    Story,
    Support,
)
from rounds.enums import Field
from rounds.models import FundSource, Round
from tests.matrix import rows
from tests.matrix.doors import WRITE, DoorLine, act, api, form, page, public
from tests.matrix.lists import made
from tests.matrix.once import once
from tests.matrix.personas import at_desks
from tests.matrix.table.agreements import a_grant, ours
from tests.matrix.table.closing import running
from tests.matrix.table.deciding import no_round, none, one, sees, strangers
from tests.matrix.table.running import of
from tests.matrix.table.submitting import MEMBERS
from venture.kernel import clock, policy

_number = count(1)
ACT = frozenset({"POST"})
NOBODYS = "JZ2027-00000000"


def a_round() -> Round:
    """Return the open round with rules for donations."""
    round_ = Round.objects.get(code="2027")
    rules(round_)
    return Round.objects.select_related("donation_rules").get(pk=round_.pk)


def source() -> FundSource:
    number = next(_number)
    return FundSource.objects.create(slug=f"giving-{number}", name=f"测试捐赠{number}")


def rules(round_: Round | None = None) -> DonationRules:
    round_ = round_ or rows.round_()
    kept = DonationRules.objects.filter(round=round_).first()
    today = clock.today()
    return kept or DonationRules.objects.create(
        round=round_, source=source(), holder="市慈善会", bank="云溪银行", number="8800", takes_until=today,
        counts_until=today, takes_goods=True,
    )  # fmt: skip


def fund(**fields: Any) -> NamedFund:
    number = next(_number)
    wanted = {
        "slug": f"test-{number}", "name": f"测试基金{number}", "donor_name": "测试企业", "consent": "协议",
        "source": source(), "field": Field.values[0], "purpose": "助老", "founded_on": clock.today(), "state": "open",
    }  # fmt: skip
    return NamedFund.objects.create(**wanted | fields)


def donation(**fields: Any) -> Donation:
    round_, number, now = a_round(), next(_number), clock.now()
    wanted = {
        "round": round_, "target": "field", "category": round_.categories.order_by("pk")[0], "donor_kind": "person",
        "donor_name": "测试捐赠人", "mobile": "+8613900000000", "amount_fen": 100_000, "state": "agreed",
        "document_number": "协议", "receipt": f"JZ2027-T{number:07d}", "key": f"matrix-{number}", "registered_at": now,
        "moved_at": now,
    }  # fmt: skip
    return Donation.objects.create(**wanted | fields)


def gift() -> Gift:
    number = next(_number)
    return Gift.objects.create(
        donation=donation(), kind="goods", amount_fen=10_000, on=clock.today(), receipt_number=f"P{number}",
        what="米，按市价", key=f"matrix-gift-{number}", recorded_by=person("operator"), recorded_at=clock.now(),
    )  # fmt: skip


def refund() -> Refund:
    return Refund.objects.create(gift=gift(), reason="未入选", asked_by=person("clerk"), asked_at=clock.now())


def support() -> Support:
    grant = a_grant()
    return Support.objects.create(
        project=grant.project, source=source(), amount_fen=1_000, reason="对口", asked_by=person("clerk"),
        asked_at=clock.now(),
    )  # fmt: skip


def story() -> Story:
    return Story.objects.create(
        grant=running(), title="一桌饭", text="故事" * 30, state="offered", written_by=person("org"),
        written_at=clock.now(),
    )  # fmt: skip


def commendation() -> Commendation:
    return Commendation.objects.create(
        grant=running(), name="优秀项目", on=clock.today(), document_number="1号", recorded_by=person("clerk")
    )


def event() -> PublicEvent:
    return PublicEvent.objects.create(
        kind="event", title=f"开放日{next(_number)}", starts_at=clock.now(), place="社区", shown=True
    )


def published() -> Story:
    made_ = story()
    Story.objects.filter(pk=made_.pk).update(state="published", published_by=person("clerk"), published_at=clock.now())
    return made_


def of_round(**more: Any) -> Callable[[], Mapping[str, Any]]:
    return lambda: {"code": a_round().code, **more}


def of_donation(**more: Any) -> Callable[[], Mapping[str, Any]]:
    return lambda: {"receipt": once(donation).receipt, **more}


def no_donation(**more: Any) -> Callable[[], Mapping[str, Any]]:
    return lambda: {"receipt": NOBODYS, **more}


def of_gift() -> Mapping[str, Any]:
    found = once(gift)
    return {"receipt": found.donation.receipt, "pk": found.pk}


def a_field() -> Mapping[str, Any]:
    return {"code": a_round().code, "target": "field", "name": a_round().categories.order_by("pk")[0].slug}


def shown() -> Mapping[str, Any]:
    return {"code": once(running).project.code}


def hidden() -> Mapping[str, Any]:
    return {"code": once(a_grant).project.code}


def staff(permission: str, make: Callable[[], Any]) -> Callable[[Any], bool]:
    seen = sees(permission, make)
    return lambda user: at_desks(user) and seen(user)


def of_fund() -> Mapping[str, Any]:
    return {"slug": once(fund).slug}


def no_fund() -> Mapping[str, Any]:
    return {"slug": "none"}


def donation_act() -> DoorLine:
    return api(keys=of_donation(), foreign=no_donation(), may=sees("donations.view", donation), methods=ACT)


def support_act() -> DoorLine:
    return api(keys=one(support), foreign=none(), may=sees("supports.view", support), methods=ACT)


def story_act() -> DoorLine:
    return api(keys=one(story), foreign=none(), may=sees("stories.view", story), methods=ACT)


READS = staff("donations.view", donation)
TABLE: dict[str, DoorLine] = {
    "portal:funds": public(rows=made(fund)),
    "portal:fund": public(
        keys=lambda: {"slug": once(fund).slug}, foreign=lambda: {"slug": fund(state="draft", consent="").slug}
    ),
    "portal:give": public(keys=of_round(), foreign=no_round(), rows=made(fund)),
    "portal:give-form": public(
        keys=a_field, foreign=lambda: {**a_field(), "name": "none"}, methods=WRITE, screens=True
    ),
    "portal:donations": public(methods=WRITE),
    # Without the session that opened it: to the question for receipt and number, or missing.
    "portal:donation": public(keys=no_donation(), screens=False),
    "portal:donation-withdraw": public(
        keys=no_donation(), methods=frozenset({"POST"}), post=frozenset({404}), screens=False
    ),
    "portal:press": public(keys=shown, foreign=hidden, screens=False),
    "portal:share": public(keys=shown, foreign=hidden, screens=False),
    "portal:embed": public(keys=shown, foreign=hidden),
    "portal:feed": public(rows=made(published), screens=False),
    "portal:events": public(rows=made(event)),
    "portal:events-calendar": public(rows=made(event), screens=False),
    "portal:years": public(rows=made(published)),
    "portal:year": public(keys=lambda: {"year": once(running).round.year}, foreign=lambda: {"year": 1901}),
    "grants:story": form(*MEMBERS, keys=of(ours), foreign=of(strangers)),
    "admin:donation_new": form(
        keys=of_round(), foreign=no_round(), may=staff("donations.support", a_round)
    ),
    "admin:donations_round": page(
        keys=of_round(), foreign=no_round(), may=staff("donations.overview", a_round), rows=made(donation)
    ),
    "admin:donations_sheet": page(
        keys=of_round(), foreign=no_round(), may=staff("donations.overview", a_round), screens=False
    ),
    "admin:donations_act": act(
        keys=of_round(verb="return"), foreign=no_round(verb="return"), may=staff("donations.overview", a_round)
    ),
    "admin:donation_desk": page(keys=of_donation(), foreign=no_donation(), may=READS),
    "admin:donation_act": act(keys=of_donation(verb="agree"), foreign=no_donation(verb="agree"), may=READS),
    "admin:gift_act": act(keys=one(gift, verb="confirm"), foreign=none(verb="confirm"), may=staff("gifts.view", gift)),
    "admin:refund_act": act(
        keys=one(refund, verb="approve"), foreign=none(verb="approve"), may=staff("refunds.view", refund)
    ),
    "admin:support_act": act(
        keys=one(support, verb="approve"), foreign=none(verb="approve"), may=staff("supports.view", support)
    ),
    "admin:fund_act": act(keys=one(fund, verb="close"), foreign=none(verb="close"), may=staff("funds.view", fund)),
    "admin:story_desk": page(keys=one(story), foreign=none(), may=staff("stories.view", story)),
    "admin:story_act": act(
        keys=one(story, verb="publish"), foreign=none(verb="publish"), may=staff("stories.view", story)
    ),
    "admin:commendation_desk": page(
        keys=one(commendation), foreign=none(), may=staff("commendations.view", commendation)
    ),
    "admin:commendation_act": act(
        keys=one(commendation, verb="withdraw"), foreign=none(verb="withdraw"),
        may=staff("commendations.view", commendation),
    ),
    # Everybody who signed in may register an intention; the list shows the staff's own areas.
    "api:donations": api(methods=WRITE),
    "api:donation-enter": api(keys=of_round(), foreign=no_round(), may=sees("donations.support", a_round), methods=ACT),
    "api:refunds-ask": api(keys=of_round(), foreign=no_round(), may=sees("donations.overview", a_round), methods=ACT),
    "api:support-ask": api(keys=of_round(), foreign=no_round(), may=sees("donations.overview", a_round), methods=ACT),
    "api:donation-agree": donation_act(),
    "api:donation-decline": donation_act(),
    "api:gift-record": donation_act(),
    "api:funds": api(methods=WRITE, writers=lambda user: policy.may(user, "funds.add")),
    "api:fund": api(
        keys=of_fund, foreign=no_fund, may=sees("funds.view", fund), methods=frozenset({"GET", "HEAD", "PUT"})
    ),
    "api:fund-open": api(keys=of_fund, foreign=no_fund, may=sees("funds.view", fund), methods=ACT),
    "api:fund-close": api(keys=of_fund, foreign=no_fund, may=sees("funds.view", fund), methods=ACT),
    "api:supports": api(),
    "api:staff-stories": api(),
    "api:story-publish": story_act(),
    "api:story-return": story_act(),
    "api:staff-events": api(methods=WRITE, writers=lambda user: policy.may(user, "events.add")),
    "api:staff-event": api(
        keys=one(event), foreign=none(), may=sees("events.view", event), methods=frozenset({"GET", "HEAD", "PUT"})
    ),
    "api:support-approve": support_act(),
    "api:support-refuse": support_act(),
    "api:support-withdraw": support_act(),
    "api:donation": api(keys=of_donation(), foreign=no_donation(), may=sees("donations.view", donation)),
    "api:gift-confirm": api(
        keys=of_gift, foreign=no_donation(pk=1), may=sees("donations.view", donation), methods=frozenset({"POST"})
    ),
    "api:gift-refuse": api(
        keys=of_gift, foreign=no_donation(pk=1), may=sees("donations.view", donation), methods=frozenset({"POST"})
    ),
}  # fmt: skip

rows.FEW |= {
    "grants.donation": donation, "grants.gift": gift, "grants.refund": refund, "grants.support": support,
    "grants.namedfund": fund, "grants.donationrules": rules, "grants.story": story,
    "grants.commendation": commendation, "grants.publicevent": event,
}  # fmt: skip
