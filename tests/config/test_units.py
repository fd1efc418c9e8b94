"""The units of systemd run commands that exist, with options that they take."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import get_commands, load_command_class

DEPLOY = Path(settings.BASE_DIR) / "deploy"
UNITS = [*DEPLOY.glob("*.service"), *DEPLOY.glob("*.timer")]
COMMANDS = {
    unit.name: line.partition("manage.py ")[2]
    for unit in sorted(DEPLOY.glob("*.service"))
    for line in unit.read_text(encoding="utf-8").splitlines()
    if line.startswith("ExecStart=") and "manage.py" in line
}


def test_every_timer_has_its_service_which_runs_a_command():
    timers = {timer.with_suffix(".service").name for timer in DEPLOY.glob("*.timer")}

    assert timers == {"archive-backup.service", "archive-verify.service"}
    assert timers <= set(COMMANDS)


@pytest.mark.parametrize("unit", COMMANDS)
def test_a_unit_runs_a_command_that_takes_its_options(unit):
    name, *options = shlex.split(COMMANDS[unit])

    command = load_command_class(get_commands()[name], name)

    assert command.create_parser("manage.py", name).parse_args(options)


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="needs systemd-analyze")
@pytest.mark.parametrize("unit", sorted(path.name for path in UNITS))
def test_systemd_finds_nothing_wrong_with_a_unit(unit, tmp_path):
    for path in UNITS:
        text = path.read_text(encoding="utf-8")
        # A program that is there, in the place of the installation's.
        text = re.sub(r"/srv/archive/.venv/bin/\w+", sys.executable, text)
        (tmp_path / path.name).write_text(text, encoding="utf-8")

    checked = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", str(tmp_path / unit)],
        capture_output=True,
        text=True,
        check=False,
    )

    assert (checked.returncode, checked.stderr) == (0, "")
