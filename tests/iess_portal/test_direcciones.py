"""The addresses in the settings: read at the start, or the start stops and says why."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from iess_portal import direcciones
from iess_portal.direcciones import almacen, antivirus

S3 = "s3://papeles/portal/2026?region=us-east-1&endpoint=https://s3.example.ec"


def test_without_an_address_documents_are_in_their_folder():
    assert almacen("", "/srv/docs #1")["OPTIONS"] == {"location": "/srv/docs #1"}


def test_a_folder_may_be_named():
    assert almacen("file:///srv/mis%20papeles", "/otra")["OPTIONS"] == {"location": "/srv/mis papeles"}


def test_a_bucket_needs_its_package_and_the_start_says_which():
    with pytest.raises(ImproperlyConfigured, match=r"django-storages\[s3\]"):
        almacen(S3, "/srv")


def test_a_bucket_is_private_and_overwrites_nothing(monkeypatch):
    monkeypatch.setattr(direcciones, "find_spec", lambda nombre: object())

    leido = almacen(S3, "/srv")

    assert leido["BACKEND"] == "storages.backends.s3.S3Storage"
    assert leido["OPTIONS"] == {
        "bucket_name": "papeles",
        "location": "portal/2026",
        "default_acl": None,
        "file_overwrite": False,
        "region_name": "us-east-1",
        "endpoint_url": "https://s3.example.ec",
    }


@pytest.mark.parametrize("url", ["s3://", "/srv", "file://otro/srv", "gs://cubo", "s3://cubo?acl=public-read"])
def test_an_address_that_is_none_stops_the_start(url):
    with pytest.raises(ImproperlyConfigured, match="STORAGE_URL"):
        almacen(url, "/srv")


def test_the_address_of_the_antivirus_is_looked_at_too():
    assert antivirus("") == ""
    assert antivirus("tcp://clamav:3310") == "tcp://clamav:3310"
    with pytest.raises(ImproperlyConfigured, match="CLAMAV_URL"):
        antivirus("clamav")
