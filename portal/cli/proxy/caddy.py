"""Caddy 2.6 or newer."""

from portal.cli.proxy.front import Front, text_of


def caddy(front: Front) -> str:
    """A whole Caddyfile; Caddy gets and renews the certificate by itself."""
    return text_of(_head(front), _options(), _site(front))


def _head(front: Front) -> list[str]:
    return [
        "# Caddy in front of the portal. Save it as /etc/caddy/Caddyfile, then:",
        "#   caddy validate --config /etc/caddy/Caddyfile && systemctl reload caddy",
        *front.needs,
        "# Caddy alone limits no requests of one address; the portal itself limits each person and each socket.",
    ]


def _options() -> list[str]:
    return [
        "{",
        "    servers {",
        "        max_header_size 16KB",
        "        timeouts {",
        "            read_header 10s",
        "            idle 1m",
        "        }",
        "    }",
        "    # Live connections outlive a reload; after this time they come back to the new configuration.",
        "    grace_period 10s",
        "}",
    ]


def _site(front: Front) -> list[str]:
    return [
        *(_plain(front) if front.is_plain else _tls(front)),
        "    # The portal takes files of one megabyte less; the rest of a form needs some room too.",
        "    request_body {",
        f"        max_size {front.body_bytes}",
        "    }",
        "",
        "    # Pages; what the portal has compressed already is left as it is.",
        "    @pages not path /static/* /socket.io/*",
        "    encode @pages gzip",
        "",
        f"    reverse_proxy {' '.join(_address(server) for server in front.servers)} {{",
        "        # A live connection stays for hours: the process with the fewest gets the next one.",
        "        lb_policy least_conn",
        "        # A request that no process began to answer goes to the next one; a form is not sent twice.",
        "        lb_try_duration 5s",
        "        lb_try_interval 100ms",
        "        fail_duration 1s",
        "        max_fails 3",
        "",
        "        health_uri /readyz",
        "        health_interval 1s",
        "        health_timeout 2s",
        "        health_headers {",
        f"            Host {front.domain}",
        "        }",
        "",
        *(_FORWARDED_PLAIN if front.is_plain else _FORWARDED),
        "        header_up -Forwarded",
        "        header_up -X-Real-IP",
        "        transport http {",
        "            dial_timeout 3s",
        "            response_header_timeout 1m",
        "            # A connection of its own for each request: none is ever lost to a process that restarts.",
        "            keepalive off",
        "        }",
        "    }",
        "}",
    ]


_FORWARDED = [
    "        header_up X-Forwarded-For {remote_host}",
    "        header_up X-Forwarded-Proto {scheme}",
    "        header_up X-Forwarded-Host {host}",
]
_FORWARDED_PLAIN = [
    "        # Only programs on this machine reach this port: what the one that ends TLS has set is passed on.",
    "        header_up X-Forwarded-For {http.request.header.X-Forwarded-For}",
    "        header_up X-Forwarded-Proto {http.request.header.X-Forwarded-Proto}",
]


def _address(server: str) -> str:
    return f"unix/{server}" if server.startswith("/") else server


def _plain(front: Front) -> list[str]:
    return [f"http://{front.domain}:{front.port} {{", "    bind 127.0.0.1"]


def _tls(front: Front) -> list[str]:
    own = [f"    tls {front.certificate} {front.key}"] if front.certificate else []
    return [front.domain + ("" if front.port == 443 else f":{front.port}") + " {", *own]
