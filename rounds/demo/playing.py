"""The rounds of 云溪市, an invented city, played through the real flows, and the outcomes of the years before."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django.conf import settings

from accounts.demo import person
from accounts.models import Area
from rounds import flows
from rounds.demo import units
from rounds.enums import Means, Trigger
from rounds.flows.calendars import load_announced_years
from rounds.flows.observing import lend_round
from rounds.models import PastOutcome, Round, WorkDay, WorkYear
from venture.kernel import clock

WAN = 1_000_000
FIELDS = (180, 120, 120, 90, 90)
ENQUIRY, SUPERVISION = "0000-8800 1234", "0000-8800 5678"

# The city's own invented calendar: weekdays that are holidays and weekends that are worked.
HOLIDAYS = {
    "元旦": ("01-01",),
    "春节": ("02-08", "02-09", "02-10", "02-11", "02-12"),
    "劳动节": ("05-03", "05-04", "05-05"),
    "国庆节": ("10-01", "10-04", "10-05", "10-06", "10-07"),
}
OUTCOMES = (
    # year, projects, 万元, person-times, evaluated, passed
    (2019, 30, 300, 16_200, 30, 28),
    (2020, 36, 380, 19_800, 36, 34),
    (2021, 42, 460, 24_500, 42, 41),
    (2022, 46, 520, 27_400, 46, 44),
    (2023, 50, 572, 30_100, 50, 48),
    (2024, 53, 616, 32_300, 53, 52),
    (2025, 55, 638, 33_700, 55, 53),
)


# A second call of the year: closed, screened but for corrections, under review.
SECOND_CALL = {
    "intake": (date(2026, 10, 12), date(2026, 11, 6)),
    "screening": (date(2026, 11, 9), date(2026, 11, 24)),
    "review": (date(2026, 11, 25), date(2026, 12, 11)),
    "panel": (date(2026, 12, 21), date(2026, 12, 22)),
    "decision": (date(2026, 12, 23), date(2027, 1, 6)),
    "agreement": (date(2027, 1, 7), date(2027, 2, 5)),
    "running": (date(2027, 3, 1), date(2027, 12, 31)),
}
# A small call beside last year's: one panel reads all, no hearing, decided and noticed by the new year.
SPECIAL = "2026-s"
SPECIAL_CALL = {
    "intake": (date(2025, 11, 24), date(2025, 12, 12)),
    "screening": (date(2025, 12, 15), date(2025, 12, 19)),
    "review": (date(2025, 12, 22), date(2026, 1, 9)),
    "decision": (date(2026, 1, 12), date(2026, 2, 6)),
    "agreement": (date(2026, 2, 9), date(2026, 2, 27)),
    "running": (date(2026, 3, 1), date(2026, 12, 31)),
}
# The same call a year before: so small that three experts read all of it. It ran to its end.
PAST = "2025-s"
PAST_CALL = {
    "intake": (date(2024, 11, 25), date(2024, 12, 13)),
    "screening": (date(2024, 12, 16), date(2024, 12, 20)),
    "review": (date(2024, 12, 23), date(2025, 1, 10)),
    "decision": (date(2025, 1, 13), date(2025, 2, 5)),
    "agreement": (date(2025, 2, 13), date(2025, 2, 28)),
    "running": (date(2025, 3, 1), date(2025, 12, 31)),
}
PAST_POOL = 30
# Hours of training and mentoring before the last part of the newest call.
LAST_HOURS = 6
PAST_READERS = 3
PAST_PAID = ((7_000, Trigger.SIGNED), (3_000, Trigger.FINAL_PASSED))
SPECIAL_POOL = {"full": 55, "small": 49}
SPECIAL_CAP = 6
EVENLY = (1, 1, 1, 1, 1)
# The year's own call takes ideas of citizens; the small calls beside it do not. All tell how the societies link.
USED_BY_THE_YEARS_CALL = [
    Means.IDEAS, Means.IDEA_AWARDS, Means.RESOURCES, Means.LINKAGE, Means.UNITS, Means.CAPACITY, Means.DONATIONS,
]  # fmt: skip
USED_BY_SMALL_CALLS = [Means.LINKAGE, Means.DONATIONS]


def load() -> None:
    _calendars()
    for year, projects, money, served, evaluated, passed in OUTCOMES:
        PastOutcome.objects.create(
            year=year, projects=projects, amount_fen=money * WAN, served=served, evaluated=evaluated, passed=passed,
            as_of=date(2026, 10, 31), source="云溪市公益创投年度报告（演示）",
        )  # fmt: skip
    last = _round(2026, "云民函〔2025〕38号", pool=540, stages=_days(2025))
    with clock.at(_at(2026, 1, 30, 10)):
        for verb in ("start_review", "decide", "implement"):
            last = flows.advance_round(round_id=last.pk, verb=verb, actor=person("head"))
    with clock.at(_at(2026, 2, 2, 9)):
        # Over by now: the row shows what an observer's access looks like once it has lapsed.
        lend_round(
            round_id=last.pk, user_id=person("evaluator").pk, until=date(2026, 2, 27),
            reason="年度项目绩效评价前期调研", actor=person("head"),
        )  # fmt: skip
    _round(
        2026, "云民函〔2025〕40号", pool=SPECIAL_POOL[settings.DEMO_SCALE], stages=SPECIAL_CALL, code=SPECIAL,
        title="2026年度云溪市社区微创投项目征集", cap=SPECIAL_CAP, shares=EVENLY,
    )  # fmt: skip
    _round(
        2026, "云民函〔2026〕33号", pool=420, stages=SECOND_CALL, code="2026-b",
        title="2026年度云溪市公益创投项目征集（第二批）", readers=3,
    )  # fmt: skip
    _round(2027, "云民函〔2026〕41号", pool=600, stages=_days(2026), hours=LAST_HOURS)
    units.load()


def past_call() -> Round:
    """Publish the call of the year before last and let its window pass."""
    return _round(
        2025, "云民函〔2024〕40号", pool=PAST_POOL, stages=PAST_CALL, code=PAST, cap=SPECIAL_CAP, shares=EVENLY,
        title="2025年度云溪市社区微创投项目征集", readers=PAST_READERS, paid=PAST_PAID,
    )  # fmt: skip


def _calendars() -> None:
    for year in range(2024, 2029):
        kept = WorkYear.objects.create(year=year, source="云溪市演示用日历，非国务院办公厅通知", demo=True)
        days = {date.fromisoformat(f"{year}-{day}"): name for name, group in HOLIDAYS.items() for day in group}
        WorkDay.objects.bulk_create(
            WorkDay(year=kept, day=day, works=False, note=name) for day, name in days.items() if day.weekday() < 5
        )
        make_up = date(year, 9, 27)
        if make_up.weekday() >= 5:
            WorkDay.objects.create(year=kept, day=make_up, works=True, note="国庆节调休")
    load_announced_years()


def _days(year: int) -> dict[str, tuple[date, date]]:
    """Return the days of each stage for a call in the autumn of ``year``."""
    after = year + 1
    return {
        "intake": (date(year, 11, 16), date(year, 12, 11)),
        "screening": (date(year, 12, 14), date(year, 12, 18)),
        "review": (date(year, 12, 21), date(after, 1, 6)),
        "panel": (date(after, 1, 12), date(after, 1, 13)),
        "decision": (date(after, 1, 18), date(after, 1, 26)),
        "agreement": (date(after, 2, 1), date(after, 2, 26)),
        "running": (date(after, 3, 1), date(after, 12, 31)),
    }


def _round(
    year: int, number: str, *, pool: int, stages: dict[str, tuple[date, date]], code: str = "", title: str = "",
    cap: int = 20, shares: tuple[int, ...] = FIELDS, readers: int = 0, hours: int = 0,
    paid: tuple[tuple[int, Trigger], ...] = (),
) -> Round:  # fmt: skip
    called = datetime.combine(stages["intake"][0], time(9), tzinfo=clock.BEIJING)
    with clock.at(called - timedelta(days=7)):
        round_ = flows.create_from_preset(
            preset="seed", code=code or str(year), year=year, actor=person("operator"),
            **{**_basics(year, number, pool, stages, cap), **({"title": title} if title else {})},
            advanced=list(USED_BY_SMALL_CALLS if code else USED_BY_THE_YEARS_CALL),
        )  # fmt: skip
        _fit(round_, pool, stages, shares)
        if hours:
            round_.tranches.filter(trigger=Trigger.FINAL_PASSED).update(training_hours=hours)
        if readers:
            # So few that nothing is dropped.
            round_.stages.filter(kind="review").update(reviewers=readers, drop_extremes=False)
        if paid:
            round_.tranches.all().delete()
            for order, (share, trigger) in enumerate(paid):
                round_.tranches.create(order=order, share=share, trigger=trigger)
        flows.propose_round(round_id=round_.pk, actor=person("operator"))
    with clock.at(called - timedelta(days=5) + timedelta(hours=6)):
        flows.check_round(round_id=round_.pk, actor=person("clerk"))
    with clock.at(called - timedelta(days=3) + timedelta(hours=7)):
        flows.publish_round(round_id=round_.pk, actor=person("head"))
    for day, hour in ((stages["intake"][0], 10), (stages["intake"][1], 18)):
        instant = _at(day.year, day.month, day.day, hour)
        if instant <= clock.now():
            with clock.at(instant):
                flows.announce_window(round_id=round_.pk)
    return round_


def _basics(year: int, number: str, pool: int, stages: dict[str, tuple[date, date]], cap: int) -> dict[str, Any]:
    first, last = stages["intake"]
    return {
        "title": f"{year}年度云溪市公益创投项目征集",
        "lead": "支持扎根社区的社会组织，为老年人、儿童、残疾人和困难家庭提供可持续的服务。",
        "document_number": number,
        "sponsor": "云溪市民政局",
        "operator": "云溪市社会组织发展中心",
        "area": Area.objects.get(parent=None),
        "pool_fen": pool * WAN,
        "project_cap_fen": cap * WAN,
        "match_cap_fen": cap * WAN,
        "unmatched_cap_fen": cap * WAN * 3 // 5,
        "project_prefix": "YX",
        "opens_at": _at(first.year, first.month, first.day, 9),
        "closes_at": _at(last.year, last.month, last.day, 17),
        "starts_on": stages["running"][0],
        "ends_on": stages["running"][1],
        "enquiry_phone": ENQUIRY,
        "supervision_phone": SUPERVISION,
        "inferred": [],
    }


def _fit(round_: Round, pool: int, stages: dict[str, tuple[date, date]], shares: tuple[int, ...]) -> None:
    """Bring the preset's money and days to this round's. Without a hearing the written review alone counts."""
    for category, share in zip(round_.categories.all(), shares, strict=True):
        category.envelopes.update(amount_fen=share * WAN * pool // sum(shares))
    if "panel" not in stages:
        round_.stages.filter(kind="panel").delete()
        round_.stages.filter(kind="review").update(weight=10_000)
    for stage in round_.stages.all():
        stage.starts_on, stage.ends_on = stages[stage.kind]
        stage.save(update_fields=["starts_on", "ends_on"])
    round_.budget_rules.filter(kind="max_amount").update(value=round_.project_cap_fen)


def _at(year: int, month: int, day: int, hour: int) -> datetime:
    return datetime(year, month, day, hour, tzinfo=clock.BEIJING)
