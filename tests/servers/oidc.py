"""An OpenID Connect provider of our own: a process that signs real tokens and lets everybody be whom they say."""

import re
import sys
from pathlib import Path
from urllib.parse import urlsplit

import requests

from tests.servers.process import Process, accepts, free_port


class Oidc:
    """One running provider; whoever signs in there is asked for a subject, and what is told of it is set by tell()."""

    def __init__(self, folder: Path) -> None:
        self.port = free_port()
        self.issuer = f"http://127.0.0.1:{self.port}"
        command = [sys.executable, "-m", "oidc_provider_mock", "--port", str(self.port)]
        self._process = Process(command, folder / "oidc.log")
        self._process.wait_until_ready(lambda: accepts(self.port), seconds=60)

    def tell(self, subject: str, **claims: object) -> None:
        """What the provider says of this subject from now on."""
        requests.put(f"{self.issuer}/users/{subject}", json=claims, timeout=20).raise_for_status()

    def agree(self, address: str, subject: str) -> str:
        """Sign in there as this subject; the path, on the portal, to which the browser is sent back."""
        answer = requests.post(address, data={"sub": subject}, allow_redirects=False, timeout=20)
        return _path(answer.headers["Location"])

    def refuse(self, address: str) -> str:
        """Say no there; the path to which the browser is sent back."""
        answer = requests.post(address, data={"action": "deny"}, allow_redirects=False, timeout=20)
        state = re.search("state=([^&]+)", address)
        path = _path(answer.headers["Location"])
        return path if "state=" in path or state is None else f"{path}&{state[0]}"

    def stop(self) -> None:
        self._process.stop()


def _path(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.path}?{parts.query}"
