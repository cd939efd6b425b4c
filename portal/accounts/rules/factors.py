"""Tokens of sign-ins that wait for a second factor, and recovery codes."""

import base64
import secrets

from portal.accounts.rules import hash_of, new_token

HALF_MARK = "half-"
"""How the token of a sign-in begins that waits for its second factor."""
HALF_MINUTES = 10
RECOVERY_CODES = 10
STEP_SECONDS = 30
"""The time step of RFC 6238, which every authenticator app takes."""


def new_half_token() -> str:
    return HALF_MARK + new_token()


def is_half(token: str) -> bool:
    """Whether this is the token of a sign-in that waits for its second factor."""
    return token.startswith(HALF_MARK)


def new_recovery_code() -> str:
    """80 random bits, in four groups that can be read out and typed."""
    text = base64.b32encode(secrets.token_bytes(10)).decode().lower()
    return "-".join(text[start : start + 4] for start in range(0, 16, 4))


def plain_code(text: str) -> str:
    """A code as typed, without spaces and hyphens."""
    return "".join(sign for sign in text.lower() if sign.isalnum())[:40]


def hash_of_code(code: str) -> str:
    """The stored form of a recovery code, however it was typed."""
    return hash_of(f"recovery:{plain_code(code)}")
