"""HAProxy 2.4 or newer."""

from portal.cli.proxy.front import LONG_LIVED, Front, text_of


def haproxy(front: Front) -> str:
    """A whole haproxy.cfg."""
    return text_of(
        _head(front),
        _defaults(),
        _frontend(front),
        _backend(front, "portal_pages", _RETRIES),
        _backend(front, "portal_live", _live(front)),
    )


def _head(front: Front) -> list[str]:
    return [
        "# HAProxy in front of the portal. Save it as /etc/haproxy/haproxy.cfg, then:",
        "#   haproxy -c -f /etc/haproxy/haproxy.cfg && systemctl reload haproxy",
        *front.needs,
        "",
        "global",
        "    log stderr format raw local0 notice",
        "    user haproxy",
        "    group haproxy",
        "    maxconn 8000",
        "    ssl-default-bind-options ssl-min-ver TLSv1.2",
        "    # Live connections outlive a reload; after this time they come back to the new HAProxy.",
        "    hard-stop-after 10m",
    ]


def _defaults() -> list[str]:
    return [
        "defaults",
        "    mode http",
        "    log global",
        "    option dontlognull",
        "    # Headers: ten seconds to come, and 15 KB at most, which is the size of a buffer less its reserve.",
        "    timeout http-request 10s",
        "    timeout http-keep-alive 30s",
        "    timeout client 60s",
        "    timeout client-fin 10s",
        "    timeout connect 3s",
        "    timeout server 60s",
        "    timeout queue 10s",
        f"    timeout tunnel {LONG_LIVED}",
    ]


def _frontend(front: Front) -> list[str]:
    return [
        "frontend portal",
        *(_bind_plain(front) if front.is_plain else _bind_tls(front)),
        "",
        "    # The portal takes files of one megabyte less; the rest of a form needs some room too.",
        f"    http-request deny deny_status 413 if {{ req.body_size gt {front.body_bytes} }}",
        "",
        *(_FORWARDED_PLAIN if front.is_plain else _FORWARDED),
        "    http-request del-header Forwarded",
        "    http-request del-header X-Real-IP",
        "",
        "    # One institute often shares one address, so this is wide; the portal itself limits each person.",
        "    stick-table type ipv6 size 100k expire 1m store http_req_rate(10s)",
        f"    http-request track-sc0 {_who(front)}",
        "    http-request deny deny_status 429 if { sc_http_req_rate(0) gt 2000 }",
        "",
        "    use_backend portal_live if { path_beg /socket.io/ }",
        "    default_backend portal_pages",
    ]


_FORWARDED = [
    "    http-request set-header X-Forwarded-For %[src]",
    "    http-request set-header X-Forwarded-Proto https",
    "    http-request set-header X-Forwarded-Host %[req.hdr(Host)]",
]
_FORWARDED_PLAIN = [
    "    # Only programs on this machine reach this port: what the one that ends TLS has set is passed on.",
    "    http-request set-header X-Forwarded-For %[src] unless { req.hdr(X-Forwarded-For) -m found }",
    "    http-request set-header X-Forwarded-Proto http unless { req.hdr(X-Forwarded-Proto) -m found }",
    "    http-request set-header X-Forwarded-Host %[req.hdr(Host)]",
]
_RETRIES = [
    "    # A request that no process began to answer goes to the next one; a form is not sent twice.",
    "    retry-on conn-failure empty-response",
    "    http-request disable-l7-retry unless METH_GET",
    "    # Pages; what the portal has compressed already is left as it is.",
    "    compression algo gzip",
    "    compression type text/html text/calendar text/csv",
]


def _who(front: Front) -> str:
    """Whose requests are counted together; behind another program, those of the last address, which it has seen itself."""
    return "req.hdr_ip(X-Forwarded-For,-1)" if front.is_plain else "src"


def _live(front: Front) -> list[str]:
    return [
        "    # The live connection of each page; this many from one address.",
        "    stick-table type ipv6 size 100k expire 1m store conn_cur",
        f"    http-request track-sc1 {_who(front)}",
        f"    http-request deny deny_status 429 if {{ sc_conn_cur(1) gt {front.sockets_per_address} }}",
    ]


def _backend(front: Front, name: str, more: list[str]) -> list[str]:
    return [
        f"backend {name}",
        "    # A live connection stays for hours: the process with the fewest gets the next one.",
        "    balance leastconn",
        "    http-reuse never",
        "    option redispatch 1",
        "    retries 3",
        *more,
        "    option httpchk",
        f"    http-check send meth GET uri /readyz ver HTTP/1.1 hdr Host {front.domain}",
        "    http-check expect status 200",
        "    default-server check inter 1s fastinter 500ms fall 2 rise 1",
        *(
            f"    server portal{number} {_address(server)}"
            for number, server in enumerate(front.servers, start=1)
        ),
    ]


def _address(server: str) -> str:
    return f"unix@{server}" if server.startswith("/") else server


def _bind_plain(front: Front) -> list[str]:
    return [f"    bind 127.0.0.1:{front.port}"]


def _bind_tls(front: Front) -> list[str]:
    redirect = ["    bind :::80 v4v6", "    http-request redirect scheme https code 301 unless { ssl_fc }"]
    certificate = front.certificate or f"/etc/haproxy/certs/{front.domain}.pem"
    return [
        "    # One file with the certificate, its chain and the key.",
        f"    bind :::{front.port} v4v6 ssl crt {certificate} alpn h2,http/1.1",
        *(redirect if front.port == 443 else []),
    ]
