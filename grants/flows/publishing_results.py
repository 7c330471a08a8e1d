"""The results of an evaluation as a public notice: a table of the confirmed grades, open to objections."""

from django.utils import translation
from django.utils.translation import gettext as _

from accounts.models import User
from grants.domain.lifecycle import EVALUATION_LIFE
from grants.models import Evaluation, Grant
from grants.queries.evaluating import unpublished
from notices.domain.private import without_private
from notices.enums import NoticeKind, NoticeState
from notices.flows.drafting import draft_notice
from notices.flows.publishing import before_publishing, with_publishing
from notices.models import Notice
from rounds.enums import Phase
from rounds.flows.locks import shared
from rounds.models import Round
from venture.audit.flows import step
from venture.kernel.errors import RuleRefusal

KINDS = {Phase.MIDTERM: NoticeKind.MIDTERM, Phase.FINAL: NoticeKind.FINAL}
PHASES = {kind: phase for phase, kind in KINDS.items()}


def draft_results_notice(*, round_id: int, phase: str, actor: User) -> Notice:
    """Draft the notice of every confirmed evaluation of a phase that no notice has named yet.

    Raise ``RuleRefusal``: ``results_none_confirmed``; ``results_notice_waits`` while an earlier draft of the round is
    not published.
    """
    with shared(round_id) as (round_, _now):
        kind = KINDS[Phase(phase)]
        if Notice.objects.filter(round=round_, kind=kind, state__in=(NoticeState.DRAFT, NoticeState.PROPOSED)).exists():
            raise RuleRefusal("results_notice_waits")
        evaluations = list(unpublished(round_id, phase))
        if not evaluations:
            raise RuleRefusal("results_none_confirmed")
        with translation.override("zh-hans"):
            return draft_notice(
                text=_text(round_, evaluations), actor=actor, round_=round_, kind=kind, statutory=False,
                title=_("Public notice of the results of the %(phase)s of %(round)s")
                % {"phase": Phase(phase).label, "round": round_.title},
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


def _text(round_: Round, evaluations: list[Evaluation]) -> str:
    head = [_("Code"), _("Project"), _("Organisation"), _("Points"), _("Grade")]
    rows = [head, *(row_of(each) for each in evaluations)]
    table = "\n".join("| " + " | ".join(cell.replace("|", "｜") for cell in row) + " |" for row in rows)
    phones = [
        (_("- Enquiries and objections: %(enquiry)s"), {"enquiry": round_.enquiry_phone}),
        (_("- Supervision: %(supervision)s"), {"supervision": round_.supervision_phone}),
    ]
    parts = [
        _("By the rules of %(round)s and the agreements, these projects were evaluated. Here are the results.")
        % {"round": round_.title},
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


def _ours(notice: Notice) -> int | None:
    """Return the round whose projects the table names, nothing for one that names none of ours."""
    codes = [row[0] for row in _named(notice)]
    return Grant.objects.filter(round=notice.round, project__code__in=codes).values_list("round_id", flat=True).first()


def _named(notice: Notice) -> list[list[str]]:
    return [row for block in notice.body if block["kind"] == "table" for row in block["rows"]]


def refuse_stale(notice: Notice) -> None:
    """Raise ``notice_list_stale`` where the table is not what is confirmed now, row by row.

    One written by hand, for projects that were evaluated elsewhere, names none of ours.
    """
    round_id = _ours(notice)
    if round_id is None:
        return
    fresh = [row_of(each) for each in unpublished(round_id, PHASES[NoticeKind(notice.kind)])]
    if not fresh or [[cell.replace("|", "｜") for cell in row] for row in fresh] != _named(notice):
        raise RuleRefusal("notice_list_stale")


def publish_evaluations(notice: Notice, actor: User) -> None:
    """Move what the notice names to published, in the act of its publication."""
    round_id = _ours(notice)
    if round_id is None:
        return
    rows = unpublished(round_id, PHASES[NoticeKind(notice.kind)]).select_for_update(of=("self",))
    for evaluation in rows:
        step(evaluation, EVALUATION_LIFE, "publish", noun="evaluation", actor=actor, facts={"notice": notice.pk})


for _kind in PHASES:
    before_publishing(_kind, refuse_stale)
    with_publishing(_kind, publish_evaluations)
