"""What a public server must not be started with."""

from __future__ import annotations

from collections.abc import Sequence

from django.conf import settings
from django.core.checks import CheckMessage, Error
from django.core.exceptions import ImproperlyConfigured

from config.environment import ROOT

SHORTEST_KEY = 50  # characters
FEWEST_LETTERS = 5  # different ones in a key
KNOWN_KEYS = ("django-insecure-", "only-for-tests")
FOLDER_OF_ONE_MACHINE = ROOT / "var"

DEBUG_IS_ON = (
    "متغير DEBUG مشغّل: يُري كل خطأ أسرار الخادم لمن يراه. احذفه من البيئة. "
    "DEBUG is on: each error would show the server's secrets to whoever sees it. Unset it."
)
KEY_IS_WEAK = (
    "مفتاح SECRET_KEY قصير أو معروف، فمن يخمنه يدخل بأي حساب. اصنع غيره: "
    "SECRET_KEY is short or known: whoever guesses it comes in as anyone. Make another: "
    "python3 -c 'import secrets; print(secrets.token_urlsafe(50))'"
)
ANY_HOST = (
    "في ALLOWED_HOSTS نجمة: سمّ أسماء الموقع وحدها. "
    "ALLOWED_HOSTS holds *: name the names of the site alone."
)


def mistakes(*, debug: bool, secret_key: str, allowed_hosts: Sequence[str]) -> list[str]:
    """What must be mended before these settings meet the public, each with the way."""
    found = []
    if debug:
        found.append(DEBUG_IS_ON)
    if _is_weak(secret_key):
        found.append(KEY_IS_WEAK)
    if any(host in ("*", ".") for host in allowed_hosts):
        found.append(ANY_HOST)
    return found


def refuse_to_start(*, debug: bool, secret_key: str, allowed_hosts: Sequence[str]) -> None:
    found = mistakes(debug=debug, secret_key=secret_key, allowed_hosts=allowed_hosts)
    if found:
        raise ImproperlyConfigured("\n".join(found))


def check(**kwargs: object) -> list[CheckMessage]:
    """For `manage.py check --deploy`, whichever settings it is run with."""
    found = mistakes(
        debug=settings.DEBUG,
        secret_key=settings.SECRET_KEY,
        allowed_hosts=settings.ALLOWED_HOSTS,
    )
    return [Error(mistake, id="archive.E001") for mistake in found]


def _is_weak(key: str) -> bool:
    if len(key) < SHORTEST_KEY or len(set(key)) < FEWEST_LETTERS:
        return True
    return key.startswith(KNOWN_KEYS) or key == _key_of_one_machine()


def _key_of_one_machine() -> str:
    """The key that `make run` made beside the code, where it did."""
    try:
        lines = (FOLDER_OF_ONE_MACHINE / "env").read_text(encoding="utf-8").splitlines()
    except OSError:
        return ""
    return next((line.partition("=")[2] for line in lines if line.startswith("SECRET_KEY=")), "")
