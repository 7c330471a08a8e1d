"""Where grants are: one file per area, one namespace."""

from grants.urls import agreements

app_name = "grants"

urlpatterns = [*agreements.urlpatterns]
