from django.urls import path

from projects.views import ideas as views

app_name = "ideas"
urlpatterns = [
    path("new/", views.NewIdea.as_view(), {"step": 1}, name="new"),
    path("new/<int:step>/", views.NewIdea.as_view(), name="new-step"),
    path("draft/", views.Draft.as_view(), name="draft"),
    path("mine/", views.MyIdeas.as_view(), name="mine"),
    path("judging/", views.Judging.as_view(), name="judging"),
    path("judging/<int:pk>/", views.Judge.as_view(), name="judge"),
    path("offers/<int:pk>/<slug:verb>/", views.OfferAct.as_view(), name="offer-act"),
    path("<str:code>/edit/<int:step>/", views.EditIdea.as_view(), name="edit-step"),
    path("<str:code>/edit/", views.EditIdea.as_view(), {"step": 1}, name="edit"),
    path("<str:code>/offers/", views.Offers.as_view(), name="offers"),
    path("<str:code>/offer/", views.MakeOffer.as_view(), name="offer"),
    path("<str:code>/point/", views.Point.as_view(), name="point"),
    path("<str:code>/act/<slug:verb>/", views.Act.as_view(), name="act"),
]
