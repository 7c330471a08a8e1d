"""Before any project: the pledge, then the declaration, and no word of who applies."""

import re
from typing import Any
from urllib.parse import quote

import pytest
from django.test import Client
from django.urls import reverse

from accounts.enums import Role
from organizations.models import Organization
from reviews.domain.pledge import MOST_TIES, VERSION
from reviews.flows.pledging import (
    Declared,
    declare_ties,
    decline_appointment,
    finish_declaration,
    sign_pledge,
)
from reviews.models import Appointment, Conflict, ExpertTie
from tests.accounts.factories import make_user
from tests.organizations.factories import make_organization, make_verified
from tests.reviews.pool.factories import NOW, give, make_entered, make_expert, make_part, make_round
from tests.reviews.pool.test_pool import refusal
from venture.audit.models import AuditEntry
from venture.kernel import clock

pytestmark = pytest.mark.django_db
TOKEN = re.compile(rb'name="csrfmiddlewaretoken" value="[^"]+"')


@pytest.fixture(autouse=True)
def now() -> Any:
    with clock.at(NOW):
        yield


def signed(part: Appointment) -> Appointment:
    return sign_pledge(appointment_id=part.pk, version=VERSION, agreed=True, actor=part.expert.user)


def door(name: str = "page") -> str:
    return reverse(f"pledging:{name}", kwargs={"code": "2025"})


def enter(client: Client, part: Appointment) -> Client:
    client.force_login(part.expert.user, backend="django.contrib.auth.backends.ModelBackend")  # type: ignore[arg-type]
    return client


def test_first_the_pledge_then_the_declaration_then_projects() -> None:
    part = make_part(state="invited")
    me = {"appointment_id": part.pk, "actor": part.expert.user}

    assert refusal(lambda: declare_ties(**me, ties=[Declared("kin", name="某社")])) == "pledge_first"
    assert refusal(lambda: finish_declaration(**me, complete=True)) == "pledge_first"
    assert refusal(lambda: sign_pledge(**me, version=VERSION, agreed=False)) == "pledge_not_agreed"
    assert refusal(lambda: sign_pledge(**me, version="2020-01", agreed=True)) == "pledge_changed"
    signed(part)
    signed(part)
    assert refusal(lambda: finish_declaration(**me, complete=False)) == "declaration_not_complete"
    finish_declaration(**me, complete=True)

    part.refresh_from_db()
    assert (part.state, part.pledge, part.pledged_at, part.declared_at) == ("pledged", VERSION, NOW, NOW)
    verbs = AuditEntry.objects.filter(verb__startswith="appointment.").order_by("seq").values_list("verb", flat=True)
    assert list(verbs) == ["appointment.sign", "appointment.pledge"]


def test_nobody_signs_or_declares_for_an_expert() -> None:
    part = make_part(state="invited")
    other = {"appointment_id": part.pk, "actor": make_user(Role.CLERK, is_superuser=True)}

    assert refusal(lambda: sign_pledge(**other, version=VERSION, agreed=True)) == "appointment_not_yours"
    assert refusal(lambda: declare_ties(**other, ties=[])) == "appointment_not_yours"
    assert refusal(lambda: finish_declaration(**other, complete=True)) == "appointment_not_yours"
    assert refusal(lambda: decline_appointment(**other, reason="x")) == "appointment_not_yours"
    part.refresh_from_db()
    assert (part.state, part.pledged_at) == ("invited", None)


def test_a_declaration_names_whoever_it_likes_but_not_the_whole_city() -> None:
    part = signed(make_part(state="invited"))
    me = {"appointment_id": part.pk, "actor": part.expert.user}
    many = [Declared("kin", name=f"第{number}社") for number in range(MOST_TIES + 1)]
    stranger = make_organization()

    assert refusal(lambda: declare_ties(**me, ties=many)) == "tie_too_many"
    assert refusal(lambda: declare_ties(**me, ties=[Declared("kin", stranger.pk)])) == "tie_organization_unknown"
    assert refusal(lambda: declare_ties(**me, ties=[Declared("kin")])) == "tie_names_nobody"
    assert not ExpertTie.objects.exists()


def test_a_tie_is_declared_also_later_and_takes_the_project_away() -> None:
    organization = make_verified()
    part = make_part(round_=make_round("reviewing"))
    assignment = give(make_entered(part.round, organization), part)
    declare_ties(appointment_id=part.pk, ties=[Declared("helped", organization.pk)], actor=part.expert.user)

    assignment.refresh_from_db()
    assert (assignment.state, Conflict.objects.get().source) == ("recused", "declared")
    part.refresh_from_db()
    assert part.state == "pledged"


