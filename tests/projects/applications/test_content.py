"""The content: any answer changes its hash, the order of rows in the database never does, nothing private is in it."""

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from projects.domain.differences import differences, outside
from projects.domain.form import FORMS, Asked, Kind, read
from projects.domain.form.writing import typed_from
from projects.models import Attachment, Project, SectionDraft
from projects.queries.content import content_of, read_content
from rounds.domain.canonical import canonical, fingerprint
from tests.organizations.factories import make_community
from tests.projects.applications.complete import consent, make_complete, stored, typed_now
from tests.projects.applications.factories import NOW, make_application, owner_of

# A new answer for a path, by what its field is: never what stands there already.
OTHER = {
    Kind.LINE: "另一种写法", Kind.TEXT: "另一段文字。", Kind.WHOLE: "7", Kind.NUMBER: "3.5", Kind.MONEY: "321.09",
    Kind.DAY: "2031-02-03", Kind.MOBILE: "13900139000", Kind.COMMUNITY: "999901001999", Kind.NEED: "N-9999",
    Kind.REF: "zz9", Kind.FLAG: "off", Kind.CHOICES: "other",
}  # fmt: skip


def fresh(project: Project) -> Project:
    return Project.objects.select_related("round", "organization").get(pk=project.pk)


def places(project: Project) -> list[tuple[str, str, str]]:
    """Return every place of the form with an answer that differs from the one that stands there."""
    found = []
    for section, form in FORMS.items():
        typed = typed_now(project, section)
        fields = [(each.name, each) for each in form.fields]
        fields += [
            (f"{table.name}.{row}.{each.name}", each)
            for table in form.tables
            for row in typed.get(table.name, "").split()
            for each in table.fields
        ]
        for path, field in fields:
            choices = [each for each in field.choices if each != typed.get(path)]
            other = choices[0] if field.kind == Kind.CHOICE and choices else OTHER.get(field.kind, "")
            if other and other != typed.get(path):
                found.append((section, path, other))
        found += [(section, table.name, "") for table in form.tables if typed.get(table.name)]
    return found


@pytest.mark.django_db
def test_every_answer_of_the_form_changes_the_hash() -> None:
    project = make_complete()
    before = read_content(fresh(project)).sha256
    unchanged = []
    tried = places(project)
    for section, path, other in tried:
        draft = SectionDraft.objects.get(project=project, section=section)
        kept = dict(draft.typed)
        SectionDraft.objects.filter(pk=draft.pk).update(typed={**kept, path: other})
        if read_content(fresh(project)).sha256 == before:
            unchanged.append((section, path))
        SectionDraft.objects.filter(pk=draft.pk).update(typed=kept)

    assert unchanged == []
    assert len(tried) > 90
    assert read_content(fresh(project)).sha256 == before


@pytest.mark.django_db
def test_the_order_of_rows_in_the_database_and_the_acts_of_typing_never_show() -> None:
    project = make_complete()
    owner = owner_of(project.organization)
    for community in (make_community(), make_community()):
        consent(project, community, by=owner)
    before = read_content(fresh(project))

    papers, opinions = list(project.papers.all()), list(project.consents.all())
    rows = list(project.sections.all())
    for paper in reversed(papers):
        Attachment.objects.filter(pk=paper.pk).update(id=paper.pk + 10_000)
    for number, opinion in enumerate(reversed(opinions)):
        type(opinion).objects.filter(pk=opinion.pk).update(id=20_000 + number, token=f"other-{number}", nudged_at=NOW)
    for row in rows:
        SectionDraft.objects.filter(pk=row.pk).update(
            version=row.version + 3, saved_at=NOW + timedelta(hours=1), keys=["x"], id=row.pk + 10_000
        )
    after = read_content(fresh(project))

    assert (after.text, after.sha256) == (before.text, before.sha256)
    assert after.sha256 == fingerprint(canonical(content_of(fresh(project))))
    for private in ("saved_at", "version", "keys", "token", str(owner.email)):
        assert private not in after.text


