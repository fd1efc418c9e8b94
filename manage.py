#!/usr/bin/env python3
"""Run the archive's commands: `manage.py help` lists them."""

import os
import sys


def main() -> None:
    os.umask(0o077)  # what the archive writes is for its own account alone
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.local")
    for stream in (sys.stdout, sys.stderr):
        # A terminal that knows no Arabic letters shows their numbers instead of ending a command.
        stream.reconfigure(errors="backslashreplace")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