def test_the_pages_answer_alike_whether_a_named_organisation_applies_or_not(client: Client) -> None:
    """Two worlds in one: of two organisations that an expert declares, one applies. Every byte is the same."""
    round_ = make_round()
    applying, resting = make_verified(name="云溪市甲社"), make_verified(name="云溪市乙社")
    make_entered(round_, applying)
    answers = []
    for organization in (applying, resting):
        part = signed(make_part(make_expert("沈怀远"), round_, "invited"))
        enter(client, part)
        told = {"org": [organization.pk], "kind": "board", "name": "", "credit_code": ""}
        steps = [
            client.get(door()), client.get(door(), {"q": organization.name}),
            client.post(door("declare"), told), client.get(door()), client.post(door("declare"), told),
            client.get(door()), client.post(door("declare"), {"kind": "board", "name": organization.name}),
            client.post(door("declare"), {"kind": "board", "credit_code": organization.uscc}), client.get(door()),
            client.post(door("finish"), {"complete": "on"}), client.get(door()),
        ]  # fmt: skip
        own = {organization.name: "某社", organization.uscc: "某码", quote(organization.name): "某词"}
        answers.append([(each.status_code, each.headers.get("Location"), plain(each.content, own)) for each in steps])
        client.logout()
        ExpertTie.objects.all().delete()

    assert answers[0] == answers[1]
    assert Conflict.objects.filter(source="declared").exists()


def plain(content: bytes, own: dict[str, str]) -> str:
    """Return a page without what is another in each world by its nature: the token, the organisation's own name."""
    text = TOKEN.sub(b"", content).decode()
    rows = sorted(re.findall(r"<label class=\"check\">.*?</label>", text))
    text = re.sub(r"<label class=\"check\">.*?</label>", "", text)
    for name, word in own.items():
        text = text.replace(name, word)
    text = re.sub(r'data-person="\d+"', "", text)
    return text + str(len(rows))


def test_the_list_holds_every_verified_organisation_and_nothing_else(client: Client) -> None:
    round_ = make_round()
    listed, hidden = make_verified(name="和邻社会工作服务中心"), make_organization(name="未核验的社")
    make_entered(round_, make_verified(name="云溪市春晖养老服务社"))
    part = signed(make_part(round_=round_, state="invited"))
    enter(client, part)
    page = client.get(door()).content.decode()

    assert (listed.name in page, "云溪市春晖养老服务社" in page, hidden.name in page) == (True, True, False)
    for words in ("和邻", "hlsh", listed.uscc[:12]):
        found = client.get(door(), {"q": words}).content.decode()
        assert (listed.name in found, "春晖" in found) == (True, words == listed.uscc[:12]), words


def test_a_pledge_is_shown_to_its_expert_alone(client: Client) -> None:
    part = make_part(state="invited")
    for user in (make_user(Role.EXPERT), make_user(Role.CLERK), make_user(is_superuser=True)):
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        assert client.get(door()).status_code == 404
        assert client.post(door("sign"), {"version": VERSION, "agreed": "on"}).status_code == 404
    enter(client, part)
    assert VERSION in client.get(door()).content.decode()
    client.post(door("decline"), {"reason": "时间冲突"})
    assert client.get(door()).status_code == 404
    part.refresh_from_db()
    assert (part.state, part.reason) == ("declined", "时间冲突")


def test_what_cannot_be_read_is_shown_again_with_what_was_typed(client: Client) -> None:
    organization = make_verified()
    part = signed(make_part(state="invited"))
    enter(client, part)
    answer = client.post(
        door("declare"),
        {"org": [organization.pk], "kind": "board", "since": "2026-02-01", "until": "2026-01-01", "note": "名誉理事"},
    )

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "名誉理事" in page
    assert f'value="{organization.pk}" checked' in page
    assert not ExpertTie.objects.exists()


@pytest.mark.parametrize("count", [1, 30])
def test_the_page_costs_the_same_however_much_is_listed(
    client: Client, count: int, django_assert_max_num_queries: Any
) -> None:
    for _each in range(count):
        make_organization()
    Organization.objects.update(verified_at=NOW, state="verified")
    enter(client, signed(make_part(state="invited")))
    with django_assert_max_num_queries(12):
        client.get(door())
