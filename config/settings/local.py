"""One machine: what `make run` and the commands use. Secrets are made for this installation."""

import os

from config.environment import keep_installation_secrets

keep_installation_secrets()
os.environ.setdefault("ALLOWED_HOSTS", "127.0.0.1,localhost,[::1]")
# Made from the port, and not handed on: `serve --port` starts its processes with another.
_made = "SITE_URL" not in os.environ
if _made:
    os.environ["SITE_URL"] = f"http://127.0.0.1:{os.environ.get('PORT', '8000')}"

from config.settings.base import *  # noqa: E402, F403

if _made:
    del os.environ["SITE_URL"]
