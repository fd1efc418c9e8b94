"""Commands, whatever the terminal."""

import os
import subprocess
import sys
from pathlib import Path

from django.conf import settings


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
