"""The addresses of the portal with DEBUG on, which the test settings leave out."""

from django.urls import include, path

from iess_portal.urls import handler404
from iess_portal.urls import urlpatterns as del_portal

__all__ = ["handler404", "urlpatterns"]

urlpatterns = [path("demo/", include("iess_portal.demo.urls")), *del_portal]
