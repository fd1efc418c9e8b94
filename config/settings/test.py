"""Tests: nothing outlives the run, and passwords are hashed fast."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

_folder = tempfile.mkdtemp(prefix="archive-tests-")
atexit.register(shutil.rmtree, _folder, ignore_errors=True)
os.environ["ARCHIVE_DATA"] = _folder
os.environ["SECRET_KEY"] = "only-for-tests"  # noqa: S105
os.environ["ALLOWED_HOSTS"] = "testserver,localhost,127.0.0.1"
os.environ["SITE_URL"] = "https://archive.example"
os.environ.pop("DATABASE_URL", None)

from config.settings.base import *  # noqa: E402, F403

(Path(_folder) / "cache" / "fonts").mkdir(parents=True)
(Path(_folder) / "cache" / "static").mkdir()
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
AXES_ENABLED = False
