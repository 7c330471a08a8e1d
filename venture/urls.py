"""Every address of the site. Pages carry no prefix in Chinese and /en/ in English; the API has no language prefix."""

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path

from venture.api.views import Viewer
from venture.health.views import Health, Ready

urlpatterns = [
    path("healthz", Health.as_view(), name="healthz"),
    path("readyz", Ready.as_view(), name="readyz"),
    path("api/v1/", include("venture.api.urls")),
    *i18n_patterns(
        path("admin/", admin.site.urls),
        path("api/docs/", Viewer.as_view(), name="api-docs"),
        path("account/", include("accounts.urls")),
        path("needs/", include("projects.urls.needs")),
        path("resources/", include("projects.urls.resources")),
        path("ideas/", include("projects.urls.ideas")),
        path("applications/", include("projects.urls.applications")),
        path("confirmations/", include("projects.urls.confirmations")),
        path("organizations/", include("organizations.urls")),
        path("tasks/", include("rounds.urls")),
        path("review/pledge/", include("reviews.urls.pledging")),
        path("review/", include("reviews.urls.scoring")),
        path("decide/", include("reviews.urls.deciding")),
        path("feedback/", include("reviews.urls.feedback")),
        path("grants/", include("grants.urls.money")),
        path("evaluation/", include("grants.urls.evaluation")),
        path("grants/", include("grants.urls")),
        path("files/", include("venture.files.urls")),
        path("jobs/", include("venture.jobs.urls")),
        path("", include("venture.notify.urls")),
        path("", include("portal.urls")),
        prefix_default_language=False,
    ),
]

handler400 = "venture.api.views.bad_request"
handler404 = "venture.api.views.not_found"
handler500 = "venture.api.views.server_error"
