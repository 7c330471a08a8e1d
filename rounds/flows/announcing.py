"""Telling people that a call was amended. The guide shows it to everybody; whoever may apply also gets a message."""

from django.urls import reverse

from rounds.models import Amendment
from rounds.queries import told_of_amendments
from venture.jobs.registry import Run
from venture.notify.flows import tell


def announce_amendment(run: Run, *, amendment_id: int) -> None:
    """Tell everybody concerned, one by one: each step commits, and a second run tells nobody twice."""
    amendment = Amendment.objects.select_related("round").get(pk=amendment_id)
    people = list(told_of_amendments(amendment.round))
    path = reverse("portal:guide", kwargs={"code": amendment.round.code})
    for done, person in enumerate(people[run.done :], start=run.done + 1):
        with run.step():
            tell(
                person, "round_amended", f"amendment:{amendment.pk}", path=path, round=amendment.round.title,
                reason=amendment.reason,
            )  # fmt: skip
            run.progress(done, len(people))
