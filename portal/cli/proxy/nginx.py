"""nginx 1.18 or newer."""

from portal.cli.proxy.front import LONG_LIVED, Front, text_of


def nginx(front: Front) -> str:
    """One file for sites-available: it stands inside the block `http` of nginx.conf."""
    return text_of(
        _head(front), _forwarded(front), _limits(front), _upstream(front), _redirect(front), _server(front)
    )


def _head(front: Front) -> list[str]:
    return [
        "# nginx in front of the portal. Save it as /etc/nginx/sites-available/portal, link it into sites-enabled, then:",
        "#   nginx -t && systemctl reload nginx",
        "# Each live connection takes two of nginx's: set worker_connections 8192; in the block `events` of nginx.conf.",
        *front.needs,
    ]


def _limits(front: Front) -> list[str]:
    who = "$portal_visitor" if front.is_plain else "$binary_remote_addr"
    return [
        "# One institute often shares one address, so these are wide; the portal itself limits each person.",
        f"limit_conn_zone {who} zone=portal_sockets:10m;",
        f"limit_conn_zone {who} zone=portal_requests:10m;",
        f"limit_req_zone {who} zone=portal_rate:10m rate=100r/s;",
        "limit_conn_status 429;",
        "limit_req_status 429;",
    ]


def _forwarded(front: Front) -> list[str]:
    if not front.is_plain:
        return []
    return [
        "# Only programs on this machine reach this port: what the one that ends TLS has set is passed on.",
        'map $http_x_forwarded_for $portal_for { "" $remote_addr; default $http_x_forwarded_for; }',
        'map $http_x_forwarded_proto $portal_proto { "" $scheme; default $http_x_forwarded_proto; }',
        "# Everybody comes from this machine then, so limits go by the last address: that program has seen it itself.",
        "map $http_x_forwarded_for $portal_visitor {",
        "    default $remote_addr;",
        '    "~(?<portal_last>[0-9A-Fa-f.:]+)\\s*$" $portal_last;',
        "}",
    ]


def _upstream(front: Front) -> list[str]:
    return [
        "upstream portal {",
        "    # A live connection stays for hours: the process with the fewest gets the next one.",
        "    least_conn;",
        "    # This nginx looks at no process by itself, it learns from each request.",
        "    # A process that restarts refuses at once, and the next one is asked: marking it as failed would help nobody,",
        "    # and in a rolling restart it could leave nginx with none.",
        *(f"    server {_address(server)} max_fails=0;" for server in front.servers),
        "}",
    ]


def _address(server: str) -> str:
    return f"unix:{server}" if server.startswith("/") else server


def _redirect(front: Front) -> list[str]:
    if front.is_plain or front.port != 443:
        return []
    return [
        "server {",
        "    listen 80;",
        "    listen [::]:80;",
        f"    server_name {front.domain};",
        "    location /.well-known/acme-challenge/ { root /var/www/html; }",
        f"    location / {{ return 301 {front.base_url}$request_uri; }}",
        "}",
    ]


def _server(front: Front) -> list[str]:
    return [
        "server {",
        *(_listen_plain(front) if front.is_plain else _listen_tls(front)),
        f"    server_name {front.domain};",
        "    server_tokens off;",
        "",
        "    # The portal takes files of one megabyte less; the rest of a form needs some room too.",
        f"    client_max_body_size {front.body_mb}m;",
        "    client_header_timeout 10s;",
        "    client_body_timeout 30s;",
        "    client_header_buffer_size 2k;",
        "    large_client_header_buffers 4 8k;",
        "    keepalive_timeout 30s;",
        "",
        "    proxy_http_version 1.1;",
        *_headers(front, "    "),
        "    proxy_connect_timeout 3s;",
        "    proxy_read_timeout 60s;",
        "    # A request that no process began to answer goes to the next one; a form is not sent twice.",
        "    proxy_next_upstream error timeout;",
        "    proxy_next_upstream_timeout 10s;",
        "",
        "    location / {",
        *_location("portal_requests", 200),
        "        # Pages; what the portal has compressed already is left as it is.",
        "        gzip on;",
        "        gzip_proxied any;",
        "        gzip_vary on;",
        "        proxy_pass http://portal;",
        "    }",
        "",
        "    # Compressed by the portal and kept by browsers for ever.",
        "    location /static/ {",
        *_location("portal_requests", 200),
        "        gzip off;",
        "        proxy_pass http://portal;",
        "    }",
        "",
        "    # The live connection of each page.",
        "    location /socket.io/ {",
        *_location("portal_sockets", front.sockets_per_address),
        "        # A place with a header of its own inherits none.",
        *_headers(front, "        "),
        "        proxy_set_header Upgrade $http_upgrade;",
        '        proxy_set_header Connection "upgrade";',
        f"        proxy_read_timeout {LONG_LIVED};",
        f"        proxy_send_timeout {LONG_LIVED};",
        "        proxy_buffering off;",
        "        proxy_pass http://portal;",
        "    }",
        "}",
    ]


def _location(zone: str, most: int) -> list[str]:
    return [f"        limit_conn {zone} {most};", "        limit_req zone=portal_rate burst=1000 nodelay;"]


def _headers(front: Front, indent: str) -> list[str]:
    return [
        f"{indent}proxy_set_header {name} {value};"
        for name, value in (
            ("Host", "$http_host"),
            ("X-Forwarded-For", "$portal_for" if front.is_plain else "$remote_addr"),
            ("X-Forwarded-Proto", "$portal_proto" if front.is_plain else "$scheme"),
            ("X-Forwarded-Host", "$http_host"),
            ("Forwarded", '""'),
            ("X-Real-IP", '""'),
        )
    ]


def _listen_plain(front: Front) -> list[str]:
    return [f"    listen 127.0.0.1:{front.port};"]


def _listen_tls(front: Front) -> list[str]:
    folder = f"/etc/letsencrypt/live/{front.domain}"
    return [
        f"    listen {front.port} ssl http2;",
        f"    listen [::]:{front.port} ssl http2;",
        f"    ssl_certificate {front.certificate or f'{folder}/fullchain.pem'};",
        f"    ssl_certificate_key {front.key or f'{folder}/privkey.pem'};",
        "    ssl_protocols TLSv1.2 TLSv1.3;",
        "    ssl_session_cache shared:portal_tls:10m;",
        "    ssl_session_tickets off;",
    ]
