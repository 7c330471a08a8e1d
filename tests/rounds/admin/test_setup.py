"""The guided set-up: steps save alone, nothing typed is lost, and nobody publishes alone."""

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.enums import Role
from accounts.models import Area, RoleGrant, User
from rounds import flows
from rounds.admin.forms import BY_KEY, STEPS
from rounds.domain.payment_plans import PLANS
from rounds.enums import RoundState
from rounds.models import Round
from venture.audit.models import AuditEntry

pytestmark = pytest.mark.django_db


def client_of(name: str, *roles: Role, superuser: bool = False) -> Client:
    user = User.objects.create_user(f"{name}@yunxi.example", display_name=name, is_superuser=superuser)
    for role in roles:
        RoleGrant.objects.create(user=user, role=role, starts_on=date(2020, 1, 1))
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def typed(client: Client, path: str) -> dict[str, Any]:
    """Return what a browser would send back from the step as it stands."""
    page = client.get(path).context
    fields = [*(page["form"] or ()), *(field for table in page["tables"] for row in table["formset"] for field in row)]
    data: dict[str, Any] = {}
    for table in page["tables"]:
        data.update({field.html_name: field.value() for field in table["formset"].management_form})
    data["seen"] = page["seen"]
    for field in fields:
        value = field.value()
        if value is not None and value is not False:
            data[field.html_name] = value
    return data


@pytest.fixture
def clerk() -> Client:
    return client_of("clerk", Role.CLERK)


@pytest.fixture
def draft() -> Round:
    author = User.objects.create_user("author@yunxi.example", display_name="author")
    return flows.create_from_preset(preset="seed", code="2027", year=2027, actor=author)


def test_the_report_names_each_contradiction_with_its_remedy(clerk: Client, draft: Round) -> None:
    page = clerk.get("/admin/rounds/2027/")

    found = [(each["line"].sentence, each["line"].anchor) for each in page.context["report"]]
    assert ("缺少文号。", "id_document_number") in found
    assert "请填写本届征集公告的文号，每届各有文号。" in page.content.decode()


def test_a_step_saves_amounts_typed_in_yuan_and_leaves_a_trace(clerk: Client, draft: Round) -> None:
    path = "/admin/rounds/2027/setup/money/"
    answer = clerk.post(path, {**typed(clerk, path), "pool_fen": "６１０万"})

    draft.refresh_from_db()
    assert (answer.status_code, answer.headers["Location"]) == (302, "/admin/rounds/2027/setup/applicants/")
    assert draft.pool_fen == 610_000_000
    assert AuditEntry.objects.filter(verb="round.edit").count() == 1


@pytest.mark.parametrize("key", [step.key for step in STEPS if step.key != "basics"])
def test_a_step_sent_back_unchanged_changes_nothing(clerk: Client, draft: Round, key: str) -> None:
    path = f"/admin/rounds/2027/setup/{key}/"
    answer = clerk.post(path, typed(clerk, path))

    assert answer.status_code == 302
    assert not AuditEntry.objects.filter(verb="round.edit").exists()


def test_what_was_typed_survives_a_mistake(clerk: Client, draft: Round) -> None:
    path = "/admin/rounds/2027/setup/money/"
    answer = clerk.post(path, {**typed(clerk, path), "pool_fen": "六百万", "project_cap_fen": "25万"})

    form = answer.context["form"]
    draft.refresh_from_db()
    assert (answer.status_code, form["pool_fen"].value(), form["project_cap_fen"].value()) == (422, "六百万", "25万")
    assert draft.project_cap_fen == 30_000_000


def test_one_more_row_is_asked_for_without_scripts_and_without_saving(clerk: Client, draft: Round) -> None:
    path = "/admin/rounds/2027/setup/payment/"
    before = draft.tranches.count()
    answer = clerk.post(path, {**typed(clerk, path), "add": "tranches"})

    assert len(answer.context["tables"][0]["formset"].forms) == before + 1
    assert draft.tranches.count() == before


