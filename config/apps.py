from django.contrib.admin.apps import AdminConfig


class ArchiveAdminConfig(AdminConfig):
    """The admin site of the archive (archive.admin_site)."""

    default_site = "archive.admin_site.ArchiveAdminSite"
