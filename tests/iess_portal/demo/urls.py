"""The URLs of the portal with those that only the demonstration has."""

from django.urls import include, path

from iess_portal.urls import handler404 as portal_handler404
from iess_portal.urls import urlpatterns as portal_urls

urlpatterns = [path("demo/", include("iess_portal.demo.urls")), *portal_urls]
handler404 = portal_handler404
