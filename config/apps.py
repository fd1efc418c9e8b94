from django.contrib.admin.apps import AdminConfig
from django.core.checks import Tags, register

from config.deployment import check


class ArchiveAdminConfig(AdminConfig):
    """The admin site of the archive (archive.admin.site)."""

    default_site = "archive.admin.site.ArchiveAdminSite"

    def ready(self) -> None:
        # Whatever registers first makes the site. Were that Django's own admin of accounts, the
        # import of `archive.admin.site` would run the whole package inside the making, and its
        # pages would register with a second site.
        import archive.admin  # noqa: F401

        register(check, Tags.security, deploy=True)
        super().ready()
