"""Settings with which a public server does not start."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.core.management.base import SystemCheckError

from config import deployment
from config.environment import ROOT

GOOD = "k7Qm-2xVb9ZtLr4WnYc8HdPf6JsGa3TeUo5RiKqXwMzBvNlCpDh"


@pytest.mark.parametrize(
    ("given", "said"),
    [
        pytest.param({"debug": True}, "DEBUG", id="debug"),
        pytest.param({"secret_key": GOOD[:49]}, "SECRET_KEY", id="short"),
        pytest.param({"secret_key": "ab" * 40}, "SECRET_KEY", id="few-letters"),
        pytest.param({"secret_key": f"django-insecure-{GOOD}"}, "SECRET_KEY", id="made-by-django"),
        pytest.param({"allowed_hosts": ["archive.example", "*"]}, "ALLOWED_HOSTS", id="any-host"),
    ],
)
def test_server_does_not_start_with(given, said):
    sound = {"debug": False, "secret_key": GOOD, "allowed_hosts": ["archive.example"]}
    deployment.refuse_to_start(**sound)

    with pytest.raises(ImproperlyConfigured, match=said):
        deployment.refuse_to_start(**{**sound, **given})


def test_server_does_not_start_with_the_key_of_a_demonstration(tmp_path, monkeypatch):
    monkeypatch.setattr(deployment, "FOLDER_OF_ONE_MACHINE", tmp_path)
    (tmp_path / "env").write_text(f"SECRET_KEY={GOOD}\nARCHIVE_ADMIN_PASSWORD=x\n")

    with pytest.raises(ImproperlyConfigured, match="SECRET_KEY"):
        deployment.refuse_to_start(debug=False, secret_key=GOOD, allowed_hosts=["a.example"])


def test_check_for_deployment_says_so_whatever_the_settings(settings):
    settings.ALLOWED_HOSTS = ["*"]

    with pytest.raises(SystemCheckError, match=r"archive\.E001.*SECRET_KEY"):
        call_command("check", "--deploy", "--tag", "security")


@pytest.mark.parametrize(
    ("changed", "code"),
    [pytest.param({}, 0, id="sound"), pytest.param({"DEBUG": "1"}, 1, id="debug")],
)
def test_production_settings_themselves_refuse(tmp_path, changed, code):
    environment = {
        **os.environ,
        "SECRET_KEY": GOOD,
        "ALLOWED_HOSTS": "archive.example",
        "SITE_URL": "https://archive.example",
        "ARCHIVE_DATA": str(tmp_path),
        "DEBUG": "",
        **changed,
    }

    done = subprocess.run(
        [sys.executable, "-c", "import config.settings.production"],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
    )

    assert done.returncode == code, done.stderr
    assert ("DEBUG is on" in done.stderr) == bool(changed)
