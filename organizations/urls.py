from django.urls import path

from organizations import views

app_name = "organizations"
urlpatterns = [
    path("new/", views.Register.as_view(), name="new"),
    path("take-over/", views.AskTakeOver.as_view(), name="take-over"),
    path("take-overs/<int:pk>/withdraw/", views.WithdrawTakeOver.as_view(), name="take-over-withdraw"),
    path("<int:pk>/", views.Overview.as_view(), name="own"),
    path("<int:pk>/edit/", views.EditEntry.as_view(), name="edit"),
    path("<int:pk>/change/", views.AskChange.as_view(), name="change"),
    path("<int:pk>/verification/", views.AskVerification.as_view(), name="ask"),
    path("<int:pk>/documents/", views.DocumentsPage.as_view(), name="documents"),
    path("<int:pk>/records/", views.RecordsPage.as_view(), name="records"),
    path("<int:pk>/account/", views.AccountPage.as_view(), name="account"),
    path("<int:pk>/members/", views.MembersPage.as_view(), name="members"),
    path("<int:pk>/social-workers/", views.SocialWorkersPage.as_view(), name="social-workers"),
    path("<int:pk>/invite/", views.Invite.as_view(), name="invite"),
    path("accounts/<int:pk>/reveal/", views.Reveal.as_view(), name="reveal"),
    path("accounts/<int:pk>/<slug:verb>/", views.AccountAct.as_view(), name="account-act"),
    path("social-workers/<int:pk>/", views.SocialWorkerAct.as_view(), name="social-worker"),
    path("members/<int:pk>/", views.Member.as_view(), name="member"),
    path("members/<int:pk>/hand-over/", views.HandOverTo.as_view(), name="hand-over"),
    path("hand-overs/<int:pk>/<slug:verb>/", views.AnswerHandOver.as_view(), name="hand-over-answer"),
    path("invitations/<int:pk>/accept/", views.Accept.as_view(), name="accept"),
    path("invitations/<int:pk>/take-back/", views.TakeBack.as_view(), name="take-back"),
]
