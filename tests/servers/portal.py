"""The portal itself as a person starts it: a process with a port, a data folder and a log."""

import json
import os
import subprocess
import sys
import urllib.request
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.servers.process import BrokenServerError, Process, accepts, free_port

CHECKOUT = Path(__file__).parents[2]
PROGRAM = (sys.executable, "-m", "portal")
"""How the portal of this checkout is started; an installed one has a path of its own."""


@dataclass
class Portal:
    """One running portal. `links` are the demo's one-time sign-in links by role; `serve` has none."""

    process: Process
    base_url: str
    data_dir: Path
    environ: Mapping[str, str]
    links: dict[str, str] = field(default_factory=dict)

    def command(self, *words: str) -> str:
        """Run `portal …` beside the server, with its environment, and return what it printed."""
        return run_portal(*words, folder=self.data_dir, environ=self.environ)

    def new_link(self, role: str) -> str:
        """Another one-time sign-in link of a demo account: organizer, presenter or attendee."""
        printed = self.command("demo", "link", role, "--data-dir", str(self.data_dir))
        return next(word for word in printed.split() if word.startswith("http"))

    def get(self, path: str) -> tuple[int, str]:
        """Status and text of a page, asked for by nobody in particular."""
        request = urllib.request.Request(self.base_url + path)
        opener = urllib.request.build_opener(_KeepsErrors())
        with opener.open(request, timeout=10) as answer:
            return answer.status, answer.read().decode()

    def stop(self) -> int:
        """End it as a service manager does and return its exit status."""
        return self.process.stop()


class _KeepsErrors(urllib.request.HTTPErrorProcessor):
    """An answer of 404 is an answer."""

    def http_response(self, _request: Any, response: Any) -> Any:
        return response


def start_demo(data_dir: Path, program: Sequence[str] = PROGRAM, **settings: str) -> Portal:
    """Start `portal demo` on a free port with a data folder of its own, and wait for its links."""
    data_dir.mkdir(parents=True, exist_ok=True)
    environ = _environ(settings)
    if program is not PROGRAM:
        del environ["PYTHONPATH"]
    words = ["demo", "--port", str(free_port()), "--data-dir", str(data_dir), "--json"]
    process = Process([*program, *words], data_dir / "portal.log", environ=environ, folder=data_dir)
    process.wait_until_ready(lambda: _announced(process.log) is not None, seconds=60)
    told = _announced(process.log) or {}
    return Portal(process, told["base_url"], data_dir, environ, told["links"])


def start_serve(data_dir: Path, **settings: str) -> Portal:
    """Start `portal serve` with these settings: `database_url="…"` becomes PORTAL_DATABASE_URL."""
    data_dir.mkdir(parents=True, exist_ok=True)
    port = settings.get("port") or str(free_port())
    base_url = settings.get("base_url") or f"http://127.0.0.1:{port}"
    secret = "a secret of the tests that no other portal has"
    told = {"data_dir": str(data_dir), "port": port, "base_url": base_url, "secret_key": secret, **settings}
    environ = _environ(told)
    run_portal("db", "upgrade", folder=data_dir, environ=environ)
    process = Process([*PROGRAM, "serve"], data_dir / "portal.log", environ=environ, folder=data_dir)
    process.wait_until_ready(lambda: accepts(int(port)), seconds=60)
    return Portal(process, base_url, data_dir, environ)


def run_portal(*words: str, folder: Path, environ: Mapping[str, str] | None = None) -> str:
    """Run one `portal` command to its end and return its output; BrokenServerError when it fails."""
    done = subprocess.run(
        [*PROGRAM, *words],
        cwd=folder,
        env=_environ({}) if environ is None else environ,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    if done.returncode:
        raise BrokenServerError(
            f"portal {' '.join(words)} ended with {done.returncode}:\n{done.stdout}{done.stderr}"
        )
    return done.stdout


def _environ(settings: Mapping[str, str]) -> dict[str, str]:
    """The environment less what it says about another portal, plus these settings."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PORTAL_")}
    told = {f"PORTAL_{name.upper()}": value for name, value in settings.items()}
    return {**kept, "PYTHONPATH": str(CHECKOUT), **told}


def _announced(log: Path) -> dict[str, Any] | None:
    """The one line of JSON that the demo prints when it is ready."""
    for line in log.read_text(encoding="utf-8", errors="replace").splitlines():
        if not (line.startswith("{") and line.endswith("}")):
            continue
        try:
            told = json.loads(line)
        except ValueError:
            continue
        if isinstance(told, dict) and {"base_url", "links"} <= told.keys():
            return told
    return None
