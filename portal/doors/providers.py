"""OpenID Connect: asks a provider who somebody is. Everything here waits for another host: call it by offload()."""

import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from typing import Any

import requests
import structlog
from authlib.common.errors import AuthlibBaseError
from authlib.common.security import generate_token
from authlib.integrations.requests_client import OAuth2Session
from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from portal.errors import NotFound, Refusal, Unavailable
from portal.settings import Provider

log = structlog.get_logger()

WAIT_SECONDS = (3.05, 10)
"""For the connection and for each answer; a person waits for both."""
KNOWN_SECONDS = 3600
ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"]
"""Signatures alone: never "none", and never one whose key is the client's secret."""
LEEWAY_SECONDS = 60


@dataclass(frozen=True)
class Begun:
    """What has to come back from the provider, kept in the browser's session; `address` is where it is sent."""

    address: str
    state: str
    nonce: str
    verifier: str

    def words(self) -> dict[str, str]:
        return {name: value for name, value in asdict(self).items() if name != "address"}


@dataclass(frozen=True)
class Told:
    """Who somebody is, as the provider says; `email` is empty where it says none, or one that it has not verified."""

    issuer: str
    subject: str
    email: str
    name: str


class Providers:
    """The providers of the settings by name, and what they say of themselves, remembered for an hour."""

    def __init__(self, providers: Mapping[str, Provider]) -> None:
        self.by_name = dict(providers)
        self._known: dict[str, tuple[float, dict[str, Any]]] = {}

    def at(self, name: str) -> Provider:
        """Raises NotFound."""
        if name not in self.by_name:
            raise NotFound("Nobody signs in here by that way.")
        return self.by_name[name]

    def label(self, name: str) -> str:
        return self.at(name).label or ("ORCID" if name == "orcid" else name.capitalize())

    def labels(self) -> list[tuple[str, str]]:
        """The names and labels, as the settings order them."""
        return [(name, self.label(name)) for name in self.by_name]

    def label_of_issuer(self, issuer: str) -> str:
        """What people call the provider with this issuer, or its address when it is no longer set up."""
        return next((self.label(name) for name, one in self.by_name.items() if one.issuer == issuer), issuer)

    def begin(self, name: str, return_to: str) -> Begun:
        """Where to send the browser, with PKCE, a state and a nonce; raises Unavailable."""
        provider, verifier, nonce = self.at(name), generate_token(48), generate_token(32)
        with _asking(self.label(name)):
            document = self._document(provider)
            client = self._client(provider, document, return_to)
            address, state = client.create_authorization_url(
                document["authorization_endpoint"], code_verifier=verifier, nonce=nonce
            )
        return Begun(address, state, nonce, verifier)

    def finish(self, name: str, begun: Mapping[str, str], code: str, return_to: str) -> Told:
        """Trade the code for who it is, and check every promise of the token.

        Raises Unavailable for a provider that does not answer, Refusal for an answer that does not hold.
        """
        provider = self.at(name)
        with _asking(self.label(name)):
            document = self._document(provider)
            client = self._client(provider, document, return_to)
            token = client.fetch_token(
                document["token_endpoint"], code=code, code_verifier=begun["verifier"], withhold_token=True
            )
            claims = self._claims(provider, document, token, begun["nonce"])
            if not claims.get("email") and "email" in provider.scopes.split():
                told = self._ask(document.get("userinfo_endpoint", ""), token["access_token"])
                if told.get("sub") == claims["sub"]:  # or somebody swapped the token
                    claims = {**told, **claims}
        is_proven = provider.trust_email and claims.get("email_verified") is True
        return Told(
            issuer=provider.issuer,
            subject=str(claims["sub"])[:255],
            email=str(claims.get("email") or "") if is_proven else "",
            name=_name(claims),
        )

    def _client(self, provider: Provider, document: Mapping[str, Any], return_to: str) -> Any:
        secret = provider.client_secret.get_secret_value()
        ways = document.get("token_endpoint_auth_methods_supported") or ["client_secret_basic"]
        way = "client_secret_basic" if "client_secret_basic" in ways else "client_secret_post"
        return OAuth2Session(
            provider.client_id,
            secret or None,
            scope=provider.scopes,
            redirect_uri=return_to,
            code_challenge_method="S256",
            token_endpoint_auth_method=way if secret else "none",
            default_timeout=WAIT_SECONDS,
        )

    def _claims(
        self, provider: Provider, document: Mapping[str, Any], token: Mapping[str, Any], nonce: str
    ) -> dict[str, Any]:
        try:
            decoded = jwt.decode(token["id_token"], self._keys(document), algorithms=ALGORITHMS)
        except (ValueError, JoseError):
            # The provider may have changed its keys since they were read.
            self._known.pop(document["jwks_uri"], None)
            decoded = jwt.decode(token["id_token"], self._keys(document), algorithms=ALGORITHMS)
        claims = CodeIDToken(
            decoded.claims,
            decoded.header,
            options={
                "iss": {"essential": True, "value": document["issuer"]},
                "aud": {"essential": True, "value": provider.client_id},
            },
            params={
                "nonce": nonce,
                "client_id": provider.client_id,
                "access_token": token.get("access_token"),
            },
        )
        claims.validate(leeway=LEEWAY_SECONDS)
        return dict(decoded.claims)

    def _document(self, provider: Provider) -> dict[str, Any]:
        document = self._read(f"{provider.issuer.rstrip('/')}/.well-known/openid-configuration")
        if document.get("issuer", "").rstrip("/") != provider.issuer.rstrip("/"):
            raise ValueError(f"the provider calls itself {document.get('issuer')!r}")
        return document

    def _keys(self, document: Mapping[str, Any]) -> KeySet:
        return KeySet.import_key_set(self._read(document["jwks_uri"]))  # type: ignore[arg-type]

    def _read(self, address: str) -> dict[str, Any]:
        read_at, words = self._known.get(address, (0.0, {}))
        if not words or time.monotonic() - read_at > KNOWN_SECONDS:
            answer = requests.get(address, timeout=WAIT_SECONDS)
            answer.raise_for_status()
            words = answer.json()
            self._known[address] = (time.monotonic(), words)
        return words

    def _ask(self, address: str, access_token: str) -> dict[str, Any]:
        if not address:
            return {}
        headers = {"Authorization": f"Bearer {access_token}"}
        answer = requests.get(address, headers=headers, timeout=WAIT_SECONDS)
        answer.raise_for_status()
        told: dict[str, Any] = answer.json()
        return told


@contextmanager
def _asking(label: str) -> Iterator[None]:
    """What goes wrong at the provider becomes a refusal that a person can read; the log keeps the reason."""
    try:
        yield
    except requests.RequestException as error:
        log.warning("providers.away", provider=label, error=type(error).__name__)
        raise Unavailable(
            f"{label} does not answer just now. Try again in a moment, or sign in by a link to your mail.",
            retry_after=10,
        ) from error
    except (AuthlibBaseError, JoseError, ValueError, KeyError, TypeError) as error:
        log.warning("providers.refused", provider=label, error=repr(error)[:300])
        raise Refusal(
            f"What {label} answered could not be used. Begin anew, or sign in by a link to your mail."
        ) from error


def _name(claims: Mapping[str, Any]) -> str:
    parts = " ".join(str(claims.get(part) or "") for part in ("given_name", "family_name"))
    return (str(claims.get("name") or "") or parts).strip()[:120]
