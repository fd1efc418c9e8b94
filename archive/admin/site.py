"""The admin site of the archive: Arabic, right to left."""

from django.contrib.admin import AdminSite


class ArchiveAdminSite(AdminSite):
    site_header = "إدارة الأرشيف"
    site_title = "إدارة الأرشيف"
    index_title = "العمل اليومي"
