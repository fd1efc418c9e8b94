"""Addresses. Arabic pages stand at the root, English ones under /en/."""

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path

handler400 = "config.faults.bad_request"
handler500 = "config.faults.server_error"

urlpatterns = [
    path("", include("search.health_urls")),
    path("", include("archive.crawler_urls")),
    path("admin/", admin.site.urls),
    *i18n_patterns(
        path("", include("search.urls")),
        path("", include("archive.urls")),
        prefix_default_language=False,
    ),
]
