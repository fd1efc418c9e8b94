import os

from django.core.wsgi import get_wsgi_application

os.umask(0o077)  # what the archive writes is for its own account alone
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.production")

application = get_wsgi_application()

from search.warming import warm_up  # noqa: E402  (the applications must be loaded first)

warm_up()
