"""What every answer tells the browser."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest
from django.conf import settings
from django.urls import reverse

from tests.factories import make_article

pytestmark = pytest.mark.django_db
SHOWN = (
    "SECURE_HSTS_SECONDS SESSION_COOKIE_NAME CSRF_COOKIE_NAME SESSION_COOKIE_SECURE "
    "CSRF_COOKIE_SECURE SESSION_COOKIE_HTTPONLY SESSION_COOKIE_SAMESITE SECURE_SSL_REDIRECT DEBUG"
)


def test_every_answer_says_what_a_browser_may_do_with_it(client, archive_folders):
    article = make_article("عنوان", "نص المقال.")
    cited = reverse("archive:article_ris", args=[article.public_id])
    answers = [
        client.get(address)
        for address in ("/", article.get_absolute_url(), cited, "/nothing/", "/admin/login/")
    ]
    answers.append(client.post("/", {"a": "b"}))

    for answer in answers:
        headers = answer.headers
        policy = headers["Content-Security-Policy"]
        for directive in (
            "default-src 'self'", "object-src 'none'", "base-uri 'none'", "frame-ancestors 'none'",
            "form-action 'self'",
        ):  # fmt: skip
            assert directive in policy
        assert "unsafe" not in policy
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == "strict-origin-when-cross-origin"
        assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
        assert "charset=utf-8" in headers["Content-Type"]
        assert "Access-Control-Allow-Origin" not in headers
    assert answers[2].headers["Content-Disposition"].startswith("attachment; ")


def test_readers_are_given_no_cookie(client, archive_folders):
    article = make_article("عنوان", "نص المقال.")

    for address in ("/", article.get_absolute_url(), reverse("archive:about")):
        assert not client.get(address).cookies


def test_who_logs_out_leaves_nothing_in_the_browser(admin_client):
    answer = admin_client.post(reverse("admin:logout"))

    assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert admin_client.get(reverse("admin:index")).status_code == 302


def test_public_server_keeps_to_tls(tmp_path):
    environment = {
        **os.environ,
        "SECRET_KEY": "k7Qm-2xVb9ZtLr4WnYc8HdPf6JsGa3TeUo5RiKqXwMzBvNlCpDh",
        "ALLOWED_HOSTS": "archive.example",
        "SITE_URL": "https://archive.example",
        "ARCHIVE_DATA": str(tmp_path),
    }
    for name in ("DEBUG", "PLAIN_HTTP", "DJANGO_SETTINGS_MODULE"):
        environment.pop(name, None)
    code = (
        "import json, config.settings.production as s; from django.conf import global_settings;"
        f"names = {SHOWN!r}.split();"
        "print(json.dumps([getattr(s, n, getattr(global_settings, n, None)) for n in names]))"
    )

    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=settings.BASE_DIR,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )

    assert dict(zip(SHOWN.split(), json.loads(done.stdout), strict=True)) == {
        "SECURE_HSTS_SECONDS": 31_536_000,
        "SESSION_COOKIE_NAME": "__Host-sessionid",
        "CSRF_COOKIE_NAME": "__Host-csrftoken",
        "SESSION_COOKIE_SECURE": True,
        "CSRF_COOKIE_SECURE": True,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SECURE_SSL_REDIRECT": True,
        "DEBUG": False,
    }
