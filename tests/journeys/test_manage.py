"""Commands, whatever the terminal."""

import os
import subprocess
import sys
from pathlib import Path

from django.conf import settings

from archive.management.commands.prepare import keep_to_owner


def test_a_terminal_without_arabic_letters_ends_no_command(tmp_path):
    environment = {
        **os.environ,
        "ARCHIVE_DATA": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "config.settings.local",
        "PYTHONIOENCODING": "latin-1",
    }

    helped = subprocess.run(
        [sys.executable, Path(settings.BASE_DIR) / "manage.py", "worker", "--help"],
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )

    assert "until stopped" in " ".join(helped.stdout.split())


def test_what_commands_write_is_for_their_own_account_alone(tmp_path):
    """From the first command on, whatever the terminal's umask."""
    data = tmp_path / "data"
    environment = {
        **os.environ,
        "ARCHIVE_DATA": str(data),
        "DJANGO_SETTINGS_MODULE": "config.settings.local",
    }
    for name in ("SECRET_KEY", "DATABASE_URL"):
        environment.pop(name, None)

    subprocess.run(
        [sys.executable, Path(settings.BASE_DIR) / "manage.py", "migrate", "--verbosity", "0"],
        env=environment,
        check=True,
        umask=0,
    )

    written = [data, *data.rglob("*")]
    assert {path.name for path in written} >= {"data", "env", "archive.sqlite3"}
    assert [path for path in written if path.stat().st_mode & 0o077] == []


def test_the_server_writes_for_its_own_account_alone(tmp_path):
    shown = subprocess.run(
        [sys.executable, "-c", "import os, config.wsgi; print(f'{os.umask(0):o}')"],
        cwd=settings.BASE_DIR,
        env={
            **os.environ,
            "ARCHIVE_DATA": str(tmp_path),
            "DJANGO_SETTINGS_MODULE": "config.settings.local",
        },
        capture_output=True,
        text=True,
        check=True,
        umask=0,
    )

    assert shown.stdout.strip() == "77"


def test_a_data_folder_that_others_could_enter_is_closed_to_them(tmp_path):
    folder = tmp_path / "data"
    folder.mkdir()
    folder.chmod(0o755)

    keep_to_owner(folder)

    assert folder.stat().st_mode & 0o777 == 0o700


def test_units_and_guide_keep_to_it_too():
    units = sorted((Path(settings.BASE_DIR) / "deploy").glob("*.service"))
    assert len(units) >= 2
    for unit in units:
        written = unit.read_text(encoding="utf-8")
        assert "UMask=0077" in written, unit.name
        assert "StateDirectoryMode=0700" in written, unit.name
    guide = (Path(settings.BASE_DIR) / "docs" / "deploy.md").read_text(encoding="utf-8")
    assert "umask 077" in guide
