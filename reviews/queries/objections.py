"""Who had a part in the case that an objection is about: nobody of them handles or decides it."""

from collections.abc import Callable, Iterable
from itertools import chain

from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.queries.people import holders_of
from notices.models import Notice, Objection
from notices.queries import HANDLERS, root_of
from projects.models import Project
from reviews.models import (
    Assignment,
    Award,
    Decision,
    Override,
    PanelSlot,
    Ranking,
    Recommendation,
    ScoreSheet,
    Screening,
    ScreeningItem,
    ScreeningVoice,
    Selection,
    Vote,
)

Pairs = Iterable[tuple[int | None, str]]
_parts: dict[str, Callable[[Notice, Project | None], Pairs]] = {}


def with_parts(kind: str, parts: Callable[[Notice, Project | None], Pairs]) -> None:
    """Let ``parts`` say who had a part in what a notice of ``kind`` tells, in the place of screening, scores and
    decision: a higher app knows. Raise ``ValueError`` for a kind that has them.
    """
    if kind in _parts:
        raise ValueError(f"the parts in notices of kind {kind} are told twice")
    _parts[kind] = parts


def parts_of(objection: Objection) -> dict[int, str]:
    """Return the part that each person had in the case, by the person's id; the first one found names it. 14 queries.

    Against the whole notice every project of its round counts.
    """
    notice, project = objection.notice, objection.project
    found: dict[int, str] = {}
    case = _parts.get(root_of(notice).kind, _awarded)
    for person, part in chain(_answered(objection), _notice(notice), case(notice, project)):
        if person is not None:
            found.setdefault(person, part)
    return found


def free_for(objection: Objection) -> list[User]:
    """Return who may be its handler: of the bureau or its supervision, without a part, not of the applicant."""
    parts = parts_of(objection)
    rows = holders_of(*HANDLERS).exclude(pk__in=parts)
    if objection.project is not None:
        rows = rows.exclude(
            pk__in=User.objects.filter(
                memberships__organization=objection.project.organization_id, memberships__ended_at__isnull=True
            )
        )
    return list(rows.order_by("display_name", "pk"))


def award_of(objection: Objection) -> Award | None:
    """Return what the project of the objection holds. One query."""
    return Award.objects.filter(project=objection.project_id).first() if objection.project_id else None


def _awarded(notice: Notice, project: Project | None) -> Pairs:
    return chain(_decided(notice, project), _scored(notice, project), _screened(notice, project))


def _all(rows: Iterable[tuple[int | None, ...]], part: str) -> Pairs:
    return ((person, part) for row in rows for person in row)


def _answered(objection: Objection) -> Pairs:
    first = objection.again
    people = (first.handler_id, first.proposed_by_id, first.decided_by_id) if first else ()
    return _all((people,), _("answered the first time"))


def _notice(notice: Notice) -> Pairs:
    hands = notice.hands.values_list("pk")
    return _all(chain(((notice.drafted_by_id, notice.signed_by_id),), hands), _("wrote or approved the notice"))


def _decided(notice: Notice, project: Project | None) -> Pairs:
    round_id = notice.round_id
    overrides = Override.objects.filter(selection__round=round_id)
    if project is not None:
        overrides = overrides.filter(project=project)
    return chain(
        _all(overrides.values_list("asked_by", "decided_by"), _("changed the selection by hand")),
        _all(
            Decision.objects.filter(round=round_id).values_list("recorded_by", "checked_by"),
            _("recorded or checked the decision"),
        ),
        _all(Vote.objects.filter(decision__round=round_id).values_list("leader"), _("voted")),
        _all(
            Selection.objects.filter(round=round_id).values_list("made_by", "sent_by"), _("made or sent the selection")
        ),
        _all(
            Ranking.objects.filter(round=round_id).values_list("computed_by", "locked_by"),
            _("computed or locked the ranking"),
        ),
    )


def _scored(notice: Notice, project: Project | None) -> Pairs:
    about = Q(project=project) if project is not None else Q(project__round=notice.round_id)
    sheets = Q(assignment__project=project) if project is not None else Q(assignment__project__round=notice.round_id)
    panel = PanelSlot.objects.filter(about)
    return chain(
        _all(Assignment.objects.filter(about).values_list("appointment__expert__user"), _("read or scored it")),
        _all(
            ScoreSheet.objects.filter(sheets).exclude(keyed_by=None).values_list("keyed_by", "checked_by"),
            _("keyed in or checked scores"),
        ),
        _all(
            panel.values_list("panel__secretary", "panel__locked_by", "panel__chair__expert__user"), _("led the panel")
        ),
    )


def _screened(notice: Notice, project: Project | None) -> Pairs:
    if project is None:
        screened = Q(project__round=notice.round_id)
        parts = Q(screening__project__round=notice.round_id)
    else:
        screened, parts = Q(project=project), Q(screening__project=project)
    words = _("screened the application")
    return chain(
        _all(ScreeningVoice.objects.filter(parts).values_list("person"), words),
        _all(ScreeningItem.objects.filter(parts).values_list("judged_by"), words),
        _all(Screening.objects.filter(screened).values_list("officer", "proposed_by"), words),
        _all(Recommendation.objects.filter(screened).values_list("by"), _("recommended the application")),
    )
