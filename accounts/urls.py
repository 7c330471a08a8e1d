from django.urls import path

from accounts.views.tokens import Revoke, Tokens

urlpatterns = [
    path("tokens/", Tokens.as_view(), name="tokens"),
    path("tokens/<int:pk>/revoke/", Revoke.as_view(), name="token-revoke"),
]
