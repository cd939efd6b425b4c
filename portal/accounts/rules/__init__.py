"""Names, addresses and passwords: what a person may be called and how a token is kept."""

import hashlib
import hmac
import secrets
import unicodedata
from dataclasses import dataclass
from urllib.parse import quote, urlencode

from portal.errors import Invalid

SHORTEST_PASSWORD = 12
LONGEST_PASSWORD = 128
EASY = "This password is too easy to guess; three or four words that do not belong together do well."

# Browsers name their ancestors too, so the youngest name is looked for first.
BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("Firefox/", "Firefox"),
    ("FxiOS/", "Firefox"),
    ("CriOS/", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS X", "macOS"),
    ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
)


@dataclass(frozen=True)
class NewPerson:
    """Somebody before they have an account."""

    name: str
    email: str
    affiliation: str = ""


@dataclass(frozen=True)
class Profile:
    """What people say about themselves."""

    name: str
    affiliation: str
    is_shown: bool = False


@dataclass(frozen=True)
class PasswordChange:
    """The password until now (empty where there is none) and the new one."""

    old: str
    new: str


@dataclass(frozen=True)
class Device:
    """A browser that signs in: what it says of itself, for how many days at most, and `how` the person is known."""

    agent: str
    days: int
    how: str = "link"


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


def link_address(base_url: str, token: str, next_path: str = "") -> str:
    """Where a one-time sign-in link leads; `next_path` is shown after signing in."""
    query = f"?{urlencode({'next': next_path})}" if next_path else ""
    return f"{base_url}/sign-in/link/{quote(token)}{query}"


def device_name(agent: str) -> str:
    """A browser and a system as people call them, from what the browser says of itself."""
    browser = next((name for sign, name in BROWSERS if sign in agent), "")
    system = next((name for sign, name in SYSTEMS if sign in agent), "")
    return " on ".join(part for part in (browser, system) if part) or "A device"


def clean_name(name: str, *, most: int = 120) -> str:
    """A name on one line in normal form without invisible signs; raises Invalid for an empty one."""
    words = _one_line(name)
    if not words:
        raise Invalid("Please give a name.", fields={"name": "Please give a name."})
    if len(words) > most:
        told = f"A name has at most {most} characters."
        raise Invalid(told, fields={"name": told})
    return words


def clean_affiliation(text: str, *, most: int = 160) -> str:
    """An affiliation, cleaned like a name; it may be empty. Raises Invalid for one that is too long."""
    words = _one_line(text)
    if len(words) > most:
        told = f"An affiliation has at most {most} characters."
        raise Invalid(told, fields={"affiliation": told})
    return words


def _one_line(text: str) -> str:
    plain = unicodedata.normalize("NFKC", text)
    kept = "".join(
        " " if sign in "\t\r\n" else sign
        for sign in plain
        if sign in "\t\r\n" or unicodedata.category(sign) not in {"Cc", "Cf", "Cs", "Co"}
    )
    return " ".join(kept.split())


def check_password(password: str, *, about: tuple[str, ...] = ()) -> str:
    """The password if it is long enough and not just one's own name or address; raises Invalid."""
    lowered = password.lower()
    if len(password) < SHORTEST_PASSWORD:
        told = f"A password needs at least {SHORTEST_PASSWORD} characters; three or four words do well."
    elif len(password) > LONGEST_PASSWORD:
        told = f"A password has at most {LONGEST_PASSWORD} characters."
    elif len(set(lowered)) < 5 or any(word and lowered == word.lower() for word in about):
        told = EASY
    else:
        return password
    raise Invalid(told, fields={"password": told})


def digest_of_left(email: str, pepper: str) -> str:
    """What is kept of an address that left: nobody can tell the address from it without the portal's secret."""
    return hmac.new(pepper.encode(), f"left:{email.lower()}".encode(), hashlib.sha256).hexdigest()
