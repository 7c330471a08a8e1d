"""The selection: overrides first, then down the ranking; each project with its reason, its margin and its number."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace

from reviews.domain.selection.facts import (
    IN,
    OUT,
    RESERVE,
    SELECTED,
    Candidate,
    Envelope,
    Limits,
    Override,
    Place,
    Selection,
    in_order,
)  # fmt: skip
from reviews.domain.selection.margins import Margins
from reviews.domain.selection.walking import TAKEN, Ground, Verdict, Walk, usable_by
from venture.kernel.errors import RuleRefusal

# Those for whom no money was left wait in reserve; whoever a rule keeps out does not.
WAITING = frozenset({"envelope_over", "behind_the_line"})


def select(
    candidates: Iterable[Candidate],
    envelopes: Sequence[Envelope],
    limits: Limits,
    overrides: Mapping[str, Override] | None = None,
) -> Selection:
    """Return what becomes of every candidate.

    Projects taken in by override get their money first; caps, pass mark and line do not bind them, money does. Raise
    ``RuleRefusal`` for an override that cannot be: ``override_unknown``, ``override_withdrawn``,
    ``override_not_ranked``, ``override_amount`` (``most`` fen: what was asked) or ``override_over_envelope`` (``left``,
    ``needs``), each with the ``project``, and ``ValueError`` where a code or an envelope stands twice.
    """
    listed, asked = in_order(candidates), dict(overrides or {})
    _known(listed, envelopes, asked)
    amounts = {each.code: asked.get(each.code, Override()).fen or each.fen for each in listed}
    ground = Ground(envelopes, limits, amounts, usable_by(listed, envelopes))
    forced = [each for each in listed if asked.get(each.code, Override()).place == IN]
    walk = Walk(ground)
    places = {each.code: _take_in(walk, each, amounts[each.code]) for each in forced}
    field = [each for each in listed if _walks(each, limits, asked.get(each.code, Override()))]
    verdicts, kept = {}, [walk.copy()]
    for each in field:
        verdicts[each.code] = walk.step(each)
        kept.append(walk.copy())
    margins = Margins(limits, listed, field, kept)
    for each in listed:
        if each.code not in places:
            verdict = verdicts.get(each.code) or _kept_out(each, limits, asked.get(each.code, Override()))
            places[each.code] = _place(each, verdict, amounts[each.code], margins)
    if forced:
        unforced = [each for each in listed if _walks(each, limits, Override())]
        _name_displaced(places, unforced, Walk(ground), forced)
    ordered = [replace(places[each.code], overridden=each.code in asked) for each in listed]
    return Selection(tuple(_numbered(ordered)), walk.left)


def call_up(
    selection: Selection,
    candidates: Iterable[Candidate],
    envelopes: Sequence[Envelope],
    limits: Limits,
    gone: Collection[str],
) -> tuple[Place, ...]:
    """Return the reserves that are called in their order for the money of projects that are ``gone``.

    Everybody else who was selected stays as decided. A reserve that does not fit draws the line again, unless the
    round fills. Raise ``KeyError`` for a project that was not a candidate.
    """
    by_code = {each.code: each for each in candidates}
    amounts = {each.code: each.fen for each in selection.places}
    walk = Walk(Ground(envelopes, limits, amounts, usable_by(by_code.values(), envelopes)))
    for code in gone:
        selection.of(code)
    for place in selection.selected:
        if place.code not in gone:
            walk.take(by_code[place.code], place.shares)
    called = []
    for place in selection.reserve:
        if place.code in gone:
            continue
        verdict = walk.step(by_code[place.code])
        if verdict.reason == TAKEN:
            called.append(replace(place, state=SELECTED, reason=TAKEN, details={}, shares=verdict.shares))
    return tuple(called)


def _known(listed: Sequence[Candidate], envelopes: Sequence[Envelope], asked: Mapping[str, Override]) -> None:
    by_code, keys = {each.code: each for each in listed}, {each.key for each in envelopes}
    if len(by_code) < len(listed) or len(keys) < len(envelopes):
        raise ValueError("a project or an envelope stands twice")
    for code, override in asked.items():
        if code not in by_code:
            raise RuleRefusal("override_unknown", project=code)
        if by_code[code].withdrawn:
            raise RuleRefusal("override_withdrawn", project=code)
        if override.place == IN and by_code[code].rank is None:
            raise RuleRefusal("override_not_ranked", project=code)
        if override.fen is not None and not 0 < override.fen <= by_code[code].asked_fen:
            raise RuleRefusal("override_amount", project=code, most=by_code[code].asked_fen)


def _take_in(walk: Walk, candidate: Candidate, needs: int) -> Place:
    shares = walk.shares_of(candidate)
    if not shares:
        raise RuleRefusal("override_over_envelope", project=candidate.code, left=walk.room(candidate), needs=needs)
    walk.take(candidate, shares)
    return Place(candidate.code, SELECTED, "selected_by_override", {}, needs, shares)


def _walks(candidate: Candidate, limits: Limits, override: Override) -> bool:
    return not override.place and not candidate.withdrawn and limits.passes(candidate)


def _kept_out(candidate: Candidate, limits: Limits, override: Override) -> Verdict:
    if candidate.withdrawn:
        return Verdict("withdrawn")
    if override.place:
        return Verdict("out_by_override")
    if candidate.points is None:
        return Verdict("not_ranked")
    mark = None if limits.pass_mark is None else str(limits.pass_mark)
    return Verdict("below_pass_mark", {"mark": mark, "points": str(candidate.points)})


def _place(candidate: Candidate, verdict: Verdict, fen: int, margins: Margins) -> Place:
    state = SELECTED if verdict.reason == TAKEN else RESERVE if verdict.reason in WAITING else OUT
    place = Place(candidate.code, state, verdict.reason, verdict.details, fen, verdict.shares)
    if verdict.reason in ("withdrawn", "out_by_override", "not_ranked", "no_source"):
        return place
    margin, by, rival = margins.of(candidate)
    return replace(place, margin=margin, margin_by=by, rival=rival)


def _name_displaced(
    places: dict[str, Place], field: Sequence[Candidate], walk: Walk, forced: Sequence[Candidate]
) -> None:
    """Mark who would have been selected, had nobody been taken in by override."""
    by = [each.code for each in forced]
    for each in field:
        taken = walk.step(each).reason == TAKEN
        place = places[each.code]
        if taken and place.reason in WAITING:
            places[each.code] = replace(place, reason="displaced", details={"by": by})


def _numbered(places: Iterable[Place]) -> list[Place]:
    numbered, number = [], 0
    for place in places:
        if place.state == RESERVE:
            number += 1
            numbered.append(replace(place, reserve_number=number))
        else:
            numbered.append(place)
    return numbered
