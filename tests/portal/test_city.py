"""The demonstration's city is full, agrees with itself, and what it published is what it was."""

import hashlib
import re

from django.test import Client

from accounts.models import User
from notices.models import Notice
from notices.queries import still_as_published
from organizations.domain import uscc
from organizations.models import Community, Operator, Organization, VerificationCase
from projects.models import Need, NeedCitation, NeedInterest


def test_the_city_is_full(city: None) -> None:
    states = {state: Need.objects.filter(state=state).count() for state in ("collected", "merged", "published", "met")}
    assert (Organization.objects.count(), Community.objects.count(), Operator.objects.count()) == (32, 36, 1)
    assert {kind: Organization.objects.filter(kind=kind).exists() for kind in ("51", "52", "53")} == {
        "51": True,
        "52": True,
        "53": True,
    }
    assert set(VerificationCase.objects.values_list("state", flat=True)) == {
        "submitted",
        "returned",
        "refused",
        "verified",
    }
    assert all(count > 0 for count in states.values()), states
    assert Need.objects.count() >= 40
    assert NeedInterest.objects.count() >= 10
    assert set(Notice.objects.values_list("kind", flat=True)) >= {
        "call", "needs", "shortlist", "proposed", "awards", "payments", "midterm", "annual", "correction",
    }  # fmt: skip


def test_applications_cite_a_need_of_their_field_that_was_published_before(city: None) -> None:
    cited = NeedCitation.objects.select_related("need__community", "project__category")

    assert {each.project.round.code for each in cited} >= {"2026-b"}
    for each in cited:
        assert each.need.field == each.project.category.slug
        assert each.need.published_at <= each.cited_at


def test_every_code_of_the_city_is_a_valid_one(city: None) -> None:
    codes = list(Organization.objects.values_list("uscc", flat=True))

    assert [uscc.validated_applicant(code) for code in codes] == codes
    assert all(uscc.inner_check_holds(code) for code in codes)
    assert len(set(codes)) == len(codes)
    assert all(uscc.validated(code) for code in Operator.objects.values_list("uscc", flat=True))


def test_every_published_notice_is_still_what_was_published_and_was_published_by_another(city: None) -> None:
    notices = Notice.objects.filter(number__isnull=False).select_related("series", "corrects__series", "signed_by")

    assert [notice.title for notice in notices if not still_as_published(notice)] == []
    assert [notice.title for notice in notices if notice.hands.filter(pk=notice.signed_by_id).exists()] == []


def test_anybody_computes_the_hash_of_a_notice_from_the_text_that_the_page_offers(city: None, client: Client) -> None:
    page = client.get("/notices/2026/4/").content.decode()
    text = client.get("/notices/2026/4/content.json").content

    shown = re.search(r'class="hash">([0-9a-f]{64})', page)
    assert shown is not None
    assert hashlib.sha256(text).hexdigest() == shown.group(1)


def test_the_sums_of_a_table_are_the_sums_of_its_rows(city: None) -> None:
    from notices.domain import content

    notice = Notice.objects.get(kind="proposed", round__code="2026")
    table = next(block["table"] for block in content.drawn(notice.body) if block["kind"] == "table")
    money = [int(row[-1].text.replace(",", "")) for section in table.sections for row in section.rows]

    assert sum(money) == int(table.total.sum.replace(",", ""))
    assert [int(section.sum.replace(",", "")) for section in table.sections] == [
        sum(int(row[-1].text.replace(",", "")) for row in section.rows) for section in table.sections
    ]
    assert f"{sum(money):,}" in str(notice.body[0])
    assert max(money) <= 200_000


def test_the_filters_of_the_lists_narrow_and_bad_values_are_ignored(city: None, client: Client) -> None:
    def shown(address: str) -> int:
        return int(client.get(address).context["page"].paginator.count)

    everything = shown("/needs/")
    assert everything == Need.objects.filter(state__in=["published", "matched", "met"]).count()
    assert shown("/needs/?field=youth") == Need.objects.filter(published_at__isnull=False, field="youth").count()
    assert shown("/needs/?state=met") == Need.objects.filter(state="met").count()
    assert shown("/needs/?street=999901001000&q=独居") == 2
    assert shown("/needs/?field=nosuch&state=collected&street=1&page=x") == everything
    assert shown("/notices/?kind=payments") == 2
    assert shown("/notices/?round=general") == 1
    assert shown("/notices/?kind=x&round=y&q=%00") == Notice.objects.filter(number__isnull=False).count()


def test_a_draft_a_collected_need_and_a_foreign_organisation_look_missing(city: None, client: Client) -> None:
    collected = Need.objects.filter(state="collected").earliest("pk")
    client.force_login(User.objects.get(email="other@yunxi.example"), "django.contrib.auth.backends.ModelBackend")
    ours = Organization.objects.get(name="和邻社会工作服务中心")

    addresses = [f"/needs/{collected.code}/", "/notices/2027/99/", f"/organizations/{ours.pk}/"]
    assert [client.get(address).status_code for address in addresses] == [404, 404, 404]


def test_a_notice_is_printed_the_same_each_time_and_names_its_hash(city: None, client: Client) -> None:
    from io import BytesIO

    from django.core.cache import cache
    from pypdf import PdfReader

    first = client.get("/notices/2026/4/notice.pdf")
    cache.clear()
    again = client.get("/en/notices/2026/4/notice.pdf")

    words = "".join(page.extract_text() for page in PdfReader(BytesIO(first.content)).pages)
    assert (first.status_code, first.headers["Content-Type"]) == (200, "application/pdf")
    assert first.content == again.content
    assert "5,083,900" in words
    assert Notice.objects.get(kind="proposed", round__code="2026").content_hash in words.replace("\n", "")
    assert client.get("/notices/2027/99/notice.pdf").status_code == 404
