"""The promises of ``merge``, over any two editors: nothing lost, nothing invented, the same by either order."""

from hypothesis import given
from hypothesis import strategies as st

from projects.domain.form import Conflict, Field, Form, Merged, Table, Typed, merge
from projects.domain.form.kinds import ids_in

FORM = Form("test", (Field("title"), Field("aim")), (Table("rows", (Field("name"), Field("count"))),))
ROWS = ("a", "b", "c", "d")
TEXTS = st.sampled_from(["", "甲", "乙", "丙"])


@st.composite
def forms(draw: st.DrawFn, rows: tuple[str, ...] = ROWS) -> dict[str, str]:
    """A form as somebody could have typed it."""
    ids = draw(st.permutations(rows).flatmap(lambda all_: st.integers(0, len(all_)).map(lambda n: all_[:n])))
    typed = {"title": draw(TEXTS), "aim": draw(TEXTS), "rows": " ".join(ids)}
    typed |= {f"rows.{row}.{cell}": draw(TEXTS) for row in ids for cell in ("name", "count")}
    return FORM.cleaned(typed)


@st.composite
def edits(draw: st.DrawFn, base: dict[str, str], fresh: tuple[str, ...]) -> dict[str, str]:
    """What one editor makes of ``base``: answers changed, rows removed, moved and added (``fresh`` ids are its own)."""
    known = ids_in(base.get("rows", ""))
    stay = [row for row in known if draw(st.booleans())] if draw(st.booleans()) else known
    order = draw(st.permutations([*stay, *(row for row in fresh if draw(st.booleans()))]))
    if draw(st.booleans()):
        order = [*stay, *(row for row in order if row not in stay)]
    typed = {"rows": " ".join(order)}
    for path in ["title", "aim", *(f"rows.{row}.{cell}" for row in order for cell in ("name", "count"))]:
        typed[path] = draw(TEXTS) if draw(st.integers(0, 2)) == 0 else base.get(path, "")
    return typed


@st.composite
def stories(draw: st.DrawFn) -> tuple[dict[str, str], dict[str, str], dict[str, str]]:
    base = draw(forms())
    return base, draw(edits(base, ("x", "y"))), FORM.cleaned(draw(edits(base, ("u", "v"))))


def merged_of(base: Typed, mine: Typed, theirs: Typed) -> Merged:
    return merge(FORM, base=base, mine=mine, theirs=theirs)


def cells(typed: Typed) -> dict[str, str]:
    """Everything but the order of rows."""
    return {path: " ".join(sorted(ids_in(text))) if path == "rows" else text for path, text in typed.items()}


def removed_by(base: Typed, now: Typed) -> set[str]:
    return set(ids_in(base.get("rows", ""))) - set(ids_in(now.get("rows", "")))


def row_of(path: str) -> str:
    return path.split(".")[1] if "." in path else ""


def changed(base: Typed, now: Typed) -> dict[str, str]:
    """The answers that an editor changed in rows that it left standing."""
    paths = [path for path in {**base, **now} if path != "rows" and row_of(path) not in removed_by(base, now)]
    return {path: now.get(path, "") for path in paths if now.get(path, "") != base.get(path, "")}


@given(stories())
def test_every_change_of_mine_is_in_the_result_or_in_a_conflict(story: tuple[dict[str, str], ...]) -> None:
    base, mine, theirs = story
    merged = merged_of(base, mine, theirs)
    told = {each.path: each.mine for each in merged.conflicts}
    for path, text in changed(base, mine).items():
        assert merged.typed.get(path, "") == text or told[path] == text
    kept_rows = ids_in(merged.typed.get("rows", ""))
    assert {row for row in ids_in(mine["rows"]) if row not in ids_in(base.get("rows", ""))} <= set(kept_rows)


