"""The example files of the proxies take as much as the archive does, and no more."""

from __future__ import annotations

import re

import pytest
from django.conf import settings

UNITS = {"k": 1 << 10, "m": 1 << 20, "KiB": 1 << 10, "MiB": 1 << 20}


def sizes(name: str, directive: str) -> list[int]:
    written = (settings.BASE_DIR / "deploy" / name).read_text(encoding="utf-8")
    found = re.findall(rf"{directive} (\d+)(\w+)", written)
    return sorted(int(number) * UNITS[unit] for number, unit in found)


@pytest.mark.parametrize(
    ("name", "directive"), [("nginx.conf", "client_max_body_size"), ("Caddyfile", "max_size")]
)
def test_sizes_are_those_of_the_archive(name, directive):
    login, elsewhere, admin = sizes(name, directive)

    assert login == settings.LOGIN_LIMITS.form
    assert admin == settings.LIMITS.sent
    assert elsewhere <= settings.DATA_UPLOAD_MAX_MEMORY_SIZE


def test_nginx_counts_requests_and_logins_by_network():
    written = (settings.BASE_DIR / "deploy" / "nginx.conf").read_text(encoding="utf-8")

    assert re.findall(r"limit_req_zone (\S+) zone=(\w+)", written) == [
        ("$customer", "archive_pages"),
        ("$customer", "archive_logins"),
    ]
    for place, zone in (("/", "pages"), ("/admin/", "pages"), ("= /admin/login/", "logins")):
        block = written.split(f"location {place} {{\n        ")[-1].split("\n    }")[0]
        assert f"limit_req zone=archive_{zone} " in block


@pytest.mark.parametrize(
    ("address", "customer"),
    [
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2:"),
        ("2001:db8::1", None),
        ("203.0.113.7", None),
    ],
)
def test_nginx_takes_a_network_of_ipv6_for_one_customer(address, customer):
    written = (settings.BASE_DIR / "deploy" / "nginx.conf").read_text(encoding="utf-8")
    pattern = re.search(r'"~(\^\(\?<network>.*)"\s', written)[1].replace("?<", "?P<")

    found = re.match(pattern, address)

    assert (found and found["network"]) == customer
