"""The three societies of the small calls' projects: social workers, volunteers, gifts, and communities' words."""

from datetime import date, datetime, timedelta
from typing import Final

from organizations.flows import enter_social_worker
from organizations.models import Organization
from projects.enums import CharityKind, LinkageModel
from projects.flows import linking
from projects.models import BoundCommunity, Linkage
from venture.kernel import clock

NAMES: Final = ("林晓岚", "周启明", "许静宜", "邓可", "韩雪松", "俞文静", "蒋一帆", "卢思远", "沈清", "范晓冬")
LEVELS: Final = ("worker", "assistant", "worker", "none", "senior")
WORDS: Final = (
    "居委会协调场地和居民骨干，社工带领小组，志愿者每周入户，三方每月碰头一次。",
    "社区提出需求，机构设计服务，社工负责个案，居民议事会评议成效。",
    "社工驻点，社区骨干带队，爱心商户提供物资，服务记录三方共享。",
)
GIFTS: Final = (
    (CharityKind.GOODS, "云溪市康居建材有限公司", "防滑垫八十套", 640_000),
    (CharityKind.ROOM, "社区居委会", "活动室每周两个半天", 1_200_000),
    (CharityKind.SERVICE, "云溪市第二医院", "义诊四场", 800_000),
    (CharityKind.MONEY, "云溪市商会", "爱心捐款", 2_000_000),
)
JUDGED: Final = (
    (5, "老人们盼着社工来，活动安排得细。"),
    (4, "总体满意，希望周末多一场。"),
    (2, "人员更换后有两周没有开展活动。"),
)
# Every third community has not said yet how content it is.
SILENT: Final = 3
AT: Final = datetime(2026, 11, 18, 10, tzinfo=clock.BEIJING)


def load() -> None:
    """Tell the linkage of every project that has one, but for the last: there the page is still to be filled."""
    rows = list(Linkage.objects.select_related("project__organization").order_by("project__code"))
    for number, linkage in enumerate(rows[:-1]):
        with clock.at(AT + timedelta(minutes=20 * number)):
            _tell(linkage, number)
    with clock.at(AT + timedelta(days=1)):
        _judge()


def _tell(linkage: Linkage, number: int) -> None:
    project = linkage.project
    owner = project.created_by
    linking.tell_linkage(
        project_id=project.pk, model=LinkageModel.values[number % len(LinkageModel)], words=WORDS[number % len(WORDS)],
        volunteers=12 + 3 * number, volunteer_hours=180 + 24 * number, actor=owner,
    )  # fmt: skip
    # The organisation of every fourth project has nobody with a certificate: a gap for the staff to see.
    level = "none" if number % 4 == 3 else LEVELS[number % len(LEVELS)]
    worker = _worker(project.organization, number, level)
    linking.link_worker(
        project_id=project.pk, worker_id=worker, duty="个案与小组服务", hours=96 + 8 * number, actor=owner
    )
    kind, giver, what, fen = GIFTS[number % len(GIFTS)]
    linking.add_charity(project_id=project.pk, kind=kind, giver=giver, what=what, value_fen=fen, actor=owner)
    bound = list(project.bound.order_by("pk"))
    shares = {row.pk: 10_000 // len(bound) // 100 * 100 for row in bound}
    linking.share_money(project_id=project.pk, shares=shares, actor=owner)


def _worker(organization: Organization, number: int, level: str) -> int:
    """Return a social worker of the organisation, entered when it has none."""
    here = organization.social_workers.first()
    if here is None:
        # Some registrations have run out or soon will: the staff's page names them.
        until = date(2026 + (number + 1) % 4, (5 * number) % 12 + 1, 15)
        here = enter_social_worker(
            organization_id=organization.pk, name=NAMES[number % len(NAMES)], level=level,
            certificate="" if level == "none" else f"YX2020{number:06d}", registered_until=until,
            actor=organization.memberships.order_by("pk")[0].user,
        )  # fmt: skip
    return int(here.pk)


def _judge() -> None:
    for number, bound in enumerate(BoundCommunity.objects.order_by("pk")):
        if number % SILENT == SILENT - 1:
            continue
        stars, words = JUDGED[number % len(JUDGED)]
        worker = bound.community.workers.filter(ended_at__isnull=True).select_related("user").first()
        actor = worker.user if worker is not None else bound.project.created_by
        linking.judge_satisfaction(bound_id=bound.pk, stars=stars, words=words, actor=actor)
