"""Activities as they took place: recorded once however often they are sent, taken back with a reason."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any

from accounts.models import User
from grants.enums import GrantState
from grants.flows.holding import holding
from grants.flows.running.starting import begin
from grants.models import PHOTO_PURPOSE, SIGN_IN_PURPOSE, Activity, ActivityPhoto, Grant
from venture.audit.flows import record
from venture.files.flows import attach
from venture.kernel import clock
from venture.kernel.errors import RuleRefusal

MOST_PHOTOS = 9
NUMBERS = ("minutes", "people", "staff", "volunteers", "volunteer_hours")
MOST_PEOPLE = 100_000


@dataclass(frozen=True)
class Photo:
    """One upload with what the people on it agreed to."""

    key: str
    caption: str = ""
    consent: bool = False
    children: bool = False
    guardians: bool = False


def record_activity(
    *, grant_id: int, key: str, title: str, on: date, people: int, actor: User, sign_in: str = "",
    photos: Sequence[Photo] = (), **more: Any,
) -> Activity:  # fmt: skip
    """Record one activity. The same ``key`` sent again returns what is recorded and changes nothing.

    ``more`` are fields of ``Activity``. Raise ``RuleRefusal``: ``grant_not_running``, ``activity_in_future``,
    ``activity_without_title``, ``activity_numbers_wild``, ``photos_too_many``, ``key_foreign``, what ``attach``
    refuses.
    """
    with holding(grant_id) as grant:
        stands = Activity.objects.filter(key=key).first()
        if stands is not None:
            return own(stands, grant)
        refuse_state(grant)
        numbers = {name: more.get(name) or 0 for name in NUMBERS} | {"people": people}
        _refuse(title, on, numbers, photos)
        activity = Activity.objects.create(
            grant=grant, key=key, title=title.strip(), on=on, recorded_by=actor, recorded_at=clock.now(),
            sign_in=attach(sign_in, purpose=SIGN_IN_PURPOSE, actor=actor) if sign_in else None, **{**more, **numbers},
        )  # fmt: skip
        _keep(activity, photos, actor)
        begin(grant, actor=actor)
        record(
            actor=actor, verb="activity.record", subject=activity, grant=grant.pk, on=on, people=people,
            photos=len(photos),
        )  # fmt: skip
        return activity


def add_photos(*, activity_id: int, photos: Sequence[Photo], actor: User, sign_in: str = "") -> Activity:
    """Add photos, or the sign-in sheet, that came later. Raise ``RuleRefusal`` like ``record_activity``,
    ``activity_taken_back``, and ``sign_in_there`` where a sheet is kept already."""
    with _held(activity_id) as activity:
        if len(photos) + activity.photos.count() > MOST_PHOTOS:
            raise RuleRefusal("photos_too_many", most=MOST_PHOTOS)
        if sign_in:
            if activity.sign_in_id is not None:
                raise RuleRefusal("sign_in_there")
            activity.sign_in = attach(sign_in, purpose=SIGN_IN_PURPOSE, actor=actor)
            activity.save(update_fields=["sign_in"])
        _keep(activity, photos, actor)
        record(actor=actor, verb="activity.add_photos", subject=activity, photos=len(photos), sheet=bool(sign_in))
        return activity


def set_consent(
    *, photo_id: int, consent: bool, children: bool, guardians: bool, actor: User
) -> ActivityPhoto:  # fmt: skip
    """Write down anew what the people on a photo agree to: agreement can be taken back at any time."""
    activity_id = ActivityPhoto.objects.values_list("activity_id", flat=True).get(pk=photo_id)
    with _held(activity_id) as activity:
        photo = activity.photos.get(pk=photo_id)
        before = [photo.consent, photo.children, photo.guardians]
        photo.consent, photo.children, photo.guardians = consent, children, guardians
        photo.save(update_fields=["consent", "children", "guardians"])
        record(
            actor=actor, verb="activity.set_consent", subject=activity, photo=photo.pk, before=before,
            after=[consent, children, guardians],
        )  # fmt: skip
        return photo


def take_activity_back(*, activity_id: int, reason: str, actor: User) -> Activity:
    """Take a record back; it stays, with the reason, and counts no more.

    Raise ``RuleRefusal``: ``activity_taken_back``, ``activity_reason_missing``, ``activity_has_expenses``.
    """
    with _held(activity_id) as activity:
        if not reason.strip():
            raise RuleRefusal("activity_reason_missing")
        if activity.expenses.exclude(state__in=("reversed", "disallowed")).exists():
            raise RuleRefusal("activity_has_expenses")
        activity.withdrawn_at, activity.withdrawn_reason = clock.now(), reason.strip()[:200]
        activity.save(update_fields=["withdrawn_at", "withdrawn_reason"])
        record(actor=actor, verb="activity.take_back", subject=activity, reason=activity.withdrawn_reason)
        return activity


@contextmanager
def _held(activity_id: int) -> Iterator[Activity]:
    """Hold the grant of an activity, then the activity, read again."""
    with holding(Activity.objects.values_list("grant_id", flat=True).get(pk=activity_id)) as grant:
        refuse_state(grant)
        activity = Activity.objects.select_for_update(of=("self",)).get(pk=activity_id)
        if activity.withdrawn_at is not None:
            raise RuleRefusal("activity_taken_back")
        yield activity


def refuse_state(grant: Grant) -> None:
    if grant.state not in GrantState.recorded():
        raise RuleRefusal("grant_not_running", state=grant.get_state_display())


def own(row: Any, grant: Grant) -> Any:
    """Return a row that was written before under the same key, if it is of this grant."""
    if row.grant_id != grant.pk:
        raise RuleRefusal("key_foreign")
    return row


def _refuse(title: str, on: date, numbers: dict[str, int], photos: Sequence[Photo]) -> None:
    if not title.strip():
        raise RuleRefusal("activity_without_title")
    if on > clock.today():
        raise RuleRefusal("activity_in_future")
    if any(not 0 <= each <= MOST_PEOPLE for each in numbers.values()):
        raise RuleRefusal("activity_numbers_wild", most=MOST_PEOPLE)
    if len(photos) > MOST_PHOTOS:
        raise RuleRefusal("photos_too_many", most=MOST_PHOTOS)


def _keep(activity: Activity, photos: Sequence[Photo], actor: User) -> None:
    for photo in photos:
        ActivityPhoto.objects.create(
            activity=activity, file=attach(photo.key, purpose=PHOTO_PURPOSE, actor=actor), caption=photo.caption[:80],
            consent=photo.consent, children=photo.children, guardians=photo.guardians,
        )  # fmt: skip
