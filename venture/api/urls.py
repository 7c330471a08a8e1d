"""``/api/v1/``. A change that breaks a caller gets a new number; the old one stays for a year."""

from django.urls import path

import grants.api.giving as donations
import grants.api.paying as payments
import organizations.api as trainings
import projects.api as applications
import reviews.api as screening
from notices.api import NoticeList, NoticeOne
from projects.api import ideas, needs
from reviews.api.experts import AppointmentList, ExpertList
from rounds.api import RoundList, RoundOne, tasks
from venture.api.views import Document

app_name = "api"
urlpatterns = [
    path("rounds/", RoundList.as_view(), name="rounds"),
    path("rounds/<slug:code>/", RoundOne.as_view(), name="round"),
    path("notices/", NoticeList.as_view(), name="notices"),
    path("notices/<slug:series>/<int:number>/", NoticeOne.as_view(), name="notice"),
    path("needs/", needs.NeedList.as_view(), name="needs"),
    path("needs/<str:code>/", needs.NeedOne.as_view(), name="need"),
    path("needs/<str:code>/support/", needs.NeedSupport.as_view(), name="need-support"),
    path("resources/", needs.ResourceList.as_view(), name="resources"),
    path("applications/<str:code>/linkage/", needs.LinkageOne.as_view(), name="linkage"),
    path("ideas/", ideas.IdeaList.as_view(), name="ideas"),
    path("ideas/<str:code>/", ideas.IdeaOne.as_view(), name="idea"),
    path("ideas/<str:code>/offers/", ideas.OfferRows.as_view(), name="idea-offers"),
    path("ideas/<str:code>/offer/", ideas.OfferMake.as_view(), name="idea-offer"),
    path("ideas/<str:code>/offers/<int:pk>/accept/", ideas.OfferAccept.as_view(), name="idea-accept"),
    path("ideas/<str:code>/offers/<int:pk>/decline/", ideas.OfferDecline.as_view(), name="idea-decline"),
    path("ideas/<str:code>/offers/<int:pk>/take-back/", ideas.OfferTakeBack.as_view(), name="idea-take-back"),
    path("ideas/<str:code>/withdraw/", ideas.IdeaWithdraw.as_view(), name="idea-withdraw"),
    path("ideas/<str:code>/carry/", ideas.IdeaCarry.as_view(), name="idea-carry"),
    path("ideas/<str:code>/part/", ideas.IdeaPart.as_view(), name="idea-part"),
    path("ideas/<str:code>/draft/", ideas.IdeaDraftBegin.as_view(), name="idea-draft"),
    path("applications/", applications.ApplicationList.as_view(), name="applications"),
    path("applications/<str:code>/", applications.ApplicationOne.as_view(), name="application"),
    path("applications/<str:code>/sections/<str:section>/", applications.SectionOne.as_view(), name="section"),
    path("applications/<str:code>/submit/", applications.Submit.as_view(), name="submit"),
    path("applications/<str:code>/recall/", applications.Recall.as_view(), name="recall"),
    path("applications/<str:code>/withdraw/", applications.Withdraw.as_view(), name="withdraw"),
    path("applications/<str:code>/consents/", applications.Consents.as_view(), name="consents"),
    path("applications/<str:code>/submissions/", applications.SubmissionList.as_view(), name="submissions"),
    path("applications/<str:code>/submissions/<int:version>/", applications.SubmissionOne.as_view(), name="submission"),
    path("screening/", screening.ScreeningList.as_view(), name="screenings"),
    path("screening/<str:code>/", screening.CaseOne.as_view(), name="case"),
    path("screening/<str:code>/begin/", screening.Begin.as_view(), name="case-begin"),
    path("screening/<str:code>/judge/", screening.Judge.as_view(), name="case-judge"),
    path("screening/<str:code>/pass/", screening.Pass.as_view(), name="case-pass"),
    path("screening/<str:code>/correct/", screening.Correct.as_view(), name="case-correct"),
    path("screening/<str:code>/refuse/", screening.Refuse.as_view(), name="case-refuse"),
    path("screening/<str:code>/confirm/", screening.Confirm.as_view(), name="case-confirm"),
    path("screening/<str:code>/decline/", screening.Decline.as_view(), name="case-decline"),
    path("experts/", ExpertList.as_view(), name="experts"),
    path("appointments/", AppointmentList.as_view(), name="appointments"),
    path("payments/", payments.PaymentList.as_view(), name="payments"),
    path("payments/<str:number>/", payments.PaymentOne.as_view(), name="payment"),
    path("payments/<str:number>/approve/", payments.Approve.as_view(), name="payment-approve"),
    path("payments/<str:number>/refuse/", payments.Refuse.as_view(), name="payment-refuse"),
    path("trainings/", trainings.TrainingList.as_view(), name="trainings"),
    path("trainings/<int:pk>/", trainings.TrainingOne.as_view(), name="training"),
    path("trainings/<int:pk>/sign-up/", trainings.SignUp.as_view(), name="training-sign-up"),
    path("trainings/<int:pk>/leave/", trainings.Leave.as_view(), name="training-leave"),
    path("tasks/", tasks.TaskList.as_view(), name="tasks"),
    path("tasks/<int:pk>/", tasks.TaskOne.as_view(), name="task"),
    path("tasks/<int:pk>/take/", tasks.Take.as_view(), name="task-take"),
    path("tasks/<int:pk>/report/", tasks.HandIn.as_view(), name="task-report"),
    path("tasks/<int:pk>/accept/", tasks.Accept.as_view(), name="task-accept"),
    path("tasks/<int:pk>/return/", tasks.SendBack.as_view(), name="task-return"),
    path("tasks/<int:pk>/drop/", tasks.Drop.as_view(), name="task-drop"),
    path("donations/", donations.DonationList.as_view(), name="donations"),
    path("donations/<str:receipt>/", donations.DonationOne.as_view(), name="donation"),
    path("donations/<str:receipt>/gifts/<int:pk>/confirm/", donations.GiftConfirm.as_view(), name="gift-confirm"),
    path("donations/<str:receipt>/gifts/<int:pk>/refuse/", donations.GiftRefuse.as_view(), name="gift-refuse"),
    path("schema/", Document.as_view(), name="schema"),
]
