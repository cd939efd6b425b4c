"""Portals that a test changes a little before they begin: gunicorn loads an application of the tests."""

import sys
from collections.abc import Mapping
from pathlib import Path

import requests

from tests.servers.portal import Portal, _environ, run_portal
from tests.servers.process import Process, free_port

SECRET = "a secret of the changed portals that no other one has"


def start_application(name: str, folder: Path, environ: Mapping[str, str], **settings: str) -> Portal:
    """Start `module:make()` as `portal serve` starts the usual one, and wait until it is ready."""
    folder.mkdir(parents=True, exist_ok=True)
    port = free_port()
    base_url = f"http://127.0.0.1:{port}"
    told = {"data_dir": str(folder), "base_url": base_url, "secret_key": SECRET, **settings}
    whole = {**_environ(told), **environ}
    run_portal("db", "upgrade", folder=folder, environ=whole)
    words = ["--config", "python:portal.cli.hooks", "--bind", f"127.0.0.1:{port}", name]
    process = Process(
        [sys.executable, "-m", "gunicorn", *words], folder / "portal.log", environ=whole, folder=folder
    )
    process.wait_until_ready(lambda: _is_ready(base_url), seconds=60)
    return Portal(process, base_url, folder, whole)


def _is_ready(base_url: str) -> bool:
    try:
        # A portal with a public address of its own answers 400 here: it is up, and this is not its host.
        return requests.get(f"{base_url}/readyz", timeout=5).status_code < 500
    except (requests.ConnectionError, requests.Timeout):
        return False
