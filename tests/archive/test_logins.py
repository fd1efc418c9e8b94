"""Logging in: what is refused, what is stored, what the log says."""

from __future__ import annotations

import logging
import re
from dataclasses import replace
from datetime import timedelta

import pytest
from axes.models import AccessAttempt, AccessLog
from django.conf import settings
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.urls import reverse
from django.utils import timezone

from archive.logins import LongestPassword, forget_old_logins, network_of

PASSWORD = "right-password"
WRONG = "wrong-password"


@pytest.fixture(autouse=True)
def throttled(settings, db):
    settings.AXES_ENABLED = True
    User.objects.create_user("huda", password=PASSWORD, is_staff=True)


@pytest.fixture
def log_in(client):
    """Sends name and password from an address; the status of the answer."""

    def send(name="huda", password=WRONG, address="203.0.113.7", agent="x"):
        return client.post(
            reverse("admin:login"),
            {"username": name, "password": password},
            REMOTE_ADDR=address,
            HTTP_USER_AGENT=agent,
        ).status_code

    return send


@pytest.mark.parametrize(
    ("name", "password"),
    [
        pytest.param("x" * 151, "wrong", id="name"),
        pytest.param("huda", "x" * 1001, id="password"),
    ],
)
def test_what_no_account_can_have_is_refused_before_anything_stores_or_hashes_it(
    log_in, monkeypatch, name, password
):
    monkeypatch.setattr("django.contrib.auth.authenticate", pytest.fail)
    monkeypatch.setattr("django.contrib.auth.forms.authenticate", pytest.fail)

    assert log_in(name, password) == 200
    assert not AccessAttempt.objects.exists()


def test_two_megabytes_before_logging_in_are_not_even_read(client, monkeypatch):
    sent = {"username": "x" * 2_000_000, "password": "wrong"}
    monkeypatch.setattr("django.http.request.HttpRequest._load_post_and_files", pytest.fail)

    login = client.post(reverse("admin:login"), sent)
    other = client.post(reverse("admin:archive_article_add"), sent)

    assert login.status_code == 413
    assert other.status_code == 302
    assert other.headers["Location"].startswith(reverse("admin:login"))
    assert not AccessAttempt.objects.exists()


def test_name_and_address_are_refused_after_five_failures_whatever_the_browser(log_in):
    answers = [log_in(agent=f"browser {number}") for number in range(5)]

    assert answers == [200, 200, 200, 200, 429]
    assert log_in(password=PASSWORD) == 429
    assert log_in(password=PASSWORD, address="203.0.113.99") == 302


def test_one_address_is_refused_with_any_name(log_in):
    for number in range(20):
        log_in(f"name-{number}")

    assert log_in("another") == 429
    assert log_in("another", address="203.0.113.8") == 200


@pytest.mark.parametrize(
    ("near", "far"),
    [
        pytest.param("2001:db8:0:1::{:x}", "2001:db8:0:2::1", id="ipv6"),
        pytest.param("198.51.100.{}", "198.51.101.1", id="ipv4"),
    ],
)
def test_one_network_is_refused_from_any_of_its_addresses(log_in, near, far):
    for number in range(60):
        log_in(f"name-{number}", address=near.format(number + 1))

    assert log_in("another", address=near.format(100)) == 429
    assert log_in("another", address=far) == 200


def test_one_name_is_refused_from_everywhere(log_in):
    for number in range(30):
        log_in(address=f"10.0.{number}.1")

    assert log_in(address="10.1.0.1") == 429
    assert log_in("another", address="10.1.0.1") == 200


def test_who_logged_in_from_here_lately_is_not_locked_out_by_strangers(log_in, client):
    assert log_in(password=PASSWORD) == 302
    client.logout()
    for number in range(30):
        log_in(address=f"10.0.{number}.1")

    assert log_in(address="10.1.0.1", password=PASSWORD) == 429
    assert log_in(password=PASSWORD) == 302


