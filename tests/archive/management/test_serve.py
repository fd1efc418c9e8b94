"""The server of one machine."""

import signal
import socket
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.core.management import CommandError, call_command

from archive.management.commands.serve import watch

ROOT = Path(__file__).parents[3]
SERVE = "archive.management.commands.serve"


def test_a_port_that_does_not_exist_is_refused():
    with pytest.raises(CommandError, match="99999") as refusal:
        call_command("serve", port=99999)

    assert refusal.value.returncode == 2


def test_a_taken_port_is_said_before_anything_starts():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()

        with pytest.raises(CommandError, match="PORT=") as refusal:
            call_command("serve", port=taken.getsockname()[1])

    assert refusal.value.returncode == 2


@pytest.fixture
def stubborn():
    """A process that does not end when it is asked to."""
    script = (
        "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print(flush=True); "
    )
    command = [sys.executable, "-c", script + "time.sleep(600)"]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
        process.stdout.readline()
        yield process
        process.kill()


def test_a_second_interrupt_does_not_wait(stubborn, monkeypatch):
    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("archive.management.commands.serve.time.sleep", interrupted)
    monkeypatch.setattr(stubborn, "wait", interrupted)

    assert watch([stubborn]) == 0

    monkeypatch.undo()
    assert stubborn.wait(20) == -signal.SIGKILL


def test_pages_print_the_port_that_is_served(monkeypatch):
    started = []

    def start(command, env, **kwargs):
        started.append(env)

    monkeypatch.setattr(f"{SERVE}.subprocess", SimpleNamespace(Popen=start))
    monkeypatch.setattr(f"{SERVE}.watch", lambda running: 0)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]

    with pytest.raises(SystemExit):
        call_command("serve", port=port)

    script = "import config.settings.local as local; print(local.SITE_URL)"
    environment = {
        name: value for name, value in started[0].items() if name not in ("SITE_URL", "DEBUG")
    }
    printed = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, env=environment, capture_output=True, text=True
    )
    assert printed.stdout.strip() == f"http://127.0.0.1:{port}", printed.stderr
