"""A big city's data on top of the demonstration's: some hundreds of everything that lists show.

Rows are written in bulk, straight to the tables: here only their number counts.
"""

from datetime import timedelta
from typing import Any

from accounts.models import Area, User
from notices import queries as notices
from notices.domain import content
from notices.models import Notice, NoticeSeries
from organizations.domain import uscc
from organizations.models import Community, Organization
from projects.models import Need
from rounds.enums import Field
from rounds.models import Round
from venture.kernel import clock

ORGANIZATIONS, COMMUNITIES, NEEDS, NOTICES = 600, 300, 900, 300


def grow() -> dict[str, int]:
    """Add the rows and return how many of each there are now."""
    _organizations()
    _communities()
    _needs()
    _notices()
    models: tuple[Any, ...] = (Organization, Community, Need, Notice)
    return {model._meta.model_name: model.objects.count() for model in models}


def _organizations() -> None:
    streets = list(Area.objects.filter(children=None))
    Organization.objects.bulk_create(
        Organization(
            name=f"云溪市第{number}社会工作服务中心", kind="52", uscc=_code(number), authority="云溪市民政局",
            area=streets[number % len(streets)], state="verified", verified_at=clock.now(),
        )
        for number in range(ORGANIZATIONS)
    )  # fmt: skip


def _code(number: int) -> str:
    body = f"52999901M{number:08d}"
    return body + uscc.check_character(body)


def _communities() -> None:
    streets = list(Area.objects.filter(children=None))
    Community.objects.bulk_create(
        Community(
            code=f"{streets[number % len(streets)].code[:9]}{100 + number // len(streets):03d}",
            name=f"第{number}社区",
            street=streets[number % len(streets)],
        )
        for number in range(COMMUNITIES)
    )


def _needs() -> None:
    communities, now, fields = list(Community.objects.all()), clock.now(), list(Field)
    Need.objects.bulk_create(
        Need(
            code=f"N-{5000 + number}", community=communities[number % len(communities)],
            field=fields[number % len(fields)], title=f"第{number}号社区需求", population="七十岁以上独居老人",
            problem="没有人上门。" * 20, scale="约四十户", urgency=1 + number % 3, state="published",
            collected_at=now, published_at=now - timedelta(hours=number),
        )
        for number in range(NEEDS)
    )  # fmt: skip


def _notices() -> None:
    round_, now = Round.objects.get(code="2027"), clock.now()
    series, _made = NoticeSeries.objects.get_or_create(code=round_.code)
    drafter, signer = User.objects.order_by("pk")[:2]
    rows = [
        Notice(
            round=round_, series=series, number=5000 + number, kind="other", title=f"关于第{number}号事项的公告",
            issuer="云溪市民政局", body=content.blocks_of("# 一、事项\n\n一段文字。" * 10), state="published",
            drafted_by=drafter, signed_by=signer, signed_at=now, published_at=now - timedelta(hours=number),
        )
        for number in range(NOTICES)
    ]  # fmt: skip
    for row in rows:
        row.content_hash = content.sha256_of(notices.content_of(row))
    Notice.objects.bulk_create(rows)
