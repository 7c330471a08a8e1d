from django.urls import path, register_converter

from projects.domain.form import FORMS
from projects.views import applications as views
from projects.views import linkage
from projects.views.applications import asking, correcting, receipt, saving, submitting
from projects.views.budget import BudgetPage, JudgeBudget, PasteBudget


class SectionName:
    """A part of the form that has the page of all parts."""

    regex = "|".join(section for section in FORMS if section not in {"files", "budget"})

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(SectionName, "section_name")

app_name = "applications"
urlpatterns = [
    path("new/", views.NewApplication.as_view(), name="new"),
    path("<str:code>/", views.OverviewPage.as_view(), name="overview"),
    path("<str:code>/linkage/", linkage.LinkagePage.as_view(), name="linkage"),
    path("<str:code>/linkage/<slug:verb>/", linkage.LinkageAct.as_view(), name="linkage-act"),
    path("<str:code>/<section_name:section>/", views.SectionPage.as_view(), name="section"),
    path("<str:code>/<str:section>/save/", saving.Save.as_view(), name="save"),
    path("<str:code>/<str:section>/here/", saving.Here.as_view(), name="here"),
    path("<str:code>/<str:section>/settle/", saving.Settle.as_view(), name="settle"),
    path("<str:code>/aside/<int:pk>/", views.SettleAside.as_view(), name="aside"),
    path("<str:code>/files/", views.FilesPage.as_view(), name="files"),
    path("<str:code>/files/paper/", views.PaperAct.as_view(), name="file"),
    path("<str:code>/landing/ask/", asking.AskConsent.as_view(), name="consent-ask"),
    path("<str:code>/landing/nudge/", asking.NudgeConsent.as_view(), name="consent-nudge"),
    path("<str:code>/landing/seal/<int:pk>/", asking.SealConsent.as_view(), name="consent-seal"),
    path("<str:code>/check/", views.CheckPage.as_view(), name="check"),
    path("<str:code>/print/", views.PrintPage.as_view(), name="print"),
    path("<str:code>/history/", views.HistoryPage.as_view(), name="history"),
    path("<str:code>/draft.txt", views.DraftFile.as_view(), name="draft-text"),
    path("<str:code>/draft.json", views.DraftFile.as_view(kind="json"), name="draft-json"),
    # The last steps: sign, hand in, the receipt and its papers, call back, withdraw.
    path("<str:code>/sign/", submitting.Sign.as_view(), name="sign"),
    path("<str:code>/sign/ask/", submitting.AskSignature.as_view(), name="ask-signature"),
    path("<str:code>/sign/paper.pdf", receipt.ForSigning.as_view(), name="signing-paper"),
    path("<str:code>/submit/", submitting.Submit.as_view(), name="submit"),
    path("<str:code>/receipt/", receipt.Receipt.as_view(), name="receipt"),
    path("<str:code>/receipt/paper/", receipt.ReceiptPaper.as_view(), name="receipt-paper"),
    path("<str:code>/receipt/paper.pdf", receipt.Paper.as_view(), name="paper"),
    path("<str:code>/receipt/content.json", receipt.ContentText.as_view(), name="content"),
    path("<str:code>/draft.pdf", receipt.Preview.as_view(), name="draft-paper"),
    path("<str:code>/returned/", correcting.ReturnedPage.as_view(), name="returned"),
    path("<str:code>/returned/letter.pdf", correcting.CorrectionLetter.as_view(), name="returned-letter"),
    path("<str:code>/recall/", submitting.Recall.as_view(), name="recall"),
    path("<str:code>/withdraw/", submitting.Withdraw.as_view(), name="withdraw"),
    # The budget has a page of its own; it stands before the sections whose pages are all alike.
    path("<str:code>/budget/", BudgetPage.as_view(), name="budget"),
    path("<str:code>/budget/judge/", JudgeBudget.as_view(), name="budget-judge"),
    path("<str:code>/budget/paste/", PasteBudget.as_view(), name="budget-paste"),
]
