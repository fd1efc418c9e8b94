"""Make the web fonts of this installation."""

from django.conf import settings
from django.core.management import BaseCommand, CommandError

from archive.citing.fonts import FontMissingError, make_fonts


class Command(BaseCommand):
    help = "Make woff2 subsets of the archive's fonts; does nothing when they are up to date."

    def handle(self, *, verbosity: int, **options: object) -> None:
        try:
            made = make_fonts(settings.ARCHIVE_FONTS)
        except FontMissingError as error:
            raise CommandError(str(error), returncode=2) from error
        if verbosity:
            self.stdout.write("صُنعت الخطوط · Fonts made" if made else "لا تغيير · Unchanged")
