"""What counts as one network."""

import pytest
from django.test import RequestFactory

from cuentas.limites import red_de


@pytest.mark.parametrize(
    ("direccion", "red"),
    [
        ("190.15.130.7", "190.15.130.7"),
        ("2800:370:12:34:aaaa:bbbb:cccc:dddd", "2800:370:12:34::/64"),
        ("2800:370:12:34::1", "2800:370:12:34::/64"),
        ("2800:370:12:35::1", "2800:370:12:35::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("::ffff:190.15.130.7", "190.15.130.7"),
        ("", ""),
        ("unix:", "unix:"),
    ],
)
def test_a_network_is_an_ipv4_address_or_an_ipv6_64(direccion, red):
    assert red_de(RequestFactory().get("/", REMOTE_ADDR=direccion)) == red
