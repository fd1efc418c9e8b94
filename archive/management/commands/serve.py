"""Serve the archive on this machine: gunicorn, and the worker beside it."""

import os
import signal
import socket
import subprocess
import sys
import time

from django.conf import settings
from django.core.management import BaseCommand, CommandError


class Command(BaseCommand):
    help = "Serve the archive with gunicorn and run the worker beside it, until interrupted."

    def add_arguments(self, parser):
        parser.add_argument("--port", type=int, default=int(os.environ.get("PORT", "8000")))
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--workers", type=int, default=2, help="gunicorn processes")

    def handle(self, *, port: int, host: str, workers: int, **options: object) -> None:
        manage = str(settings.BASE_DIR / "manage.py")
        if reason := _unusable(host, port):
            raise CommandError(
                f"المنفذ {port} غير متاح: أوقف ما يستعمله أو اختر غيره، make run PORT=8080. "
                f"Port {port} can't be used ({reason}): stop what uses it or name another, "
                "make run PORT=8080.",
                returncode=2,
            )
        server = [sys.executable, "-m", "gunicorn", "config.wsgi", "--bind", f"{host}:{port}"]
        server += ["--workers", str(workers), "--threads", "4", "--log-level", "warning"]
        # However long a pasted query is, the archive answers it with a page of its own.
        server += ["--limit-request-line", "0"]
        commands = [server, [sys.executable, manage, "worker"]]
        for name in (signal.SIGTERM, signal.SIGHUP):
            signal.signal(name, _interrupt)
        environment = {**os.environ, "PORT": str(port)}  # of the addresses that pages print
        running = [
            subprocess.Popen(command, cwd=settings.BASE_DIR, env=environment)  # noqa: S603
            for command in commands
        ]
        self.stdout.write(f"http://{host}:{port}/  (Ctrl-C يوقفه · stops it)")
        self.stdout.flush()  # into a file or a pipe too, before the hours of waiting
        sys.exit(watch(running))


def _unusable(host: str, port: int) -> str:
    """Why nothing can be served at this port, as the system says it; empty where it can."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except (OSError, OverflowError) as error:
            return str(error)
    return ""


def watch(running: list[subprocess.Popen]) -> int:
    """Wait until one process ends or an interrupt comes, then stop them all; the exit code.

    A second interrupt does not wait for them to end well.
    """
    code = 0
    try:
        while all(process.poll() is None for process in running):
            time.sleep(0.2)
        code = next(process.returncode for process in running if process.returncode is not None)
        code = abs(code) or 1
    except KeyboardInterrupt:
        code = 0
    finally:
        for process in running:
            process.terminate()
        for process in running:
            try:
                process.wait(timeout=30)
            except (subprocess.TimeoutExpired, KeyboardInterrupt):
                process.kill()
    return code


def _interrupt(*_: object) -> None:
    raise KeyboardInterrupt
