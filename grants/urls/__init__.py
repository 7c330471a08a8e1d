"""Where grants are: one file per area, one namespace."""

from grants.urls import agreements, closing, running

app_name = "grants"

urlpatterns = [*closing.urlpatterns, *agreements.urlpatterns, *running.urlpatterns]
