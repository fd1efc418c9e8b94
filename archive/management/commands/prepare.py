"""Make this installation ready to serve: what `make run` does before it starts the server.

Every step looks first whether there is anything to do, so that the second run takes seconds.
"""

import hashlib
import io
import json
import os
from collections.abc import Iterable
from pathlib import Path

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import BaseCommand, call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from archive.editing.reannotating import note_if_due

ADMIN_NAME = "admin"
FIXTURES = Path(settings.BASE_DIR) / "fixtures"


class Command(BaseCommand):
    help = (
        "Prepare this installation: database, fonts, static files, authorities, demonstration "
        "archive, admin account and index. Safe to run again."
    )

    # The static files check asks for the folder of fonts, which this command makes.
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument(
            "--empty", action="store_true", help="leave the demonstration archive out"
        )

    def handle(self, *, empty: bool, **options: object) -> None:
        keep_to_owner(settings.ARCHIVE_DATA)
        settings.ARCHIVE_FONTS.mkdir(parents=True, exist_ok=True)
        if migrations_are_due():
            self.say("قاعدة البيانات", "Database")
        call_command("migrate", interactive=False, verbosity=0)
        call_command("fonts", verbosity=0)
        steps = Stamps(settings.ARCHIVE_CACHE / "prepared.json")
        static_files = [
            *_files(Path(settings.BASE_DIR) / "static"),
            *_files(settings.ARCHIVE_FONTS),
        ]
        if steps.differs("static", static_files):
            self.say("الملفات الثابتة", "Static files")
            call_command("collectstatic", interactive=False, clear=True, verbosity=0)
            steps.done("static", static_files)
        authorities = _files(FIXTURES / "authorities")
        if steps.differs("authorities", authorities):
            self.say("الأسماء والناشرون", "Authorities")
            call_command("load_authorities", verbosity=0)
            # Stored articles are recognised anew by the worker, while the archive serves.
            note_if_due()
            steps.done("authorities", authorities)
        demonstration = _files(FIXTURES / "demonstration")
        if not empty and steps.differs("demonstration", demonstration):
            self.say("الأرشيف التجريبي", "Demonstration archive")
            call_command(
                "ingest",
                str(FIXTURES / "demonstration"),
                undated=True,
                publish=True,
                verbosity=0,
                stdout=io.StringIO(),
            )
            steps.done("demonstration", demonstration)
        self.keep_index_ready()
        self.introduce(ensure_admin())

    def keep_index_ready(self) -> None:
        """Build the index where there is none; otherwise the worker brings it up to date."""
        if not os.path.exists(settings.ARCHIVE_INDEX / "CURRENT"):  # also where it may not be read
            self.say("الفهرس", "Index")
            call_command("rebuild_index", verbosity=0)

    def say(self, arabic: str, english: str) -> None:
        self.stderr.write(f"{arabic} · {english}…")

    def introduce(self, password: str | None) -> None:
        address = settings.SITE_URL
        shown = password or "(كما غيّرتها · as you changed it)"
        self.stdout.write(
            f"\n{settings.ARCHIVE_NAME} · {settings.ARCHIVE_NAME_EN}\n"
            f"  الرابط · address    {address}/\n"
            f"  الإدارة · admin     {address}/admin/\n"
            f"  الاسم · name        {ADMIN_NAME}\n"
            f"  كلمة السر · password {shown}\n"
        )


def migrations_are_due() -> bool:
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def keep_to_owner(folder: Path) -> None:
    """Nobody else enters the data folder, also one that an earlier release left open."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if folder.stat().st_uid == os.geteuid():
        folder.chmod(0o700)


class Stamps:
    """Which files each step saw when it last ran, so that it runs again only when they change."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.seen: dict[str, str] = {}
        try:
            self.seen.update(json.loads(path.read_text()))
        except (FileNotFoundError, ValueError):  # none yet, or cut off on a full disk: all run
            return

    def differs(self, step: str, files: Iterable[Path]) -> bool:
        return self.seen.get(step) != _fingerprint(files)

    def done(self, step: str, files: Iterable[Path]) -> None:
        self.seen[step] = _fingerprint(files)
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self.path.write_text(json.dumps(self.seen, indent=1))


def ensure_admin() -> str | None:
    """Create the demonstration admin on the first start; its password while it is unchanged."""
    password = os.environ["ARCHIVE_ADMIN_PASSWORD"]
    user, created = get_user_model().objects.get_or_create(
        username=ADMIN_NAME, defaults={"is_staff": True, "is_superuser": True}
    )
    if created:
        user.set_password(password)
        user.save()
    return password if user.check_password(password) else None


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def _fingerprint(files: Iterable[Path]) -> str:
    whole = hashlib.sha256()
    for path in files:
        whole.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return whole.hexdigest()
