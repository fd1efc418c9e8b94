"""Time-stamps of the last root, by an authority made for the test."""

from __future__ import annotations

import shutil
import subprocess
from datetime import timedelta
from pathlib import Path
from urllib.error import URLError

import pytest
from django.utils import timezone

from archive.models import DailyRoot, TimeStamp
from archive.preservation import daily_roots, time_stamps
from tests.factories import make_article

pytestmark = pytest.mark.django_db
ADDRESS = "https://stamps.example/"
SETTINGS = """
[tsa]
default_tsa = own
[own]
serial = serial
default_policy = 1.2.3.4.1
digests = sha256, sha512
signer_digest = sha256
"""


@pytest.fixture
def root(archive_folders) -> DailyRoot:
    make_article()
    [day] = daily_roots.close_days(timezone.now() + timedelta(days=1, hours=2))
    return day


@pytest.fixture
def authority(tmp_path, monkeypatch, settings):
    """Answers requests as an authority does; its certificate is good for 800 days."""
    if shutil.which("openssl") is None:
        pytest.skip("openssl is missing: no authority can be made")
    (tmp_path / "conf").write_text(SETTINGS)

    def run(*words: str) -> None:
        subprocess.run(["openssl", *words], cwd=tmp_path, check=True, capture_output=True)

    run(
        *["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "800", "-subj", "/CN=stamps"],
        *[
            "-keyout",
            "key.pem",
            "-out",
            "cert.pem",
            "-addext",
            "extendedKeyUsage=critical,timeStamping",
        ],
    )

    def ask(address: str, request: bytes) -> bytes:
        assert address == ADDRESS
        (tmp_path / "request").write_bytes(request)
        run(
            *["ts", "-reply", "-queryfile", "request", "-signer", "cert.pem", "-inkey", "key.pem"],
            *["-out", "answer", "-config", "conf"],
        )
        return (tmp_path / "answer").read_bytes()

    settings.TIME_STAMP_AUTHORITIES = [ADDRESS]
    monkeypatch.setattr(time_stamps, "_ask", ask)
    return tmp_path


def test_nothing_is_asked_by_default(root, monkeypatch):
    monkeypatch.setattr(time_stamps, "_ask", lambda *_: pytest.fail("the network was asked"))

    assert time_stamps.stamp_last() == []


def test_the_last_root_is_stamped_once_and_checked_offline(root, authority):
    [stamp] = time_stamps.stamp_last()

    assert time_stamps.stamp_last() == []
    assert abs(stamp.stamped_at - timezone.now()) < timedelta(minutes=5)
    assert stamp.expires_at > timezone.now() + timedelta(days=700)
    checked(authority, root, stamp)


def checked(folder: Path, root: DailyRoot, stamp: TimeStamp) -> None:
    """As docs/verify.md says."""
    (folder / "chained.bin").write_bytes(bytes.fromhex(root.chained))
    (folder / "stamp.tsr").write_bytes(bytes(stamp.token))
    command = "openssl ts -verify -data chained.bin -in stamp.tsr -CAfile cert.pem"
    subprocess.run(command.split(), cwd=folder, check=True, capture_output=True)


def test_it_is_renewed_before_it_expires(root, authority):
    time_stamps.stamp_last()

    assert time_stamps.stamp_last(timezone.now() + timedelta(days=600)) == []
    assert len(time_stamps.stamp_last(timezone.now() + timedelta(days=750))) == 1


def test_a_stamp_of_something_else_is_not_taken(root, authority, monkeypatch, caplog):
    honest = time_stamps._ask

    def ask(address: str, request: bytes) -> bytes:
        other = time_stamps.TimestampRequestBuilder().data(b"other").build().as_bytes()
        return honest(address, other)

    monkeypatch.setattr(time_stamps, "_ask", ask)

    assert time_stamps.stamp_last() == []
    assert "another hash" in caplog.text


@pytest.mark.parametrize("answer", [URLError("no network"), b"no stamp at all"])
def test_an_authority_that_fails_is_logged_and_asked_again(
    root, settings, monkeypatch, caplog, answer
):
    def ask(address: str, request: bytes) -> bytes:
        if isinstance(answer, Exception):
            raise answer
        return answer

    settings.TIME_STAMP_AUTHORITIES = [ADDRESS]
    monkeypatch.setattr(time_stamps, "_ask", ask)

    assert time_stamps.stamp_last() == []
    assert ADDRESS in caplog.text
    assert not TimeStamp.objects.exists()
