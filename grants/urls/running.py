"""The organisation's pages of a running project, by the project's code."""

from django.urls import path

from grants.views.running import activities, changes, expense_book, overview, reports, spending, story

ONE = "<str:code>/"
REPORT = f"{ONE}reports/<slug:kind>/<int:order>/"

urlpatterns = [
    path(ONE, overview.Desk.as_view(), name="desk"),
    path(f"{ONE}activities/", activities.Activities.as_view(), name="activities"),
    path(f"{ONE}activities/<int:pk>/", activities.OneActivity.as_view(), name="activity"),
    path(f"{ONE}activities/<int:pk>/<slug:verb>/", activities.ActivityAct.as_view(), name="activity-act"),
    path(f"{ONE}expenses/", spending.Expenses.as_view(), name="expenses"),
    path(f"{ONE}expenses/book/", expense_book.Bring.as_view(), name="expense-book"),
    path(f"{ONE}expenses/book.xlsx", expense_book.Template.as_view(), name="expense-book-template"),
    path(f"{ONE}expenses/book/enter/", expense_book.Enter.as_view(), name="expense-book-enter"),
    path(f"{ONE}expenses/<int:pk>/<slug:verb>/", spending.ExpenseAct.as_view(), name="expense-act"),
    path(f"{ONE}statement/", spending.MonthlyTable.as_view(), name="statement"),
    path(f"{ONE}statement.xlsx", spending.MonthlySheet.as_view(), name="statement-sheet"),
    path(REPORT, reports.OneReport.as_view(), name="report"),
    path(f"{REPORT}save/", reports.SaveReport.as_view(), name="report-save"),
    path(f"{REPORT}files/", reports.ReportFiles.as_view(), name="report-files"),
    path(f"{ONE}story/", story.OwnStory.as_view(), name="story"),
    path(f"{ONE}changes/", changes.Changes.as_view(), name="changes"),
    path(f"{ONE}changes/<int:number>/withdraw/", changes.WithdrawChange.as_view(), name="change-withdraw"),
    path(f"{ONE}changes/<slug:kind>/", changes.AskChange.as_view(), name="change"),
]
