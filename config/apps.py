from django.contrib.admin.apps import AdminConfig


class ArchiveAdminConfig(AdminConfig):
    """The admin site of the archive (archive.admin.site)."""

    default_site = "archive.admin.site.ArchiveAdminSite"
