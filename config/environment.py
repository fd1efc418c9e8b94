"""What the environment decides: paths, secrets, addresses.

`ARCHIVE_DATA` names the one folder that holds everything a running archive writes. Its file
`env` (mode 0600) keeps the secrets made for one installation, as `NAME=value` lines.
"""

import os
import secrets
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

ROOT = Path(__file__).resolve().parent.parent


def data_folder() -> Path:
    """Where the archive keeps its things: `ARCHIVE_DATA`, or `var/` beside manage.py."""
    return Path(os.environ.get("ARCHIVE_DATA") or ROOT / "var").absolute()


def required(name: str) -> str:
    """The variable's value; without one the archive can't start, and says which is missing."""
    value = os.environ.get(name, "").strip()
    if not value:
        raise ImproperlyConfigured(
            f"اضبط متغير البيئة {name} ثم أعد التشغيل. "
            f"Set the environment variable {name} and start again (docs/deploy.md lists them all)."
        )
    return value


def listed(name: str) -> list[str]:
    """A comma-separated variable as a list, empty where it is unset."""
    return [part.strip() for part in os.environ.get(name, "").split(",") if part.strip()]


def switched_on(name: str) -> bool:
    return os.environ.get(name, "").strip().lower() in {"1", "true", "yes", "on"}


def keep_installation_secrets() -> None:
    """Read `ARCHIVE_DATA/env` into the environment, making it on the first start.

    Variables that are already set win over the file.
    """
    path = data_folder() / "env"
    if not path.exists():
        _make_secrets(path)
    for line in path.read_text(encoding="utf-8").splitlines():
        name, equals, value = line.partition("=")
        if equals and not name.lstrip().startswith("#"):
            os.environ.setdefault(name.strip(), value.strip())


def _make_secrets(path: Path) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    lines = (
        f"SECRET_KEY={secrets.token_urlsafe(50)}\n"
        f"ARCHIVE_ADMIN_PASSWORD={secrets.token_urlsafe(12)}\n"
    )
    half_written = path.with_name(f".env-{secrets.token_hex(4)}")
    handle = os.open(half_written, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(lines)
            file.flush()
            os.fsync(file.fileno())
        os.link(half_written, path)  # whole or not there, and never in place of another
    except FileExistsError:  # another process of this installation was a moment earlier
        return
    finally:
        half_written.unlink()
