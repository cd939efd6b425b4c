"""Who holds this cookie: Flask-Login behind one module. The cookie carries an opaque token of a sign-in, nothing else."""

from collections.abc import Mapping
from typing import Any

from flask import Flask, session
from flask_login import LoginManager, UserMixin, current_user, login_user, logout_user

from portal.clock import now

GUEST = "hall_guest"
"""Under this name a session keeps the token of a guest in a hall. It is no sign-in: only doors that ask for it see it."""

HALF = "half_sign_in"
"""The token of a sign-in that waits for the second factor: it lets nobody in."""
KEPT_SECONDS = 900


class Holder(UserMixin):  # type: ignore[misc]  # Flask-Login has no types
    """A browser that holds a sign-in token; whether the token is still good is asked of the store."""

    def __init__(self, token: str) -> None:
        self.id = token


def install(app: Flask) -> None:
    """Let Flask-Login read the token from the cookie. The store decides later, once for each request."""
    manager = LoginManager()
    manager.session_protection = None  # the token is random, server-side and revocable
    manager.user_loader(Holder)
    manager.init_app(app)


def token_of_request() -> str | None:
    """The sign-in token of the current request, if it carries one."""
    return None if current_user.is_anonymous else str(current_user.get_id())


def token_of_session(copied: Mapping[str, Any]) -> str | None:
    """The sign-in token in a session that was copied when a socket connected."""
    token = copied.get("_user_id")
    return token if isinstance(token, str) else None


def guest_token_of(copied: Mapping[str, Any]) -> str | None:
    """The token of a guest in a session, if this browser came in by the code of a hall."""
    token = copied.get(GUEST)
    return token if isinstance(token, str) else None


def guest_token() -> str | None:
    """The same for the current request."""
    return guest_token_of(session)


def seat(token: str) -> None:
    """Let this browser be a guest; signing in ends that."""
    session.permanent = True
    session[GUEST] = token


def hold(token: str) -> None:
    """Give the browser the cookie of a new sign-in; nothing of the session before it is kept."""
    session.clear()
    session.permanent = True
    login_user(Holder(token))


def let_go() -> None:
    """Take the cookie back, with all that was in it."""
    logout_user()
    session.clear()


def hold_half(token: str) -> None:
    """Remember who is about to sign in, until the code of the second factor is there."""
    session.clear()
    session.permanent = True
    session[HALF] = token


def half_token() -> str | None:
    """The token of a sign-in of this browser that waits for its second factor."""
    token = session.get(HALF)
    return token if isinstance(token, str) else None


def keep(name: str, words: Mapping[str, str]) -> None:
    """Keep a few words in this browser's session for a quarter of an hour, signed, so that it cannot change them."""
    session[name] = {**words, "at": str(int(now().timestamp()))}


def kept(name: str) -> dict[str, str]:
    """What was kept under this name, while it lasts; nothing otherwise."""
    words = session.get(name)
    if not isinstance(words, dict) or int(words.get("at", "0")) + KEPT_SECONDS < now().timestamp():
        return {}
    return words


def forget(name: str) -> dict[str, str]:
    """The same, and it is not kept any more: for what may be used once."""
    words = kept(name)
    session.pop(name, None)
    return words
