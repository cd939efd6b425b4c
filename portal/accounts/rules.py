"""Names, addresses and passwords: what a person may be called and how a token is kept."""

import hashlib
import secrets
import unicodedata
from dataclasses import dataclass

from portal.errors import Invalid

SHORTEST_PASSWORD = 12
LONGEST_PASSWORD = 128


@dataclass(frozen=True)
class NewPerson:
    """Somebody before they have an account."""

    name: str
    email: str
    affiliation: str = ""


@dataclass(frozen=True)
class Credentials:
    """An address and a password as typed."""

    email: str
    password: str


def new_token() -> str:
    """256 random bits for a link or a cookie; only its hash is stored."""
    return secrets.token_urlsafe(32)


def hash_of(token: str) -> str:
    """The stored form of a token; a fast hash is right for 256 random bits."""
    return hashlib.sha256(token.encode()).hexdigest()


def clean_name(name: str, *, most: int = 120) -> str:
    """A name on one line in normal form without invisible signs; raises Invalid for an empty one."""
    plain = unicodedata.normalize("NFKC", name)
    kept = "".join(sign for sign in plain if unicodedata.category(sign) not in {"Cc", "Cf", "Cs", "Co"})
    words = " ".join(kept.split())
    if not words:
        raise Invalid("Please give a name.", fields={"name": "is empty"})
    if len(words) > most:
        raise Invalid(f"A name has at most {most} characters.", fields={"name": "is too long"})
    return words


def check_password(password: str, *, about: tuple[str, ...] = ()) -> str:
    """The password if it is long enough and not just one's own name or address; raises Invalid."""
    if len(password) < SHORTEST_PASSWORD:
        raise Invalid(
            f"A password needs at least {SHORTEST_PASSWORD} characters; three or four words do well.",
            fields={"password": f"needs at least {SHORTEST_PASSWORD} characters"},
        )
    if len(password) > LONGEST_PASSWORD:
        raise Invalid(
            f"A password has at most {LONGEST_PASSWORD} characters.", fields={"password": "is too long"}
        )
    lowered = password.lower()
    if len(set(lowered)) < 5 or any(word and lowered == word.lower() for word in about):
        raise Invalid("This password is too easy to guess.", fields={"password": "is too easy to guess"})
    return password
