"""May we apply? A check of one minute, by questions, and by the records of one's own organisation."""

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from django.views.generic import TemplateView

from organizations.models import Organization
from organizations.queries import organizations_of
from projects.domain.eligibility import Answer
from projects.queries.eligibility import Judged, judged
from projects.words.eligibility import advice_for, fact_of
from rounds import queries as rounds
from rounds.models import EligibilityRule
from venture.doors.web import RowDoor
from venture.kernel import clock

YES, NO, UNSURE = "yes", "no", "unsure"
ANSWERS = {YES: Answer.MET, NO: Answer.UNMET, UNSURE: Answer.OPEN}


class Item(NamedTuple):
    """One rule on the page: asked, answered by the person, or decided by the record."""

    rule: EligibilityRule
    name: str
    given: str
    answer: Answer | None
    fact: str
    decided: bool

    @property
    def advice(self) -> str:
        return advice_for(self.rule.kind)


class MayWeApply(RowDoor, TemplateView):
    """The conditions of a round as questions. Nothing is kept: the answers stand in the address only.

    11 queries at most; 4 for who has not signed in.
    """

    permission = "rounds.view"
    public = True
    template_name = "portal/check.html"
    lookup = {"code": "code"}

    def rows(self) -> Any:
        return rounds.for_public()

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        now = clock.now()
        mine = self._organizations()
        chosen = self._chosen(mine)
        items = self._items(chosen, now.astimezone(clock.BEIJING).date())
        asked = "done" in self.request.GET
        answers = [item.answer for item in items]
        return super().get_context_data(
            round=self.row,
            open=rounds.takes_applications(self.row, now),
            organizations=mine,
            chosen=chosen,
            items=items,
            asked=asked,
            unmet=[item for item in items if item.answer == Answer.UNMET],
            unsure=[item for item in items if item.answer in {Answer.OPEN, None}],
            may=asked and all(answer == Answer.MET for answer in answers),
            **given,
        )

    def _organizations(self) -> Sequence[Organization]:
        return list(organizations_of(self.request.user)) if self.request.user.is_authenticated else []

    def _chosen(self, mine: Sequence[Organization]) -> Organization | None:
        wanted = self.request.GET.get("organization", "")
        named = [each for each in mine if str(each.pk) == wanted]
        return next(iter(named or mine), None)

    def _items(self, organization: Organization | None, day: date) -> list[Item]:
        if organization is None:
            return [self._item(rule, None) for rule in self.row.eligibility.all()]
        return [self._item(each.rule, each) for each in judged(self.row, organization, day)]

    def _item(self, rule: EligibilityRule, found: Judged | None) -> Item:
        name = f"r{rule.pk}"
        given = self.request.GET.get(name, "")
        if found is not None and found.decided:
            return Item(rule, name, "", found.verdict.answer, fact_of(found.verdict), decided=True)
        fact = fact_of(found.verdict) if found is not None and found.verdict.answer != Answer.ASK else ""
        return Item(rule, name, given, ANSWERS.get(given), fact, decided=False)
