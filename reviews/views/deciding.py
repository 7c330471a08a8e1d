"""The leaders' pages: read the list in five minutes, look at the doubtful ones, sign by a code. Built for a tablet."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from reviews.enums import Ballot
from reviews.flows.deciding import cast_vote, send_vote_code
from reviews.models import Decision
from reviews.queries import decisions
from reviews.queries.papers import paper_values
from rounds.queries.units import rounds_with_tasks
from venture.doors.web import Door, RowDoor
from venture.kernel import policy
from venture.kernel.errors import RuleRefusal, sentence_of

READ = ["get", "head", "options"]


def mine() -> QuerySet[Decision]:
    return Decision.objects.select_related("round", "selection__ranking", "recorded_by", "checked_by")


def _without(words: str, codes: set[str]) -> str:
    """Return a sentence about one project without the codes of those that are not shown."""
    for code in codes:
        words = words.replace(code, _("another project"))
    return words


class Home(Door, TemplateView):
    """What waits for a leader's word, what was decided, and the way to what the member units do. 7 queries."""

    permission = "desk.decide"
    template_name = "reviews/decide/home.html"
    http_method_names = READ

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        user = self.request.user
        rows = policy.visible(user, "decisions.read_as_leader", mine()).order_by("-round__year", "-pk")
        listed = policy.with_right(user, "decisions.vote", rows, name="may_vote")
        followed = policy.visible(user, "rounds.follow_tasks", rounds_with_tasks()).first()
        return super().get_context_data(rows=list(listed), followed=followed, **given)


class List(RowDoor, TemplateView):
    """One list with everything that a decision needs. 15 queries at most, however many projects there are."""

    permission = "decisions.read_as_leader"
    lookup = {"code": "round__code"}
    template_name = "reviews/decide/list.html"
    http_method_names: Any = READ
    row: Decision

    def rows(self) -> QuerySet[Decision]:
        return policy.with_right(self.request.user, "decisions.vote", mine(), name="may_vote")

    def page(self) -> HttpResponseRedirect:
        return HttpResponseRedirect(reverse("decide:list", kwargs={"code": self.row.round.code}))

    def told(self) -> dict[str, Any]:
        """Return the values of the papers without the projects that are not this leader's to see."""
        decision, user = self.row, self.request.user
        items = decisions.listed(decision)
        values = paper_values(decision, sha256=decisions.shown_hash(decision, items), listed=items)
        hidden = decisions.hidden_from(decision, user)
        codes = {each.project.code for each in items if each.project_id in hidden}
        for name in ("selected", "reserve", "projects"):
            values[name] = [each for each in values[name] if each["code"] not in codes]
        for part in values["line"]:
            part["rows"] = [each for each in part["rows"] if each["code"] not in codes]
        for name in ("changes", "meeting", "recusals"):
            values[name] = [each for each in values[name] if each[0] not in codes]
        rows = (*values["projects"], *(row for part in values["line"] for row in part["rows"]))
        for row in rows:
            row.update({name: _without(row[name], codes) for name in ("why", "flips") if name in row})
        return {**values, "hidden": len(codes)}

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        decision, user, data = self.row, self.request.user, self.request.POST
        told, given_votes = self.told(), decisions.votes_of(decision)
        votes = [each for each in given_votes if each.leader_id == user.pk]
        signed = next((each for each in votes if each.project_id is None), None)
        earlier = {each.project.code: each for each in votes if each.project is not None}
        for each in told["selected"]:
            vote = earlier.get(each["code"])
            kept = vote.ballot if vote is not None else Ballot.AGREE
            each["ballot"] = data.get(f"ballot-{each['code']}", kept)
            each["words"] = data.get(f"words-{each['code']}", vote.words if vote is not None else "")
        near = {row["code"] for part in told["line"] for row in part["rows"]}
        facts = {
            "decision": decision,
            "round": decision.round,
            "told": told,
            "near": near,
            "may_vote": decision.may_vote,  # type: ignore[attr-defined]
            "tally": decisions.tally_of(decision, told["sha256"], given_votes),
            "signed": signed,
            "again": signed is not None and signed.content_hash != told["sha256"],
            "ballot": data.get("ballot", signed.ballot if signed is not None else ""),
            "words": data.get("words", signed.words if signed is not None else ""),
            "ballots": Ballot,
        }
        return super().get_context_data(**{**facts, **given})


class SendCode(List):
    """Send the code that signs this very list; what was chosen stays on the page."""

    http_method_names = ["post"]
    permission = "decisions.vote"

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        actor: Any = request.user
        try:
            address = send_vote_code(
                decision_id=self.row.pk, actor=actor, language=get_language() or "zh-hans",
                network=request.META.get("REMOTE_ADDR", ""),
            )  # fmt: skip
        except RuleRefusal as refusal:
            messages.error(request, sentence_of(refusal))
            return self.render_to_response(self.get_context_data())
        messages.success(request, _("The code was sent to %(address)s.") % {"address": address})
        return self.render_to_response(self.get_context_data(code_sent=True))


class Sign(List):
    http_method_names = ["post"]
    permission = "decisions.vote"

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        actor: Any = request.user
        data = request.POST
        try:
            cast_vote(
                decision_id=self.row.pk, sha256=data.get("sha256", "")[:64], code=data.get("code", "")[:12],
                ballots=self._ballots(), actor=actor,
            )  # fmt: skip
        except RuleRefusal as refusal:
            messages.error(request, sentence_of(refusal))
            return self.render_to_response(self.get_context_data(code_sent=True))
        messages.success(request, _("Signed. Thank you."))
        return self.page()

    def _ballots(self) -> dict[int | None, tuple[str, str]]:
        """Return the word on the whole, and on each project that is held back or remarked on."""
        data = self.request.POST
        ballots: dict[int | None, tuple[str, str]] = {}
        if data.get("ballot"):
            ballots[None] = (data["ballot"], data.get("words", ""))
        for code, key in self.row.items.values_list("project__code", "project_id"):
            ballot, words = data.get(f"ballot-{code}", ""), data.get(f"words-{code}", "")
            if ballot and (ballot != Ballot.AGREE or words.strip()):
                ballots[key] = (ballot, words)
        return ballots


class OnePage(List):
    """One project on one page: it prints to one A4."""

    template_name = "reviews/decide/project.html"

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        wanted = self.kwargs["project"]
        found = next((each for each in self.told()["projects"] if each["code"] == wanted), None)
        if found is None:
            raise Http404
        return TemplateView.get_context_data(self, each=found, round=self.row.round, decision=self.row, **given)
