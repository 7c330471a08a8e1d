from django.urls import path

from grants.views import money

app_name = "money"
urlpatterns = [
    path("<str:code>/money/", money.Money.as_view(), name="page"),
    path("<str:code>/money/<int:order>/", money.Ask.as_view(), name="ask"),
    path("<str:code>/money/requests/<int:pk>/withdraw/", money.Withdraw.as_view(), name="withdraw"),
]
