from django.contrib import admin


class PortalAdminSite(admin.AdminSite):
    """The counter and the desk of the staff, on Django's own admin."""

    site_header = "Portal IESS — ventanilla"
    site_title = "Portal IESS"
    index_title = "Su mesa de trabajo"
    site_url = "/"
    enable_nav_sidebar = True
