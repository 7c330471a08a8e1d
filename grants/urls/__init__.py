"""Where grants are: one file per area, one namespace."""

from grants.urls import agreements, running

app_name = "grants"

urlpatterns = [*agreements.urlpatterns, *running.urlpatterns]
