"""A real reverse proxy with a configuration of ours, run by whoever runs the tests."""

import os
import re
import subprocess
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from tests.servers.process import BrokenServerError, MissingServerError, Process, accepts, find_program

PROGRAMS: Mapping[str, tuple[str, ...]] = {
    "nginx": ("nginx", "/usr/sbin/nginx"),
    "haproxy": ("haproxy", "/usr/sbin/haproxy"),
    "caddy": ("caddy",),
}


@dataclass(frozen=True)
class Kind:
    """How one proxy reads a file, checks it and runs in the foreground."""

    program: str
    write: Callable[[str, Path], Path]
    check: tuple[str, ...]
    run: tuple[str, ...]


def kind_of(name: str) -> Kind:
    """The proxy that is installed here; MissingServerError says which package has it."""
    program = find_program(*PROGRAMS[name])
    if not program:
        raise MissingServerError(f"{name} is not installed here (Debian's package {name} has it)")
    return {
        "nginx": Kind(program, _write_nginx, ("-t", "-c"), ("-c",)),
        "haproxy": Kind(program, _write_haproxy, ("-c", "-f"), ("-db", "-f")),
        "caddy": Kind(
            program,
            _write_caddy,
            ("validate", "--adapter", "caddyfile", "--config"),
            ("run", "--adapter", "caddyfile", "--config"),
        ),
    }[name]


def check(name: str, text: str, folder: Path) -> None:
    """Let the proxy itself read the configuration; BrokenServerError with what it says against it."""
    kind = kind_of(name)
    done = subprocess.run(
        [kind.program, *kind.check, str(kind.write(text, folder))],
        env=_environ(folder),
        capture_output=True,
        text=True,
        check=False,
        timeout=30,
    )
    if done.returncode:
        raise BrokenServerError(f"{name} refuses its configuration:\n{done.stdout}{done.stderr}")


def start(name: str, text: str, folder: Path, port: int) -> Process:
    """Start the proxy and wait until it listens on this port."""
    check(name, text, folder)
    kind = kind_of(name)
    command = [kind.program, *kind.run, str(kind.write(text, folder))]
    process = Process(command, folder / f"{name}.log", environ=_environ(folder), folder=folder)
    process.wait_until_ready(lambda: accepts(port))
    return process


def _environ(folder: Path) -> dict[str, str]:
    return {**os.environ, "HOME": str(folder), "XDG_DATA_HOME": str(folder), "XDG_CONFIG_HOME": str(folder)}


def _write_nginx(text: str, folder: Path) -> Path:
    """The file stands in an nginx.conf that needs no rights and no folder of the system."""
    (folder / "site.conf").write_text(text, encoding="utf-8")
    places = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    main = [
        "user root;" if os.geteuid() == 0 else "",
        f"daemon off; worker_processes 1; pid {folder}/nginx.pid; error_log stderr;",
        "events { worker_connections 1024; }",
        "http {",
        *(f"{place}_temp_path {folder}/{place};" for place in places),
        f"access_log off; include {folder}/site.conf;",
        "}",
    ]
    path = folder / "nginx.conf"
    path.write_text("\n".join(main), encoding="utf-8")
    return path


def _write_haproxy(text: str, folder: Path) -> Path:
    """Without the account of its own: it has to reach the sockets of whoever runs the tests."""
    path = folder / "haproxy.cfg"
    path.write_text(re.sub(r"^    (user|group) haproxy\n", "", text, flags=re.MULTILINE), encoding="utf-8")
    return path


def _write_caddy(text: str, folder: Path) -> Path:
    """Without the port on which the installed one is told to reload."""
    path = folder / "Caddyfile"
    path.write_text(text.replace("\n{\n", "\n{\n    admin off\n", 1), encoding="utf-8")
    return path
