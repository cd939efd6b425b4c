"""The headers of every answer: one content security policy, and nothing that a browser may guess."""

from urllib.parse import urlsplit

from flask import Flask, Response, request

from portal.settings import Settings

CAMERA_ENDPOINTS = frozenset({"calls.check", "posters.room", "lounge.table", "maps.walk"})
"""Pages on which a camera, a microphone and a screen may be asked for."""

SECRET_ENDPOINTS = frozenset(
    {
        "accounts.open_link",
        "accounts.use_link",
        "accounts.open_claim",
        "accounts.use_claim",
        "accounts.open_identity",
        "accounts.use_identity",
        "accounts.return_from",
        "registrations.open_confirmation",
        "registrations.confirm",
        "conduct.own",
        "invitations.open_link",
        "invitations.accept",
        "invitations.decline",
        "invitations.ask_again",
        "mailings.unsubscribe_page",
        "mailings.unsubscribe",
        "programme.feed",
        "screens.by_link",
        "screens.look_by_link",
    }
)
"""Pages whose address is a secret that no other page may learn."""


def policy(settings: Settings) -> str:
    """The content security policy; streams and embeds are the only other hosts, and only as the operator set them."""
    streams = " ".join(settings.stream_hosts)
    live = settings.origin.replace("http", "ws", 1)
    parts = {
        "default-src": "'none'",
        "script-src": "'self'",
        "style-src": "'self'",
        "img-src": "'self' data: blob:",
        "font-src": "'self'",
        "media-src": f"'self' blob: {streams}",
        "connect-src": f"'self' {live} {streams}",
        "worker-src": "'self'",
        "frame-src": " ".join(settings.embed_hosts) or "'none'",
        "manifest-src": "'self'",
        "form-action": "'self'",
        "base-uri": "'none'",
        "object-src": "'none'",
        "frame-ancestors": "'none'",
    }
    return "; ".join(f"{name} {value.strip()}" for name, value in parts.items())


def install(app: Flask, settings: Settings) -> None:
    """Put the headers on every answer of the application, errors and files included."""
    csp = policy(settings)

    @app.after_request
    def add(response: Response) -> Response:
        headers = response.headers
        headers.setdefault("Content-Security-Policy", csp)
        headers["X-Content-Type-Options"] = "nosniff"
        headers["Referrer-Policy"] = (
            "no-referrer" if request.endpoint in SECRET_ENDPOINTS else "strict-origin-when-cross-origin"
        )
        headers["Cross-Origin-Opener-Policy"] = "same-origin"
        headers["Cross-Origin-Resource-Policy"] = "same-origin"
        devices = "(self)" if request.endpoint in CAMERA_ENDPOINTS else "()"
        headers["Permissions-Policy"] = (
            f"camera={devices}, microphone={devices}, display-capture={devices}, geolocation=(), payment=(), usb=()"
        )
        if settings.is_https:
            headers["Strict-Transport-Security"] = "max-age=31536000; includeSubDomains"
        if request.endpoint != "static_files":
            headers.setdefault("Cache-Control", "no-store")
            response.vary.add("Cookie")
        return response


def is_same_host(origin: str | None, host: str, settings: Settings) -> bool:
    """Whether a browser's Origin is this portal: its own address, or the same loopback host that was asked.

    RFC 6455, section 10.2: a server that is meant for its own pages alone checks Origin. A missing one is refused.
    """
    if not origin:
        return False
    if origin == settings.origin:
        return True
    asked = urlsplit(origin)
    is_loopback = asked.hostname in {"127.0.0.1", "localhost", "::1"}
    return is_loopback and _is_loopback(settings) and asked.netloc == host and asked.scheme == "http"


def trusted_hosts(settings: Settings) -> list[str]:
    """Host names that the server answers to; others get 400, so that no link is made from a forged Host."""
    name = urlsplit(settings.base_url).hostname or "localhost"
    return ["127.0.0.1", "localhost"] if _is_loopback(settings) else [name]


def _is_loopback(settings: Settings) -> bool:
    return urlsplit(settings.base_url).hostname in {"127.0.0.1", "localhost", "::1"}