def test_failures_everywhere_together_bound_what_is_stored(log_in, settings):
    settings.LOGIN_LIMITS = replace(settings.LOGIN_LIMITS, in_all=40)

    answers = [log_in(f"name-{n}", address=f"10.0.{n}.1", agent=f"{n}") for n in range(60)]

    assert answers == [200] * 40 + [429] * 20
    assert AccessAttempt.objects.count() == 40


def test_failures_are_forgotten_after_a_quarter_of_an_hour(log_in):
    for _ in range(5):
        log_in()
    AccessAttempt.objects.update(attempt_time=timezone.now() - timedelta(minutes=16))

    assert log_in(password=PASSWORD) == 302


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("2001:db8:1:2:3::4", "2001:db8:1:2::/64"),
        ("203.0.113.7", "203.0.113.0/24"),
        (None, ""),
    ],
)
def test_network_is_what_one_customer_is_given(address, network):
    assert network_of(address) == network


@pytest.fixture
def fail2ban():
    """Finds what the guide's filter finds, in a line as the journal hands it over."""
    guide = (settings.BASE_DIR / "docs" / "deploy.md").read_text(encoding="utf-8")
    pattern = re.search(r"^failregex = (.*)$", guide, re.MULTILINE)[1]
    return re.compile(pattern.replace("<ADDR>", r"(?P<address>[\d.a-f:]+)")).match


def test_log_names_the_address_where_no_name_can_forge_it(log_in, caplog, fail2ban):
    forged = 'x" archive.login: failed from 192.0.2.1 as "huda\u202e'
    with caplog.at_level(logging.INFO, "archive.login"):
        log_in(f"{forged} \u2028 line")
        log_in(password=PASSWORD)

    failed, succeeded = (
        f"host gunicorn[7]: 2026-12-01 07:00:00,123 {said.levelname} {said.name}: {said.message}"
        for said in caplog.records
        if said.name == "archive.login"
    )
    assert fail2ban(failed)["address"] == "203.0.113.7"
    assert "\u202e" not in failed
    assert len(failed.splitlines()) == 1
    assert failed.count('\\"') == 2
    assert not fail2ban(succeeded)
    assert succeeded.endswith('succeeded from 203.0.113.7 as "huda"')


def test_no_password_is_logged_or_stored(log_in, caplog):
    with caplog.at_level(logging.DEBUG):
        log_in(password="a-secret-of-someone")

    assert "a-secret-of-someone" not in caplog.text
    stored = AccessAttempt.objects.values().get()
    assert "a-secret-of-someone" not in str(stored)


def test_old_logins_are_forgotten_and_so_are_the_oldest_of_too_many(settings, log_in, client):
    settings.LOGIN_LIMITS = replace(settings.LOGIN_LIMITS, kept_rows=3)
    now = timezone.now()
    for model, days in ((AccessAttempt, 2), (AccessLog, 91)):
        for number in range(5):
            extra = {"failures_since_start": 1} if model is AccessAttempt else {}
            row = model.objects.create(username=f"{number}", ip_address="203.0.113.7", **extra)
            age = timedelta(days=days) if number == 4 else timedelta()
            model.objects.filter(pk=row.pk).update(attempt_time=now - age)
    Session.objects.create(session_key="old", session_data="", expire_date=now - timedelta(1))
    Session.objects.create(session_key="new", session_data="", expire_date=now + timedelta(1))

    forget_old_logins()

    for model in (AccessAttempt, AccessLog):
        assert sorted(model.objects.values_list("username", flat=True)) == ["1", "2", "3"]
    assert [session.pk for session in Session.objects.all()] == ["new"]


def test_no_account_is_given_a_password_that_cannot_be_typed(settings):
    LongestPassword().validate("x" * settings.LOGIN_LIMITS.password)

    with pytest.raises(Exception, match="1001"):
        LongestPassword().validate("x" * (settings.LOGIN_LIMITS.password + 1))