@pytest.mark.parametrize("plan", PLANS)
def test_a_usual_plan_of_payment_is_laid_by_one_press_and_saved_by_the_next(
    clerk: Client, draft: Round, plan: str
) -> None:
    path = "/admin/rounds/2027/setup/payment/"
    before = list(draft.tranches.values_list("pk", "share"))
    laid = clerk.post(path, {**typed(clerk, path), "notice_days": "9", "plan": plan})

    rows, form = laid.context["tables"][0]["formset"].forms, laid.context["form"]
    assert (laid.status_code, list(draft.tranches.values_list("pk", "share"))) == (200, before)
    assert [row["DELETE"].value() for row in rows] == [True] * len(before) + [False] * len(PLANS[plan])
    assert form["notice_days"].value() == "9"
    assert laid.content.decode().count("保存时删除</span>") == len(before)

    page = {**laid.wsgi_request.POST.dict(), "then": "stay"}
    page.pop("plan")
    sent = {field.html_name: field.value() for row in rows for field in row if field.value() not in {None, False}}
    sent |= {field.html_name: field.value() for field in laid.context["tables"][0]["formset"].management_form}
    saved = clerk.post(path, {**page, **sent})
    assert saved.status_code == 302
    assert tuple(draft.tranches.values_list("share", "trigger")) == PLANS[plan]
    assert sum(share for share, _trigger in PLANS[plan]) == 10_000


def test_a_plan_that_nobody_knows_is_no_plan(clerk: Client, draft: Round) -> None:
    path = "/admin/rounds/2027/setup/payment/"
    before = list(draft.tranches.values_list("pk", "share"))
    answer = clerk.post(path, {**typed(clerk, path), "plan": "110"})

    assert (answer.status_code, list(draft.tranches.values_list("pk", "share"))) == (302, before)


def test_nobody_checks_what_they_proposed_not_even_a_superuser(draft: Round) -> None:
    both = client_of("both", Role.CLERK, Role.HEAD, superuser=True)
    me = User.objects.get(email="both@yunxi.example")
    Round.objects.filter(pk=draft.pk).update(state=RoundState.PROPOSED, proposed_by=me)

    answer = both.post("/admin/rounds/2027/act/check/", follow=True)

    draft.refresh_from_db()
    assert draft.state == RoundState.PROPOSED
    assert [str(message) for message in answer.context["messages"]] == ["此环节须由第二人办理：前一环节由您本人办理。"]


def test_the_set_up_is_missing_for_applicants(draft: Round) -> None:
    applicant = client_of("applicant")

    paths = ("/admin/rounds/2027/", "/admin/rounds/2027/setup/money/", "/admin/rounds/new/", "/admin/rounds/2027/log/")
    assert [applicant.get(path).status_code for path in paths] == [404] * 4


def test_an_auditor_reads_and_does_not_change(draft: Round) -> None:
    auditor = client_of("auditor", Role.AUDITOR)

    assert auditor.get("/admin/rounds/2027/setup/basics/").context["editable"] is False
    posts = ["setup/basics/", "act/propose/", "act/check/", "act/publish/", "act/return/", "amend/", "amend/1/"]
    assert [auditor.post(f"/admin/rounds/2027/{path}", {"title": "x"}).status_code for path in posts] == [404] * 7
    draft.refresh_from_db()
    assert (draft.title, draft.state) == ("2027年度渭南市公益创投项目征集", "draft")


def test_last_year_is_cloned(clerk: Client, draft: Round) -> None:
    answer = clerk.post("/admin/rounds/new/", {"origin": f"round:{draft.pk}", "year": "2028", "code": "2028"})

    assert answer.headers["Location"] == "/admin/rounds/2028/"
    assert Round.objects.get(code="2028").criteria.count() == draft.criteria.count()


def test_who_saves_over_another_is_told_whose_and_sees_both(clerk: Client, draft: Round) -> None:
    path = "/admin/rounds/2027/setup/money/"
    mine = {**typed(clerk, path), "pool_fen": "610万"}
    other = client_of("colleague", Role.OPERATOR)
    other.post(path, {**typed(other, path), "pool_fen": "620万"})
    answer = clerk.post(path, mine)
    draft.refresh_from_db()

    assert (answer.status_code, draft.pool_fen) == (422, 620_000_000)
    assert "colleague" in answer.context["refusal"]
    form = answer.context["form"]
    assert (form["pool_fen"].value(), form.fields["pool_fen"].stored) == ("610万", "6,200,000")

    again = clerk.post(path, {**mine, "seen": answer.context["seen"]})
    draft.refresh_from_db()
    assert (again.status_code, draft.pool_fen) == (302, 610_000_000)


