"""Figures about the process: for programs on this machine, and nobody else learns that they exist."""

import re
from typing import Any

import pytest

from tests.visit import Site


def test_a_program_on_this_machine_reads_each_figure_with_its_kind(site: Site) -> None:
    answer = site.visitor().get("/metrics")

    assert answer.status_code == 200
    assert answer.mimetype == "text/plain"
    lines = answer.text.splitlines()
    assert {"# TYPE portal_lag_ms gauge", "# TYPE portal_evictions counter", "portal_sockets 0"} <= set(lines)
    assert all(
        re.fullmatch(r"# TYPE portal_\w+ (gauge|counter)|portal_\w+ [0-9.e+-]+", line) for line in lines
    )


@pytest.mark.parametrize(
    "words",
    [
        {"environ_base": {"REMOTE_ADDR": "192.0.2.7"}},
        {"environ_base": {"REMOTE_ADDR": ""}},
        {"headers": {"X-Forwarded-For": "127.0.0.1"}},
        {"headers": {"Forwarded": "for=127.0.0.1"}},
        {"headers": {"X-Real-IP": "127.0.0.1"}},
        {"headers": {"Via": "1.1 proxy"}},
    ],
    ids=["another machine", "no address", "x-forwarded-for", "forwarded", "x-real-ip", "via"],
)
def test_whoever_comes_from_elsewhere_or_through_a_proxy_finds_no_such_page(
    site: Site, words: dict[str, Any]
) -> None:
    refused = site.visitor().get("/metrics", **words)

    assert refused.status_code == 404
    assert "portal_" not in refused.text


def test_ipv6_loopback_is_this_machine_too(site: Site) -> None:
    assert site.visitor().get("/metrics", environ_base={"REMOTE_ADDR": "::1"}).status_code == 200