@given(stories())
def test_every_change_of_theirs_stands_in_the_result(story: tuple[dict[str, str], ...]) -> None:
    base, mine, theirs = story
    merged = merged_of(base, mine, theirs)
    for path, text in changed(base, theirs).items():
        # A row that both wrote in and they removed is mine again; one that only I removed and they wrote in stays.
        assert merged.typed.get(path, "") == text
    added = set(ids_in(theirs.get("rows", ""))) - set(ids_in(base.get("rows", "")))
    assert added <= set(ids_in(merged.typed.get("rows", "")))


@given(stories())
def test_a_conflict_names_both_sides_as_they_are(story: tuple[dict[str, str], ...]) -> None:
    base, mine, theirs = story
    merged = merged_of(base, mine, theirs)
    for conflict in merged.conflicts:
        if conflict.path.count(".") == 1:
            row = row_of(conflict.path)
            assert row in removed_by(base, mine)
            assert row in ids_in(merged.typed["rows"])
            assert conflict.mine == ""
            continue
        assert conflict == Conflict(conflict.path, mine.get(conflict.path, ""), theirs.get(conflict.path, ""))
        assert conflict.mine not in {conflict.theirs, base.get(conflict.path, "")}
        assert merged.typed.get(conflict.path, "") == conflict.theirs


@given(stories())
def test_where_nothing_meets_the_order_of_arrival_does_not_matter(story: tuple[dict[str, str], ...]) -> None:
    base, mine, theirs = story
    one = merged_of(base, mine, theirs)
    # A cleared answer is posted as an empty one.
    other = merged_of(base, {**dict.fromkeys(base, ""), **theirs}, FORM.cleaned(mine))
    if not one.conflicts and not other.conflicts:
        assert cells(one.typed) == cells(other.typed)


@given(stories())
def test_the_same_save_again_changes_nothing(story: tuple[dict[str, str], ...]) -> None:
    base, mine, theirs = story
    once = merged_of(base, mine, theirs)
    again = merged_of(base, mine, once.typed)
    assert (again.typed, set(again.conflicts)) == (once.typed, set(once.conflicts))


@given(stories())
def test_alone_one_gets_what_one_typed(story: tuple[dict[str, str], ...]) -> None:
    base, mine, _theirs = story
    merged = merged_of(base, mine, base)
    assert (merged.typed, merged.conflicts) == (FORM.cleaned(mine), ())
    assert merged_of(base, {}, FORM.cleaned(mine)) == Merged(FORM.cleaned(mine), ())


@given(stories())
def test_every_row_stands_once_and_no_cell_without_its_row(story: tuple[dict[str, str], ...]) -> None:
    base, mine, theirs = story
    merged = merged_of(base, mine, theirs).typed
    order = merged.get("rows", "").split()
    assert len(order) == len(set(order))
    assert FORM.cleaned(merged) == merged


def test_a_row_that_one_removed_while_the_other_wrote_in_it_stays_and_is_told() -> None:
    base = {"rows": "a b", "rows.a.name": "甲", "rows.b.name": "乙"}
    theirs = {**base, "rows.a.name": "甲改"}
    merged = merged_of(base, {"rows": "b", "rows.b.name": "乙"}, theirs)
    assert merged == Merged({**theirs, "rows": "a b"}, (Conflict("rows.a", "", "甲改"),))


def test_a_row_that_the_other_removed_while_i_wrote_in_it_comes_back_whole() -> None:
    base = {"rows": "a", "rows.a.name": "甲", "rows.a.count": "3"}
    merged = merged_of(base, {**base, "rows.a.count": "4"}, {"title": "丙"})
    assert merged == Merged({"title": "丙", "rows": "a", "rows.a.name": "甲", "rows.a.count": "4"}, ())


def test_more_rows_than_a_table_takes_are_kept() -> None:
    many = " ".join(f"r{number}" for number in range(59))
    more = " ".join(f"s{number}" for number in range(50))
    merged = merged_of({}, {"rows": more}, {"rows": many})
    assert sorted(ids_in(merged.typed["rows"])) == sorted(f"{many} {more}".split())
