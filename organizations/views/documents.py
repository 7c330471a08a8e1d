"""The organisation's papers: kept, replaced, looked at; and the results and entries on record."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.generic import FormView

from organizations import flows, queries
from organizations.enums import DocumentKind, InspectionOutcome
from organizations.forms import DocumentForm, InspectionForm
from organizations.views.frame import Own
from venture.files.flows import keep
from venture.kernel import clock
from venture.kernel.errors import RuleRefusal, sentence_of


class Uploading(Own, FormView):
    """A page whose form brings a file; who may only read sees it without the form."""

    right = "may_keep"

    def post(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        if not getattr(self.row, self.right):
            return HttpResponseRedirect(self.page(self.tab))
        return super().post(request, *args, **kwargs)

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            said = self.keep(form.cleaned_data)
        except RuleRefusal as refusal:
            form.add_error(None, sentence_of(refusal))
            return self.form_invalid(form)
        messages.success(self.request, said)
        return HttpResponseRedirect(self.page(self.tab))

    def keep(self, given: dict[str, Any]) -> str:
        raise NotImplementedError


class DocumentsPage(Uploading):
    """6 queries, however many papers."""

    template_name = "organizations/documents.html"
    tab = "documents"
    form_class = DocumentForm

    def shape(self) -> Any:
        return queries.for_documents_page()

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        papers = self.row.all_papers
        groups = [
            {
                "kind": kind,
                "current": [paper for paper in papers if paper.kind == kind and paper.replaced_at is None],
                "earlier": [paper for paper in papers if paper.kind == kind and paper.replaced_at is not None],
            }
            for kind in DocumentKind
        ]
        return super().get_context_data(groups=groups, today=clock.today(), **given)

    def keep(self, given: dict[str, Any]) -> str:
        replaces = self.request.POST.get("replaces", "")
        file = keep(given["file"], actor=self.person)
        flows.keep_document(
            organization_id=self.row.pk,
            kind=DocumentKind(given["kind"]),
            key=file.key,
            title=given["title"],
            valid_until=given["valid_until"],
            replaces_id=int(replaces) if replaces.isdecimal() else None,
            actor=self.person,
        )
        return _("Kept. Applications can bring this paper along from now on.")


class RecordsPage(Uploading):
    """7 queries, however many years and entries."""

    template_name = "organizations/records.html"
    tab = "records"
    form_class = InspectionForm

    def shape(self) -> Any:
        return queries.for_records_page()

    def get_initial(self) -> dict[str, Any]:
        return {"year": clock.today().year - 1}

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        today = clock.today()
        sanctions = [
            (each, any(fact.holds_on(today) for fact in queries.sanction_facts([each])))
            for each in self.row.restrictions
        ]
        return super().get_context_data(sanctions=sanctions, **given)

    def keep(self, given: dict[str, Any]) -> str:
        file = keep(given["evidence"], actor=self.person) if given["evidence"] else None
        flows.state_inspection(
            organization_id=self.row.pk,
            year=given["year"],
            outcome=InspectionOutcome(given["outcome"]),
            key=file.key if file else "",
            actor=self.person,
        )
        return _("Stated. The bureau confirms it.")
