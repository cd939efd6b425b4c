"""How a refusal becomes an answer over HTTP, also one that a library or the store raised."""

from contextlib import suppress
from math import ceil

import structlog
from flask import Flask, make_response, render_template, request
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import IntegrityError, OperationalError
from werkzeug.exceptions import HTTPException, MethodNotAllowed, SecurityError

from portal.doors import http
from portal.doors.portal import this_portal
from portal.doors.sizes import limit_told, most_bytes
from portal.errors import Conflict, Invalid, NotFound, Refusal, TooLarge, Unavailable

log = structlog.get_logger()


def install(app: Flask) -> None:
    """Let every refusal be answered as such, and every fault of ours without a traceback."""

    @app.errorhandler(Refusal)
    def refuse(refusal: Refusal) -> ResponseReturnValue:
        this_portal().counters.refusals += 1
        return http.refused(refusal)

    @app.errorhandler(CSRFError)
    def refuse_forgery(_error: CSRFError) -> ResponseReturnValue:
        told = "This form was open for too long or came from another page. Please go back, reload and send it again."
        return http.refused(Invalid(told))

    @app.errorhandler(Unavailable)
    def refuse_without_store(refusal: Unavailable) -> ResponseReturnValue:
        this_portal().counters.errors += 1
        # The page of other refusals asks the store who is reading.
        again = {"Retry-After": str(ceil(refusal.retry_after))}
        told = render_template("errors/broken.html", status=refusal.status, message=refusal.message)
        return told, refusal.status, again

    @app.errorhandler(IntegrityError)
    @app.errorhandler(OperationalError)  # a deadlock; a store that is away is Unavailable
    def refuse_collision(error: IntegrityError | OperationalError) -> ResponseReturnValue:
        # Only the first line: the next ones of PostgreSQL quote what somebody typed.
        log.warning("http.collision", error=str(error.orig).partition("\n")[0])
        return http.refused(Conflict("Somebody changed the same thing at this moment. Please try again."))

    @app.errorhandler(HTTPException)
    def refuse_http(error: HTTPException) -> ResponseReturnValue:
        match error.code:
            case 404:
                return http.refused(NotFound("There is no page with this address."))
            case 413:
                limit = limit_told()
                _hear_out(2 * most_bytes(limit))
                return http.refused(
                    TooLarge(f"This is too large: the portal takes files of up to {limit} MB.")
                )
            case 500:
                this_portal().counters.errors += 1
                return render_template("errors/broken.html", status=500), 500
            case _ if isinstance(error, SecurityError):
                # Of a request for another host nothing may be read, not even for an error page.
                return "This is not an address of the portal.\n", 400, {"Content-Type": "text/plain"}
            case _:
                return _as_refusal(error)


def _hear_out(most_bytes: int) -> None:
    """Read so much of the refused body away, or all of it.

    A connection that is closed while its other end is still sending is reset, and the answer may be lost with it:
    a proxy then says 502 (RFC 9112, 9.6).
    """
    body, left = request.environ["wsgi.input"], most_bytes
    with suppress(OSError):
        while left > 0 and (piece := body.read(min(left, 64 * 1024))):
            left -= len(piece)


def _as_refusal(error: HTTPException) -> ResponseReturnValue:
    refusal = Refusal(error.description or "This cannot be done.")
    refusal.status = error.code or 500
    refusal.code = (error.name or "error").lower().replace(" ", "-")
    answer = make_response(http.refused(refusal))
    if isinstance(error, MethodNotAllowed):
        answer.allow.update(sorted(error.valid_methods or ()))
    return answer
