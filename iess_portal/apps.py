from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig


class PortalConfig(AppConfig):
    default = True
    name = "iess_portal"
    verbose_name = "portal"


class PortalAdminConfig(AdminConfig):
    default_site = "iess_portal.admin.PortalAdminSite"
