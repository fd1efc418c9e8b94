"""What the archive's commands have in common."""

from django.core.management import BaseCommand, CommandError
from django.db import OperationalError, ProgrammingError


class ArchiveCommand(BaseCommand):
    """A command that other programs call.

    A database that can't be used (not set up, locked, on a full disk) is one line that says what
    to do, and exit code 2: could not run.
    """

    requires_system_checks = ()  # serves no pages: need not look at them

    def execute(self, *args: object, **options: object) -> str | None:
        try:
            return super().execute(*args, **options)
        except (OperationalError, ProgrammingError) as error:
            raise CommandError(
                f"تعذّر العمل على قاعدة البيانات ({error}). شغّل «manage.py migrate» إن لم تكن "
                "مهيأة، وتحقق من مساحة القرص، ثم أعد الأمر: ما قيل إنه حُفظ باقٍ. "
                f"The database could not be used ({error}). Run “manage.py migrate” if it was "
                "never set up, look at the space on the disk, then run the command again: what "
                "was reported stored is there.",
                returncode=2,
            ) from error
