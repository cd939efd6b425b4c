"""A configuration as `portal proxy-config` prints it, and somebody who comes through the proxy."""

from pathlib import Path

import psutil

from portal.access import Role
from portal.accounts.actions import make_link
from portal.store.work import Store
from portal.threads.actions import open_thread
from tests.made import committed, make_person, make_workshop, register
from tests.servers.portal import CHECKOUT, run_portal
from tests.servers.several import SECRET
from tests.servers.visitor import Visitor

KINDS = ("nginx", "haproxy", "caddy")
LOOPBACK = "127.0.0.1"


def printed(kind: str, folder: Path, *words: str, **environ: str) -> str:
    """What the command prints with these words."""
    told = {"PORTAL_SECRET_KEY": SECRET, "PORTAL_BASE_URL": f"https://{LOOPBACK}", **environ}
    return run_portal("proxy-config", kind, *words, folder=folder, environ={**clean_environ(), **told})


def clean_environ() -> dict[str, str]:
    """The environment without anything about another portal."""
    kept = ("PATH", "HOME", "LANG")
    return {
        "PYTHONPATH": str(CHECKOUT),
        **{name: value for name, value in psutil.Process().environ().items() if name in kept},
    }


def new_visitor(store: Store, base_url: str, slug: str) -> tuple[Visitor, int]:
    """Somebody who came through the proxy, and a thread that they may write into."""
    with committed(store) as work:
        workshop = make_workshop(work, slug)
        thread = open_thread(work, workshop.id, "poster").id
        person = make_person(work, email=f"{slug}@example.org")
        register(work, workshop, person, Role.ATTENDEE)
        link = make_link(work, person, 10)
    return Visitor.signed_in(f"{base_url}/sign-in/link/{link}"), thread
