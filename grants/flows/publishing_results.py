"""The results of an evaluation as a public notice: a table of the confirmed grades, open to objections."""

from django.utils import translation
from django.utils.translation import gettext as _

from accounts.models import User
from grants.domain.lifecycle import EVALUATION_LIFE
from grants.models import Evaluation
from grants.queries.contesting import RESULTS, before, corrected_by, first_published
from notices.domain.content import rows_of
from notices.domain.private import without_private
from notices.enums import NoticeKind, NoticeState
from notices.flows.drafting import draft_notice
from notices.flows.publishing import before_publishing, with_publishing
from notices.models import Notice
from notices.queries import named_in, root_of
from rounds.enums import Phase
from rounds.flows.locks import shared
from rounds.models import Round
from venture.audit.flows import step
from venture.kernel.errors import RuleRefusal

KINDS = {phase: kind for kind, phase in RESULTS.items()}
OPEN = (NoticeState.DRAFT, NoticeState.PROPOSED)


def draft_results_notice(*, round_id: int, phase: str, actor: User) -> Notice:
    """Draft the notice of every confirmed evaluation of a phase that no notice has named yet.

    Results that an upheld objection had judged anew come first, in a notice of their own that corrects the old one.
    Raise ``RuleRefusal``: ``results_none_confirmed``; ``results_notice_waits`` while an earlier draft of the round is
    not published.
    """
    with shared(round_id) as (round_, _now):
        kind = KINDS[Phase(phase)]
        if any(
            root_of(each).kind == kind
            for each in Notice.objects.select_related("corrects").filter(round=round_, state__in=OPEN)
        ):
            raise RuleRefusal("results_notice_waits")
        corrections = list(corrected_by(round_id, phase).values())
        wrong, evaluations = corrections[0] if corrections else (None, first_published(round_id, phase))
        if not evaluations:
            raise RuleRefusal("results_none_confirmed")
        with translation.override("zh-hans"):
            return draft_notice(
                text=_text(round_, evaluations, wrong), actor=actor, round_=round_, corrects=wrong, kind=kind,
                statutory=False, title=_title(wrong) % {"phase": Phase(phase).label, "round": round_.title},
                issuer=round_.sponsor, days=round_.notice_days,
                summary=_("%(count)s projects") % {"count": len(evaluations)},
            )  # fmt: skip


def row_of(evaluation: Evaluation) -> list[str]:
    """Return an evaluation as the line of the table: nothing of a person stands in it."""
    grant = evaluation.grant
    return [
        grant.project.code,
        without_private(grant.project.title),
        grant.organization.name,
        f"{(evaluation.total or 0) / 100:.2f}".rstrip("0").rstrip("."),
        evaluation.grade,
    ]


def corrections_of(evaluations: list[Evaluation]) -> list[list[str]]:
    """Return evaluations as the lines of a correction: what holds now beside what was published. One query."""
    old = before(evaluations)
    rows = []
    for each in evaluations:
        *named, points, grade = row_of(each)
        *_same, was, was_grade = row_of(old[each.pk]) if each.pk in old else ("", "")
        rows.append([*named, f"{points} {grade}", f"{was} {was_grade}".strip()])
    return rows


def _title(wrong: Notice | None) -> str:
    if wrong is not None:
        return _("Public notice of corrected results of the %(phase)s of %(round)s")
    return _("Public notice of the results of the %(phase)s of %(round)s")


def _head(wrong: Notice | None) -> list[str]:
    last = [_("Points"), _("Grade")] if wrong is None else [_("Corrected result"), _("Result published before")]
    return [_("Code"), _("Project"), _("Organisation"), *last]


def _rows(evaluations: list[Evaluation], wrong: Notice | None) -> list[list[str]]:
    rows = corrections_of(evaluations) if wrong is not None else [row_of(each) for each in evaluations]
    return [[cell.replace("|", "｜") for cell in row] for row in rows]


def _opening(round_: Round, wrong: Notice | None) -> str:
    if wrong is None:
        return _(
            "By the rules of %(round)s and the agreements, these projects were evaluated. Here are the results."
        ) % {"round": round_.title}
    return _(
        "Objections to “%(title)s” (%(number)s) were upheld. The projects below were evaluated anew; these results "
        "take the place of those published there. Its other results stand."
    ) % {"title": wrong.title, "number": f"{wrong.series.code.upper()}-{wrong.number:03d}"}


def _text(round_: Round, evaluations: list[Evaluation], wrong: Notice | None) -> str:
    table = "\n".join("| " + " | ".join(row) + " |" for row in (_head(wrong), *_rows(evaluations, wrong)))
    phones = [
        (_("- Enquiries and objections: %(enquiry)s"), {"enquiry": round_.enquiry_phone}),
        (_("- Supervision: %(supervision)s"), {"supervision": round_.supervision_phone}),
    ]
    parts = [
        _opening(round_, wrong),
        table,
        _("# How to object"),
        _(
            "Units and persons object within %(days)s working days by their real name, a unit with its seal, with "
            "facts and grounds that can be checked: on this page or in writing."
        )
        % {"days": round_.notice_days},
        "\n".join(text % facts for text, facts in phones if all(facts.values())),
    ]
    return "\n\n".join(parts)


def _ours(notice: Notice) -> list[Evaluation] | None:
    """Return the confirmed evaluations of which the notice has to tell; ``None`` where it tells of none of ours: one of
    another kind, or written by hand for projects that were evaluated elsewhere.
    """
    phase = RESULTS.get(root_of(notice).kind)
    if phase is None or notice.round_id is None or not named_in(notice):
        return None
    if notice.corrects is None:
        return first_published(notice.round_id, phase)
    with translation.override("zh-hans"):
        drawn = any(block["head"] == _head(notice.corrects) for block in notice.body if block["kind"] == "table")
    return corrected_by(notice.round_id, phase).get(notice.corrects.pk, (notice, []))[1] if drawn else None


def refuse_stale(notice: Notice) -> None:
    """Raise ``notice_list_stale`` where the table is not what is confirmed now, row by row."""
    fresh = _ours(notice)
    if fresh is not None and (not fresh or _rows(fresh, notice.corrects) != rows_of(notice.body)):
        raise RuleRefusal("notice_list_stale")


def publish_evaluations(notice: Notice, actor: User) -> None:
    """Move what the notice names to published, in the act of its publication."""
    keys = [each.pk for each in _ours(notice) or ()]
    for evaluation in Evaluation.objects.select_for_update(of=("self",)).filter(pk__in=keys).order_by("pk"):
        step(evaluation, EVALUATION_LIFE, "publish", noun="evaluation", actor=actor, facts={"notice": notice.pk})


for _kind in (*RESULTS, NoticeKind.CORRECTION):
    before_publishing(_kind, refuse_stale)
    with_publishing(_kind, publish_evaluations)
