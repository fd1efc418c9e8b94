"""What every template may use."""

from django.conf import settings
from django.http import HttpRequest


def site(request: HttpRequest) -> dict[str, object]:
    return {
        "archive_name": settings.ARCHIVE_NAME,
        "archive_name_en": settings.ARCHIVE_NAME_EN,
        "archive_contact": settings.ARCHIVE_CONTACT,
        "site_url": settings.SITE_URL,
    }
