"""A public server behind TLS. SECRET_KEY, ALLOWED_HOSTS and SITE_URL come from the environment."""

from config.deployment import refuse_to_start
from config.environment import listed, switched_on
from config.settings.base import *  # noqa: F403
from config.settings.base import (
    ALLOWED_HOSTS,
    DEBUG,
    SECRET_KEY,
    SILENCED_SYSTEM_CHECKS,
    SITE_URL,
)

refuse_to_start(debug=DEBUG, secret_key=SECRET_KEY, allowed_hosts=ALLOWED_HOSTS)

CSRF_TRUSTED_ORIGINS = listed("CSRF_TRUSTED_ORIGINS") or [SITE_URL]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_SSL_REDIRECT = not switched_on("PLAIN_HTTP")
# For this host alone: how a newsroom serves the others of its domain is not the archive's affair.
SECURE_HSTS_SECONDS = 365 * 24 * 3600
SILENCED_SYSTEM_CHECKS = [*SILENCED_SYSTEM_CHECKS, "security.W005", "security.W021"]
SECURE_REDIRECT_EXEMPT = [r"^healthz/$", r"^readyz/$"]
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
# Browsers take cookies of such names over TLS alone, and from no other host of the domain.
SESSION_COOKIE_NAME = "__Host-sessionid"
CSRF_COOKIE_NAME = "__Host-csrftoken"
# Logins are throttled by the address that the proxy saw, not by the proxy's own.
AXES_CLIENT_IP_CALLABLE = "config.clients.address_behind_proxy"
