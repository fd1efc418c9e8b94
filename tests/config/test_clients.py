"""Where a request came from, behind the archive's own proxy."""

import pytest
from django.test import RequestFactory

from config.clients import address_behind_proxy


@pytest.mark.parametrize(
    ("forwarded", "address"),
    [
        pytest.param("203.0.113.7", "203.0.113.7", id="proxy"),
        pytest.param("10.0.0.1, 203.0.113.7", "203.0.113.7", id="client-claims-another"),
        pytest.param("", "127.0.0.1", id="no-proxy"),
    ],
)
def test_address_is_the_one_that_the_proxy_saw(forwarded, address):
    headers = {"x-forwarded-for": forwarded} if forwarded else {}

    assert address_behind_proxy(RequestFactory().get("/", headers=headers)) == address
