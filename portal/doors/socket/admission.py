"""Who may open a WebSocket at all: asked of the request for the upgrade, before it costs anything."""

import json
import math
import re
from collections.abc import Callable, Iterable
from http import HTTPStatus
from typing import Any

from flask import Flask
from werkzeug.sansio.utils import host_is_trusted

from portal.doors.headers import is_same_host, trusted_hosts
from portal.doors.identity import guest_token_of, token_of_session
from portal.errors import NotAllowed, Refusal, TooMany
from portal.realtime.visits import KEY, Visits
from portal.settings import Settings

PATH = "/socket.io/"
KEY_FORM = re.compile(r"[A-Za-z0-9+/]{22}==")
"""Sixteen bytes in base64."""

Environ = dict[str, Any]
StartResponse = Callable[..., Any]
Wsgi = Callable[[Environ, StartResponse], Iterable[bytes]]


class Admission:
    """Stands before the Socket.IO server: an upgrade from a foreign page or above the caps is refused as HTTP.

    RFC 6455, section 10.2: a server that is meant for its own pages alone checks Origin. A missing one is refused.
    """

    def __init__(self, app: Flask, inner: Wsgi, visits: Visits, settings: Settings) -> None:
        self._app = app
        self._inner = inner
        self._visits = visits
        self._settings = settings
        self._hosts = trusted_hosts(settings)

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        is_upgrade = environ.get("HTTP_UPGRADE", "").lower() == "websocket"
        if not (is_upgrade and environ.get("PATH_INFO", "").startswith(PATH)):
            return self._inner(environ, start_response)
        try:
            _check_handshake(environ)
            self._check_page(environ)
            visit = self._visits.begin(environ.get("REMOTE_ADDR") or "", lambda: self._token(environ))
        except Refusal as refusal:
            return _refused(refusal, start_response)
        environ[KEY] = visit
        try:
            return self._inner(environ, start_response)
        finally:
            self._visits.end(visit)
            environ.pop(KEY, None)

    def _check_page(self, environ: Environ) -> None:
        host, origin = environ.get("HTTP_HOST", ""), environ.get("HTTP_ORIGIN")
        address = environ.get("REMOTE_ADDR", "")
        if not host_is_trusted(host, self._hosts):
            self._visits.note("foreign-host", address, host=host)
            raise NotAllowed("This is not an address of the portal.")
        if not is_same_host(origin, host, self._settings):
            self._visits.note("foreign-origin", address, origin=origin, expected=self._settings.origin)
            raise NotAllowed("This page belongs to another site.")

    def _token(self, environ: Environ) -> str | None:
        """The sign-in that the cookie claims; whether it still counts is not asked here."""
        opened = self._app.session_interface.open_session(self._app, self._app.request_class(environ))
        return (token_of_session(opened) or guest_token_of(opened)) if opened else None


def _check_handshake(environ: Environ) -> None:
    """RFC 6455, section 4.2.1; without this the libraries take some of it for long polling, and break at it."""
    key = environ.get("HTTP_SEC_WEBSOCKET_KEY", "")
    is_upgrade = "upgrade" in environ.get("HTTP_CONNECTION", "").lower()
    is_13 = environ.get("HTTP_SEC_WEBSOCKET_VERSION") == "13"
    if environ["REQUEST_METHOD"] != "GET" or not (is_upgrade and is_13 and KEY_FORM.fullmatch(key)):
        raise Refusal("This is no WebSocket handshake.")


def _refused(refusal: Refusal, start_response: StartResponse) -> Iterable[bytes]:
    answer: dict[str, Any] = {"ok": False, "code": refusal.code, "message": refusal.message}
    headers = [("Content-Type", "application/json"), ("Cache-Control", "no-store")]
    if isinstance(refusal, TooMany):
        answer["retry_after"] = refusal.retry_after
        headers.append(("Retry-After", str(math.ceil(refusal.retry_after))))
    body = json.dumps(answer).encode()
    headers.append(("Content-Length", str(len(body))))
    start_response(f"{refusal.status} {HTTPStatus(refusal.status).phrase}", headers)
    return [body]
