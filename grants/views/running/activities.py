"""Activities: recorded from a phone, looked through, mended by taking back and recording anew."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _

from grants.flows import running as flows
from grants.forms.running import ActivityForm, ConsentForm, PhotosForm, ReasonForm
from grants.models import Activity
from grants.queries.running import desk
from grants.views.running.frame import ProjectAct, ProjectPage, new_key
from venture.files.flows import keep, store
from venture.kernel import clock
from venture.kernel.errors import RuleRefusal, sentence_of

ON_PAGE = 40


def wants_json(request: HttpRequest) -> bool:
    return request.headers.get("Accept", "").startswith("application/json")


class Activities(ProjectPage):
    """12 queries at most, however many activities. A POST records one, whether a page or its script sends it."""

    template_name = "grants/running/activities.html"
    tab = "activities"

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        page = Paginator(desk.for_activities(self.row), ON_PAGE).get_page(self.request.GET.get("page"))
        if "form" not in given:
            given["form"] = self._form() if self.may("may_record") else None
        return super().get_context_data(page=page, **given)

    def _form(self, *sent: Any) -> ActivityForm:
        return ActivityForm(*sent, grant=self.row, initial={"on": clock.today(), "key": new_key()})

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.may("may_record"):
            raise Http404
        form = self._form(request.POST, request.FILES)
        if form.is_valid():
            try:
                self._record(form.cleaned_data)
            except RuleRefusal as refusal:
                form.add_error(None, sentence_of(refusal))
        if form.errors:
            if wants_json(request):
                words = [str(each) for errors in form.errors.values() for each in errors]
                return JsonResponse({"code": "invalid", "words": " ".join(words)}, status=409)
            return self.render_to_response(self.get_context_data(form=form), status=409)
        if wants_json(request):
            return JsonResponse({"code": "kept", "words": _("Recorded."), "key": new_key()})
        messages.success(request, _("Recorded. It stands in the reports by itself."))
        return self.go("desk")

    def _record(self, given: dict[str, Any]) -> Activity:
        stands = Activity.objects.filter(key=given["key"], grant=self.row).first()
        if stands is not None:
            # Sent once more: nothing is uploaded a second time.
            return stands
        told = {name: given[name] for name in ("planned", "place", "led_by", "words", "community", "signed")}
        numbers = {name: given[name] or 0 for name in ("minutes", "staff", "volunteers", "volunteer_hours")}
        sheet = keep(given["sign_in"], actor=self.person).key if given["sign_in"] else ""
        return flows.record_activity(
            grant_id=self.row.pk, key=given["key"], title=given["title"], on=given["on"], people=given["people"],
            sign_in=sheet, photos=photos_of(given, self.person), actor=self.person, **told, **numbers,
        )  # fmt: skip


def photos_of(given: dict[str, Any], person: Any) -> list[flows.Photo]:
    """Keep the photos of a form and return them with what was agreed to."""
    agreed = {name: given[name] for name in ("consent", "children", "guardians")}
    return [flows.Photo(store(each, actor=person).key, **agreed) for each in given["photos"]]


class OneActivity(ProjectPage):
    """One activity with its photos, and what may still be done with it. 12 queries at most."""

    template_name = "grants/running/activity.html"
    tab = "activities"

    def activity(self) -> Any:
        found = desk.for_activities(self.row).filter(pk=self.kwargs["pk"]).first()
        if found is None:
            raise Http404
        return found

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        activity = self.activity()
        mends = self.may("may_record") and activity.withdrawn_at is None
        photos: list[Any] = list(activity.photos.all())
        for photo in photos:
            kept = {name: getattr(photo, name) for name in ("consent", "children", "guardians")}
            photo.form = ConsentForm(initial=kept, prefix=f"p{photo.pk}")
        return super().get_context_data(
            activity=activity, photos=photos, mends=mends, more=PhotosForm() if mends else None, reason=ReasonForm(),
            **given,
        )  # fmt: skip


class ActivityAct(ProjectAct):
    """Take a record back, add photos to it, or write down anew what the people on a photo agree to."""

    def act(self) -> str:
        activity = self.row.activities.filter(pk=self.kwargs["pk"]).first()
        verbs = {"take-back": self._take_back, "photos": self._photos, "consent": self._consent}
        if activity is None or self.kwargs["verb"] not in verbs:
            raise Http404
        return verbs[self.kwargs["verb"]](activity)

    def back(self) -> HttpResponse:
        return self.go("activity", self.kwargs["pk"])

    def _take_back(self, activity: Activity) -> str:
        flows.take_activity_back(
            activity_id=activity.pk, reason=self.request.POST.get("reason", ""), actor=self.person
        )  # fmt: skip
        return _("Taken back. It counts no more; the record stays with its reason.")

    def _photos(self, activity: Activity) -> str:
        form = PhotosForm(self.request.POST, self.request.FILES)
        if not form.is_valid():
            raise RuleRefusal(
                "photos_unreadable", words=" ".join(str(e) for each in form.errors.values() for e in each)
            )
        given = form.cleaned_data
        sheet = keep(given["sign_in"], actor=self.person).key if given["sign_in"] else ""
        flows.add_photos(
            activity_id=activity.pk, photos=photos_of(given, self.person), sign_in=sheet, actor=self.person
        )  # fmt: skip
        return _("Added.")

    def _consent(self, activity: Activity) -> str:
        photo = activity.photos.filter(pk=self.request.POST.get("photo") or 0).first()
        if photo is None:
            raise Http404
        form = ConsentForm(self.request.POST, prefix=f"p{photo.pk}")
        form.full_clean()
        flows.set_consent(photo_id=photo.pk, actor=self.person, **form.cleaned_data)
        return _("Written down. A photo without agreement is shown to nobody outside.")
