"""Addresses for whatever watches over the archive; they are the same in every language."""

from django.urls import path

from search import health

urlpatterns = [
    path("healthz/", health.healthz, name="healthz"),
    path("readyz/", health.readyz, name="readyz"),
]
