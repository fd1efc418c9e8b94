"""Where a request came from, behind the archive's own proxy."""

import pytest
from django.test import RequestFactory

from config.clients import address_behind_proxy, address_of_peer


@pytest.mark.parametrize(
    ("forwarded", "address"),
    [
        pytest.param("203.0.113.7", "203.0.113.7", id="proxy"),
        pytest.param("10.0.0.1, 203.0.113.7", "203.0.113.7", id="client-claims-another"),
        pytest.param("", "127.0.0.1", id="no-proxy"),
        pytest.param("no address at all", "127.0.0.1", id="no-address"),
        pytest.param("::ffff:203.0.113.7", "203.0.113.7", id="ipv4-written-as-ipv6"),
        pytest.param("2001:DB8:0::1", "2001:db8::1", id="one-spelling"),
        pytest.param("fe80::1%eth0", "fe80::1", id="zone"),
    ],
)
def test_address_is_the_one_that_the_proxy_saw(forwarded, address):
    headers = {"x-forwarded-for": forwarded} if forwarded else {}

    assert address_behind_proxy(RequestFactory().get("/", headers=headers)) == address


def test_connection_over_a_socket_has_no_address():
    assert address_of_peer(RequestFactory().get("/", REMOTE_ADDR="")) is None