def test_a_row_that_stands_twice_is_named_before_the_database_refuses_it(clerk: Client, draft: Round) -> None:
    path = "/admin/rounds/2027/setup/applicants/"
    data = typed(clerk, path)
    data["documents-1-slug"] = data["documents-0-slug"]
    answer = clerk.post(path, data)

    assert answer.status_code == 422
    assert answer.context["tables"][1]["formset"].forms[1].errors["slug"] == [
        "此项在两行中重复。请修改或删除其中一行。"
    ]
    assert not AuditEntry.objects.filter(verb="round.edit").exists()


def test_what_a_round_does_not_use_is_not_shown(clerk: Client, draft: Round) -> None:
    path = "/admin/rounds/2027/setup/money/"
    plain = clerk.get(path).context
    draft.advanced = ["donations", "idea_awards", "district_envelopes"]
    draft.save()
    full = clerk.get(path).context

    assert list(plain["form"].fields) == ["pool_fen", "project_cap_fen"]
    assert [table["rows"].prefix for table in plain["tables"]] == ["categories", "envelopes"]
    assert "area" not in plain["tables"][1]["formset"].forms[0].fields
    assert {"naming_share", "match_share", "match_cap_fen"} <= set(full["form"].fields)
    assert [table["rows"].prefix for table in full["tables"]] == ["categories", "envelopes", "ideas"]
    assert "area" in full["tables"][1]["formset"].forms[0].fields


def test_a_value_that_somebody_set_is_inferred_no_longer(clerk: Client, draft: Round) -> None:
    path = "/admin/rounds/2027/setup/money/"
    before = set(draft.inferred)
    clerk.post(path, {**typed(clerk, path), "pool_fen": "600万", "project_cap_fen": "20万"})
    draft.refresh_from_db()

    assert before - set(draft.inferred) == {"project_cap_fen"}


@pytest.mark.parametrize("key", [step.key for step in STEPS])
def test_a_step_costs_the_same_for_few_rows_and_for_many(clerk: Client, draft: Round, key: str) -> None:
    path = f"/admin/rounds/2027/setup/{key}/"
    step = BY_KEY[key]
    clerk.get(path)
    with CaptureQueriesContext(connection) as many:
        clerk.get(path)
    for rows in step.rows:
        found = rows.model._default_manager.filter(**{rows.of_round: draft})
        kept = found.order_by("pk").values_list("pk", flat=True)[:2]
        found.exclude(pk__in=list(kept)).delete()
    with CaptureQueriesContext(connection) as few:
        clerk.get(path)

    assert len(few) == len(many)


def test_the_preview_is_the_guide_itself_and_its_report_that_of_the_desk(clerk: Client, draft: Round) -> None:
    preview, desk = clerk.get("/admin/rounds/2027/preview/"), clerk.get("/admin/rounds/2027/")

    assert "portal/guide_body.html" in {template.name for template in preview.templates}
    assert [line.sentence for line in preview.context["lines"]] == [line.sentence for line in desk.context["lines"]]


def test_a_district_starts_rounds_for_itself_only() -> None:
    city = Area.objects.create(code="999900", name="云溪市")
    own = Area.objects.create(code="999901", name="东城区", parent=city)
    Area.objects.create(code="999902", name="西城区", parent=city)
    client = client_of("district")
    RoleGrant.objects.create(
        user=User.objects.get(email="district@yunxi.example"), role=Role.CLERK, area=own, starts_on=date(2020, 1, 1)
    )  # fmt: skip
    given = {"origin": "preset:seed", "year": "2027", "code": "2027-b"}
    answer = client.post("/admin/rounds/new/", given)

    assert answer.headers["Location"] == "/admin/rounds/2027-b/"
    assert Round.objects.get(code="2027-b").area == own
    assert client.get("/admin/rounds/2027-b/").status_code == 200
