"""Every setting of the portal: typed, explained, checked once. In the environment each is PORTAL_<NAME>."""

import os
import re
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    SecretStr,
    ValidationError,
    ValidationInfo,
    field_validator,
)

from portal.errors import Invalid

PREFIX = "PORTAL_"


class Provider(BaseModel):
    """Somebody who says who a person is, by OpenID Connect.

    With `trust_email` an address that it calls verified is taken as proven; otherwise it is proven by mail.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    issuer: str
    client_id: str
    client_secret: SecretStr = SecretStr("")
    label: str = Field(default="", max_length=60)
    scope: str = ""
    trust_email: bool = False

    @field_validator("issuer")
    @classmethod
    def _is_safe(cls, value: str) -> str:
        parts = urlsplit(value)
        is_here = parts.scheme == "http" and parts.hostname in {"127.0.0.1", "localhost"}
        if not parts.netloc or not (parts.scheme == "https" or is_here):
            raise ValueError("needs the form https://login.example.org")
        return value

    @property
    def scopes(self) -> str:
        """What is asked for; ORCID knows `openid` alone."""
        is_orcid = self.issuer.removesuffix("/").endswith("orcid.org")
        return self.scope or ("openid" if is_orcid else "openid email profile")


class Settings(BaseModel):
    """What one running portal was told; never changed while it runs."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    data_dir: Path = Field(
        description="Folder of the embedded store, the uploaded files and the configuration."
    )
    secret_key: SecretStr = Field(description="Signs cookies and form tokens; at least 32 characters.")
    base_url: str = Field(
        default="http://127.0.0.1:8000", description="Address that people type; links in mail start with it."
    )
    database_url: str = Field(
        default="", description="SQLAlchemy address of the store; empty: SQLite in data_dir."
    )
    store_timeout_seconds: float = Field(
        default=4,
        ge=0.5,
        le=60,
        description="So long a page or a live command waits for the store; then it is told to try again.",
    )
    redis_url: str = Field(
        default="",
        description="Redis between several workers: hints, who is where, counts of limits; empty: one worker.",
    )
    host: str = Field(default="127.0.0.1", description="Address that the server listens on.")
    port: int = Field(default=8000, ge=0, le=65535, description="Port that the server listens on.")
    workers: int = Field(
        default=1, ge=1, le=64, description="Server processes; more than one need Redis and PostgreSQL."
    )
    drain_seconds: float = Field(
        default=5,
        ge=0,
        le=8,
        description="Seconds over which a process that ends sends its open connections to the others.",
    )
    trusted_proxies: int = Field(
        default=0, ge=0, le=5, description="Reverse proxies in front whose forwarded headers are believed."
    )
    async_mode: str = Field(
        default="gevent", pattern="^(gevent|threading)$", description="gevent or threading."
    )
    smtp_url: str = Field(
        default="",
        description="smtp://user:password@host:port or smtps://…; empty: mail stays in the outbox.",
    )
    mail_from: str = Field(default="portal@localhost", description="Sender of the portal's mail.")
    mail_per_minute: int = Field(
        default=100,
        ge=1,
        le=100_000,
        description="Mails a minute that leave, so that a mailing trips no provider; sign-in links do not wait for it.",
    )
    bounce_address: str = Field(
        default="",
        pattern=r"^(|[^@\s{}]*\{token\}[^@\s{}]*@[^@\s{}]+)$",
        description="Where servers send back what they cannot deliver: bounces+{token}@example.org; empty: to mail_from.",
    )
    bounce_imap_url: str = Field(
        default="",
        pattern=r"^(|imaps?://[^\s]+)$",
        description="Mailbox of that address for `portal mail poll`: imaps://user:password@host/INBOX; empty: none.",
    )
    invitation_days: int = Field(
        default=14, ge=1, le=365, description="Days for which the personal link of an invitation works."
    )
    stream_hosts: tuple[str, ...] = Field(
        default=(), description="Other hosts that HLS streams may come from, as https://host, with commas."
    )
    embed_hosts: tuple[str, ...] = Field(
        default=(
            "https://www.youtube-nocookie.com",
            "https://player.vimeo.com",
            "https://recorder-v3.slideslive.com",
        ),
        description="Hosts whose players may be shown in a frame after a click, with commas.",
    )
    stun_urls: tuple[str, ...] = Field(
        default=(),
        description="STUN servers for calls, as stun:host:3478, with commas; empty: no other host is asked.",
    )
    turn_urls: tuple[str, ...] = Field(
        default=(),
        description="TURN servers for calls, as turn:host:3478 or turns:host:5349?transport=tcp, with commas.",
    )
    turn_secret: SecretStr = Field(
        default=SecretStr(""),
        validate_default=True,
        description="The static-auth-secret of these TURN servers (coturn: use-auth-secret).",
    )
    turn_minutes: int = Field(
        default=240, ge=10, le=1440, description="Minutes for which a TURN password works."
    )
    call_provider: str = Field(
        default="",
        pattern="^(|jitsi|livekit|bigbluebutton)$",
        description="Who has larger rooms: jitsi, livekit or bigbluebutton; empty: nobody.",
    )
    call_provider_url: str = Field(
        default="",
        pattern=r"^(|(https?|wss?)://[^\s?#]+)$",
        description="Its address: https://jitsi.example.org, wss://livekit.example.org or https://bbb.example.org/bigbluebutton.",
    )
    call_provider_key: str = Field(default="", description="The API key, for LiveKit.")
    call_provider_secret: SecretStr = Field(
        default=SecretStr(""),
        validate_default=True,
        description="The API secret of LiveKit, or the shared secret of BigBlueButton.",
    )
    call_provider_page: str = Field(
        default="https://meet.livekit.io",
        description="For LiveKit, the page of LiveKit Meet that opens a room.",
    )
    is_demo: bool = Field(default=False, description="The demo: plays its own small stream as live.")
    upload_limit_mb: int = Field(
        default=50, ge=1, le=500, description="Largest file that may be uploaded, in MB."
    )
    clip_limit_mb: int = Field(
        default=100, ge=1, le=1000, description="Largest clip that may be uploaded for a poster, in MB."
    )
    roster_limit_mb: int = Field(
        default=20, ge=1, le=100, description="Largest list of people that may be brought in, in MB."
    )
    roster_limit_rows: int = Field(
        default=20_000, ge=1, le=200_000, description="Rows that a list of people may have."
    )
    roster_undo_days: int = Field(
        default=30, ge=1, le=365, description="Days for which an import of people can be taken back."
    )
    archive_days: int = Field(
        default=14, ge=1, le=365, description="Days for which the archive of a workshop can be taken."
    )
    session_days: int = Field(default=7, ge=1, le=90, description="Days until a sign-in ends by itself.")
    session_idle_hours: float = Field(
        default=12, gt=0, description="Hours without any use after which a sign-in ends sooner."
    )
    organizer_session_hours: float = Field(
        default=24, gt=0, description="Hours until a sign-in of an organizer or operator ends by itself."
    )
    organizer_session_idle_hours: float = Field(
        default=2, gt=0, description="Hours without use after which one of theirs ends sooner."
    )
    organizer_second_factor: str = Field(
        default="offered",
        pattern="^(off|offered|required)$",
        description="Codes of an authenticator app: off, offered to everybody, or required of organizers and operators.",
    )
    oidc: Mapping[str, Provider] = Field(
        default={},
        description="Who else may say who somebody is (OpenID Connect): PORTAL_OIDC_<NAME>_ISSUER, _CLIENT_ID, "
        "_CLIENT_SECRET, _LABEL, _SCOPE and _TRUST_EMAIL=yes; for ORCID the issuer is https://orcid.org.",
    )
    link_minutes: int = Field(default=30, ge=1, description="Minutes for which a sign-in link works.")
    certificate_font: str = Field(
        default="",
        description="Path of a TrueType font for certificates, for other letters than Latin, Greek and Cyrillic ones.",
    )
    limit_sign_in: str = Field(
        default="10/15minute", description="Passwords and codes tried for one account, from wherever."
    )
    limit_sign_in_day: str = Field(default="60/day", description="The same over a day.")
    limit_pair: str = Field(
        default="5/15minute",
        description="Passwords and codes tried for one account from one network address.",
    )
    limit_change: str = Field(
        default="120/minute", description="Forms of any kind that one browser may send."
    )
    limit_client: str = Field(
        default="60/15minute",
        description="Tries to sign in or register from one network address, which a whole room may share.",
    )
    limit_mail: str = Field(
        default="5/15minute",
        description="Links sent to one mail address, to sign in or to confirm a registration.",
    )
    limit_post: str = Field(default="20/10second", description="Chat messages of one person.")
    limit_report: str = Field(
        default="12/hour", description="Messages, people and other things that one person reports."
    )
    limit_reaction: str = Field(
        default="60/minute", description="Signs that one person puts to messages or takes away."
    )
    limit_ask: str = Field(default="6/minute", description="Questions to talks that one person asks.")
    limit_vote: str = Field(
        default="60/minute", description="Votes of one person, and what a chair does with questions."
    )
    limit_react: str = Field(
        default="15/10second", description="Reactions of one person on a stage: claps, hearts and the like."
    )
    limit_point: str = Field(
        default="30/3second",
        description="How often one presenter tells where they point, and as often what they look at.",
    )
    limit_call: str = Field(
        default="60/minute",
        description="What one person does with seats in calls; a page says 6 times that it is there.",
    )
    limit_signal: str = Field(
        default="400/10second", description="What the pages of one person say to others to connect a call."
    )
    limit_hand: str = Field(default="12/minute", description="How often one person raises and lowers a hand.")
    limit_turn: str = Field(default="60/10second", description="Pages of slides that one person turns.")
    limit_lounge: str = Field(
        default="40/minute",
        description="What one person does in the lounge: sit down, stand up, open a table, ask for an introduction.",
    )
    limit_tour: str = Field(
        default="40/minute",
        description="What one person does on a tour of the posters: wait, go on, stay longer, leave.",
    )
    limit_announce: str = Field(default="10/minute", description="Announcements of one person.")
    limit_run_late: str = Field(default="20/minute", description="Changes of a running day by one person.")
    limit_read: str = Field(
        default="120/10second", description="Entering rooms and reading back, of one person."
    )
    limit_move: str = Field(default="5/second", description="Steps of one person on the map.")
    limit_search: str = Field(
        default="600/minute", description="Searches and suggestions from one browser, or one network address."
    )
    limit_feed: str = Field(default="600/minute", description="Calendar feeds read from one network address.")
    limit_join: str = Field(
        default="600/15minute",
        description="Codes of halls tried from one network address, which the whole hall may share.",
    )
    limit_hall: str = Field(
        default="600/minute", description="Questions and votes of all guests of halls at one network address."
    )
    limit_screen: str = Field(
        default="240/minute", description="Times that screens of halls at one network address look again."
    )
    limit_stand: str = Field(
        default="20/minute", description="How often one presenter says where they are: here, back at a time."
    )
    limit_knock: str = Field(
        default="12/minute", description="Knocks at posters of one person, changed and taken back."
    )
    limit_answer_knock: str = Field(default="60/minute", description="Knocks that one presenter answers.")
    knock_mail_minutes: int = Field(
        default=10, ge=1, description="Minutes between two mails about knocks at one poster."
    )
    limit_rounds: str = Field(
        default="60/minute", description="Boards that one person pins, and people whom they send to boards."
    )
    limit_conduct: str = Field(
        default="10/15minute", description="Reports to the organizers from one network address."
    )
    privacy_responsible: str = Field(
        default="", description="Who is responsible for the data, where a workshop does not say it."
    )
    privacy_contact: str = Field(
        default="", description="Mail address for questions about privacy, where a workshop has none."
    )
    limit_export: str = Field(default="3/day", description="Copies of their data that one person asks for.")
    limit_erase: str = Field(default="10/hour", description="Erasures that one person asks for.")
    mail_days: int = Field(
        default=90, ge=1, le=3650, description="Days for which a mail that was sent is kept in the outbox."
    )
    limit_meet: str = Field(
        default="40/minute",
        description="What one person does with others: say hello, answer, give a card, block.",
    )
    limit_write_to: str = Field(
        default="30/hour", description="People to whom one person writes for the first time."
    )
    hellos_per_person: int = Field(
        default=3, ge=1, le=100, description="How often one person may say hello to the same other one."
    )
    hellos_per_workshop: int = Field(
        default=50, ge=1, le=10_000, description="How often one person may say hello in one workshop."
    )
    message_mail_minutes: int = Field(
        default=10,
        ge=0,
        description="Minutes after which somebody who is away is told by mail that others wrote to them; 0: never.",
    )
    portrait_limit_mb: int = Field(
        default=10, ge=1, le=100, description="Largest picture of a person that may be uploaded, in MB."
    )
    limit_upload: str = Field(default="30/hour", description="Uploads of one person.")
    socket_rate: float = Field(
        default=20, gt=0, description="Messages a second that one live connection may send."
    )
    socket_burst: float = Field(default=60, gt=0, description="Messages that it may send at once.")
    max_sockets_per_person: int = Field(default=10, ge=1, description="Live connections of one person.")
    max_sockets_per_address: int = Field(
        default=300,
        ge=1,
        description="Live connections from one network address, which a whole institute may share; "
        "behind a proxy set PORTAL_TRUSTED_PROXIES, or the proxy counts as one address.",
    )
    max_sockets: int = Field(default=2500, ge=1, description="Live connections of one server process.")
    max_sockets_half_open: int = Field(
        default=200, ge=1, description="Those among them that have not said yet who they are."
    )
    flood_block_seconds: float = Field(
        default=30, ge=0, description="How long somebody who floods a live connection stays out."
    )

    @field_validator("secret_key")
    @classmethod
    def _is_long_enough(cls, value: SecretStr) -> SecretStr:
        if len(value.get_secret_value()) < 32:
            raise ValueError("needs at least 32 characters; `portal init` makes one")
        return value

    @field_validator("base_url")
    @classmethod
    def _is_an_address(cls, value: str) -> str:
        parts = urlsplit(value)
        if parts.scheme not in {"http", "https"} or not parts.netloc:
            raise ValueError("needs the form https://workshop.example.org")
        return value.rstrip("/")

    @field_validator("stream_hosts", "embed_hosts")
    @classmethod
    def _are_origins(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for origin in value:
            parts = urlsplit(origin)
            if parts.scheme not in {"http", "https"} or not parts.netloc or parts.path.strip("/"):
                raise ValueError(f"{origin!r} needs the form https://host")
        return value

    @field_validator("turn_secret")
    @classmethod
    def _goes_with_turn(cls, value: SecretStr, info: ValidationInfo) -> SecretStr:
        if bool(value.get_secret_value()) != bool(info.data.get("turn_urls")):
            raise ValueError("set PORTAL_TURN_URLS and PORTAL_TURN_SECRET together")
        return value

    @field_validator("call_provider_secret")
    @classmethod
    def _goes_with_provider(cls, value: SecretStr, info: ValidationInfo) -> SecretStr:
        provider, secret = info.data.get("call_provider", ""), value.get_secret_value()
        missing = []
        if provider and not info.data.get("call_provider_url"):
            missing.append("PORTAL_CALL_PROVIDER_URL")
        if provider in {"livekit", "bigbluebutton"} and not secret:
            missing.append("PORTAL_CALL_PROVIDER_SECRET")
        if provider == "livekit" and not info.data.get("call_provider_key"):
            missing.append("PORTAL_CALL_PROVIDER_KEY")
        if missing:
            raise ValueError(f"{provider} needs {' and '.join(missing)}")
        return value

    @field_validator("workers")
    @classmethod
    def _can_be_several(cls, value: int, info: ValidationInfo) -> int:
        missing = []
        if value > 1 and not info.data.get("redis_url"):
            missing.append("PORTAL_REDIS_URL=redis://127.0.0.1:6379/0")
        if value > 1 and not info.data.get("database_url", "").startswith("postgresql"):
            missing.append("PORTAL_DATABASE_URL=postgresql://user:password@127.0.0.1/portal")
        if missing:
            needs = "several processes share one store and tell each other through Redis"
            raise ValueError(f"{needs}: set {' and '.join(missing)}, or serve with 1")
        return value

    @property
    def store_url(self) -> str:
        return self.database_url or f"sqlite:///{self.data_dir / 'portal.sqlite3'}"

    @property
    def is_https(self) -> bool:
        return self.base_url.startswith("https://")

    @property
    def origin(self) -> str:
        """Scheme and host of base_url, as a browser sends it in Origin."""
        parts = urlsplit(self.base_url)
        return f"{parts.scheme}://{parts.netloc}"


def settings_from(values: Mapping[str, object]) -> Settings:
    """Settings from plain values.

    Raises Invalid that names every setting that does not fit, with its remedy.
    """
    try:
        return Settings.model_validate(dict(values))
    except ValidationError as error:
        fields = {
            ".".join(str(part) for part in one["loc"]) or "settings": one["msg"].removeprefix("Value error, ")
            for one in error.errors()
        }
        told = "; ".join(f"{PREFIX}{name.upper()}: {reason}" for name, reason in fields.items())
        raise Invalid(f"The configuration does not fit: {told}.", fields=fields) from error


def read_environment(environ: Mapping[str, str]) -> dict[str, object]:
    """The PORTAL_* values of an environment by setting name; PORTAL_X_FILE names a file that holds the value.

    Raises Invalid for a PORTAL_ name that no setting has, so that a spelling mistake is not silently ignored.
    """
    values: dict[str, object] = {}
    providers: dict[str, dict[str, str]] = {}
    known = Settings.model_fields
    for key, text in environ.items():
        if not key.startswith(PREFIX):
            continue
        name = key.removeprefix(PREFIX).lower()
        if name.endswith("_file") and name.removesuffix("_file") in known:
            name, text = name.removesuffix("_file"), Path(text).read_text(encoding="utf-8").strip()  # noqa: PLW2901
        if name in OUTSIDE_SETTINGS:
            continue
        if part := OIDC_NAME.match(name):
            providers.setdefault(part["provider"], {})[part["part"]] = _told(text, is_file=bool(part["file"]))
            continue
        if name not in known or name == "oidc":
            raise Invalid(f"{key} is not a setting of the portal; `portal config show` lists them.")
        is_list = known[name].annotation == tuple[str, ...]
        values[name] = tuple(part.strip() for part in text.split(",") if part.strip()) if is_list else text
    return {**values, "oidc": providers} if providers else values


def _told(text: str, *, is_file: bool) -> str:
    return Path(text).read_text(encoding="utf-8").strip() if is_file else text


OIDC_NAME = re.compile(
    r"oidc_(?P<provider>[a-z0-9]+)_(?P<part>issuer|client_id|client_secret|label|scope|trust_email)(?P<file>_file)?"
    r"(?!.)"
)
"""A provider's name is part of the names of its settings."""


OUTSIDE_SETTINGS = frozenset({"config", "tests_require", "soak_minutes", "ready_message", "ready_fd", "unit"})
"""PORTAL_ names that are read elsewhere: the configuration file, the tests, the server's first words, its number."""


def read_file(path: Path) -> dict[str, str]:
    """The lines NAME=value of a configuration file, as `portal init` writes it; # starts a comment."""
    values = {}
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        text = line.strip()
        if not text or text.startswith("#"):
            continue
        name, equals, value = text.partition("=")
        if not equals:
            raise Invalid(f"{path}, line {number}: needs the form PORTAL_NAME=value.")
        values[name.strip()] = value.strip().strip('"')
    return values


def environment() -> Mapping[str, str]:
    """The process's environment on top of the configuration file: PORTAL_CONFIG, or portal.env in this folder."""
    path = Path(os.environ.get("PORTAL_CONFIG", "portal.env"))
    from_file = read_file(path) if path.is_file() else {}
    return {**from_file, **os.environ}
