"""Nobody's name, number or photo is read in public without a recorded consent: a crawl of everything that is public.

Marks stand in every text that any table holds (``planting.py``); a visitor without an account asks for every address of
every row, and follows what the pages name (``crawling.py``). What may come back is listed in ``open_fields.py``: a new
field is hidden until it stands there.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from typing import Any

import pytest
from django.apps import apps
from django.core.cache import cache
from django.db import transaction
from django.test import Client
from django.urls import reverse

from accounts.demo import person
from accounts.models import User
from grants.models import (
    Activity,
    ActivityPhoto,
    BankStatement,
    Donation,
    Expense,
    Grant,
    SatisfactionVoice,
    StatementLine,
)
from grants.models.running import PHOTO_PURPOSE
from notices.models import Objection
from organizations.models import Organization, SocialWorker
from projects.models import CommunityConsent, IdeaDraft, IdeaPrize, NeedDraft, Project
from reviews.models import Expert
from rounds.models import Round
from tests.matrix import rows
from tests.matrix.table.closing import voice
from tests.matrix.table.donations import commendation, fund, published, story
from tests.portal.crawling import Answer, crawl, first_addresses, without_every
from tests.portal.open_fields import CONSENTED, NUMBERED, OFFICE, TOLD, TRAY
from tests.portal.planting import Cage, by_label, plant, uploads_kept
from venture.kernel import clock

pytestmark = pytest.mark.django_db

# Of these there is no row: nothing of them is anywhere but on a desk of the staff.
NOT_LAID = {
    "accounts.ApiToken", "accounts.SignInRecord", "grants.Abandonment", "grants.AgreementTemplate", "grants.Assessment",
    "grants.PaymentSettings", "grants.ReportFile", "grants.RoundTarget", "organizations.TrainingMaterial",
    "projects.ProjectUserObjectPermission", "projects.SetAside", "projects.SheetLoad", "reviews.KeyedSheet",
    "reviews.Recommendation", "reviews.Vote", "rounds.Amendment",
}  # fmt: skip


@dataclass(frozen=True)
class Found:
    """What the visitor read: the answers, the marks and the whole numbers by field and row, and who had agreed."""

    answers: dict[str, Answer]
    cage: Cage
    marks: dict[str, set[Any]]
    numbers: dict[str, set[Any]]
    agreed: dict[str, set[Any]]
    secrets: set[str]


@pytest.fixture(scope="module")
def found(loaded_city: None, django_db_blocker: Any) -> Iterator[Found]:
    """Crawl the planted city once for all tests of the module, and put everything back."""
    with django_db_blocker.unblock(), uploads_kept(), transaction.atomic():
        lay()
        secrets = set(SatisfactionVoice.objects.exclude(token=None).values_list("token", flat=True))
        secrets |= set(CommunityConsent.objects.values_list("token", flat=True))
        for model in (Objection, Donation):
            secrets |= set(model._default_manager.values_list("receipt", flat=True))
        first, cage = list(first_addresses()), plant()
        cache.clear()
        answers = crawl(Client(raise_request_exception=False), first)
        texts = [answer.text for answer in answers.values()]
        yield Found(
            answers, cage, by_label(set().union(*map(cage.marks_in, texts))),
            by_label(set().union(*map(cage.numbers_in, texts))), {name: rule() for name, rule in CONSENTED.items()},
            secrets,
        )  # fmt: skip
        transaction.set_rollback(True)


def lay() -> None:
    """Add what the city lacks: stories in two states, photos with every mixture of consents, drafts, a statement …"""
    for label, factory in rows.FEW.items():
        if not apps.get_model(label)._base_manager.exists():
            factory()
    for make in (published, story, commendation, voice):
        make()
    fund(state="draft", consent="")
    for draft in (IdeaDraft, NeedDraft):
        draft._default_manager.create(
            user=person("individual"), typed={"title": "王小明家的屋顶", "problem": "住在三楼"}, saved_at=clock.now()
        )
    shown = Grant.objects.filter(state="active", activities__isnull=False).order_by("pk")[0]
    activity = Activity.objects.filter(grant=shown, withdrawn_at__isnull=True).latest("on")
    for consent, children, guardians in product([True, False], repeat=3):
        photo(activity, consent=consent, children=children, guardians=guardians)
    taken_back = Activity.objects.filter(grant=shown, withdrawn_at__isnull=True).earliest("on")
    photo(taken_back, consent=True, children=False, guardians=False)
    Activity.objects.filter(pk=taken_back.pk).update(withdrawn_at=clock.now(), withdrawn_reason="记错了人。")
    statement = BankStatement.objects.create(
        round=Round.objects.get(code="2027"), file=rows.stored_file(), sha256="0" * 64, loaded_by=person("clerk"),
        loaded_at=clock.now(),
    )  # fmt: skip
    StatementLine.objects.create(
        statement=statement, row=1, on=clock.today(), amount_fen=100, payee="王小明", outcome="strange"
    )


def photo(activity: Activity, **consents: bool) -> None:
    file = rows.stored_file()
    type(file).objects.filter(pk=file.pk).update(purpose=PHOTO_PURPOSE, kind="jpg", state="ready", name="王小明.jpg")
    ActivityPhoto.objects.create(activity=activity, file=file, caption="小明的生日", **consents)


def test_every_public_address_is_asked_for_every_row() -> None:
    assert without_every() == []


def test_every_table_that_holds_words_bears_canaries(found: Found) -> None:
    assert found.cage.bare <= NOT_LAID, found.cage.bare - NOT_LAID
    assert len(found.cage.held) > 8_000


def test_the_visitor_is_answered_and_nothing_breaks(found: Found) -> None:
    broken = [each.path for each in found.answers.values() if each.status >= 500 and each.path != reverse("readyz")]
    assert broken == []
    assert sum(each.status == 200 for each in found.answers.values()) > 250


def test_what_is_public_is_found_by_the_crawl(found: Found) -> None:
    """The control: a crawl that saw nothing would find nobody either."""
    assert sorted((OFFICE | TOLD) - found.marks.keys()) == []


def test_nothing_else_is_found(found: Found) -> None:
    known = OFFICE | TOLD | CONSENTED.keys() | TRAY
    assert {name: where(found, name) for name in found.marks.keys() - known} == {}


@pytest.mark.parametrize("name", sorted(CONSENTED))
def test_whoever_agreed_is_shown_and_nobody_else(name: str, found: Found) -> None:
    planted = {each.pk for each in found.cage.held if each.label == name}
    assert found.marks.get(name, set()) == found.agreed[name]
    # Both kinds are there: some who agreed, some who did not.
    assert set() < found.agreed[name] < planted


def test_the_numbers_of_persons_lose_their_middle_in_what_others_wrote(found: Found) -> None:
    assert {name: where(found, name) for name in found.numbers.keys() - NUMBERED - OFFICE - TRAY} == {}


def test_no_page_tells_the_secret_of_another_address(found: Found) -> None:
    told = {
        (each.path, secret)
        for each in found.answers.values()
        for secret in found.secrets & each.words()
        if secret not in each.path
    }
    assert len(found.secrets) > 10
    assert told == set()


def where(found: Found, name: str) -> list[str]:
    """Return some of the addresses that show a field."""
    asked = [each.path for each in found.answers.values() if name in by_label(found.cage.marks_in(each.text))]
    return asked[:3]


def test_the_picture_for_sharing_draws_no_number_of_a_person(city: None) -> None:
    """What is drawn cannot be read again: a title with a number gives the picture that the masked title gives."""
    project = Grant.objects.filter(state="active").earliest("pk").project

    def drawn(title: str) -> bytes:
        Project.objects.filter(pk=project.pk).update(title=title)
        return Client().get(reverse("portal:share", args=[project.code])).content

    assert drawn("热线 13912345678") == drawn("热线 139****5678") != drawn("热线")


# Who stands in the city's own rows, by the fields that name them.
NAMES = (
    (User, "display_name"), (User, "email"), (User, "mobile"), (Expert, "name"), (Expert, "email"), (Expert, "mobile"),
    (SocialWorker, "name"), (CommunityConsent, "contact_name"), (CommunityConsent, "mobile"), (Donation, "contact"),
    (Donation, "mobile"), (Objection, "name"), (Objection, "contact"), (Objection, "mobile"), (IdeaPrize, "payee"),
    (Organization, "legal_representative"), (Organization, "phone"), (Expense, "payee"), (Activity, "led_by"),
)  # fmt: skip


def persons() -> set[str]:
    """Return the names, numbers and addresses of all persons of the city. A unit that gives or is heard is none."""
    told = {each for model, name in NAMES for each in model._default_manager.values_list(name, flat=True)}
    told |= set(Donation.objects.filter(shown_at=None).values_list("donor_name", flat=True))
    return {each.removeprefix("+86") for each in told if each and len(each) > 1} - set(
        Organization.objects.values_list("name", flat=True)
    )


def test_no_person_stands_in_what_the_city_published(city: None) -> None:
    """Frozen notices, plans and stories as the flows made them: here the city's own persons are the canaries."""
    answers = crawl(Client(), [path for path in first_addresses() if not path.startswith("/tray/")])
    text = "\n".join(each.text for each in answers.values())

    assert len(persons()) > 60
    assert sorted(each for each in persons() if each in text) == []
    assert Grant.objects.earliest("pk").organization.name in text