@pytest.mark.django_db
def test_papers_opinions_rules_and_the_organisation_are_part_of_it() -> None:
    project = make_complete()
    owner = owner_of(project.organization)
    seen = {read_content(fresh(project)).sha256}

    def changed() -> bool:
        sha256 = read_content(fresh(project)).sha256
        new = sha256 not in seen
        seen.add(sha256)
        return new

    Attachment.objects.create(project=project, slug="other", file=stored(owner), added_by=owner, added_at=NOW)
    assert changed()
    project.papers.filter(slug="other").update(removed_at=NOW)
    assert not changed()
    project.consents.update(state="conditional")
    assert changed()
    project.consents.update(answered_at=NOW + timedelta(seconds=1))
    assert changed()
    type(project.organization).objects.filter(pk=project.organization_id).update(legal_representative="乙")
    assert changed()
    project.round.versions.update(sha256="1" * 64)
    assert changed()
    # What is only asked, or was taken back, says nothing yet.
    consent(project, make_community(), by=owner, state="asked")
    assert not changed()


@pytest.mark.django_db
def test_it_costs_a_fixed_number_of_queries(django_assert_max_num_queries: Any) -> None:
    project = fresh(make_complete())
    owner = owner_of(project.organization)
    for _each in range(3):
        Attachment.objects.create(project=project, slug="other", file=stored(owner), added_by=owner, added_at=NOW)
        consent(project, make_community(), by=owner)
    with django_assert_max_num_queries(7):
        read_content(project)


@pytest.mark.django_db
def test_an_empty_draft_has_a_content_too() -> None:
    content = content_of(fresh(make_application()))

    assert content["project"]["grant_fen"] == 0
    assert content["sections"]["project"]["title"] is None


@pytest.mark.django_db
def test_what_was_read_can_be_typed_again() -> None:
    """``typed_from`` is the way back of ``read``: a correction starts from what was judged."""
    project = make_complete()
    content = content_of(fresh(project))
    for section, values in content["sections"].items():
        asked = Asked(services={values.get("category"): (values.get("service"),)} if section == "project" else {})
        again = read(FORMS[section], typed_from(FORMS[section], values), asked)
        assert again.values == values, section


words = st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x4E20), min_size=1, max_size=5)
rows = st.lists(st.tuples(st.sampled_from(["a1", "a2", "a3", "a4"]), words), max_size=4, unique_by=lambda row: row[0])


def content(summary: str, activities: list[tuple[str, str]], papers: list[str]) -> dict[str, Any]:
    return {
        "sections": {
            "project": {"summary": summary},
            "activities": {"activities": [{"id": key, "name": name} for key, name in activities]},
        },
        "papers": [{"slug": "certificate", "line": "", "label": "", "name": each, "sha256": each} for each in papers],
    }


contents = st.builds(content, words, rows, st.lists(words, max_size=3))


@settings(max_examples=200, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(contents, contents)
def test_contents_without_differences_are_the_same_and_named_whole_sections_leave_none(
    one: dict[str, Any], other: dict[str, Any]
) -> None:
    found = differences(one, other)
    one["papers"].sort(key=canonical)
    other["papers"].sort(key=canonical)

    assert (found == []) == (canonical(one) == canonical(other))
    assert outside(found, [("project", ""), ("activities", ""), ("files", "")]) == []
    assert outside(found, []) == found


@settings(max_examples=200, deadline=None)
@given(rows, st.data())
def test_a_named_row_may_change_or_leave_and_no_other(before: list[tuple[str, str]], data: st.DataObject) -> None:
    if not before:
        return
    named = data.draw(st.sampled_from([key for key, _name in before]))
    item = ("activities", f"activities.{named}")
    changed = [(key, "改" if key == named else name) for key, name in before]
    left = [row for row in before if row[0] != named]
    strange = [*before, ("zz", "新")]

    def judged(after: list[tuple[str, str]]) -> list[Any]:
        return outside(differences(content("甲", before, []), content("甲", after, [])), [item])

    assert judged(changed) == []
    assert judged(left) == []
    assert judged(strange) != []
    if len(before) > 1:
        first = [(key, name if key == named else "别") for key, name in before]
        assert {each.path for each in judged(first)} == {f"activities.{key}.name" for key, _n in before if key != named}
