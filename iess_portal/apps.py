from django.apps import AppConfig
from django.contrib.admin import apps as admin_apps


class PortalConfig(AppConfig):
    default = True
    name = "iess_portal"
    verbose_name = "portal"


class PortalAdminConfig(admin_apps.AdminConfig):
    default = False
    default_site = "iess_portal.admin.PortalAdminSite"
