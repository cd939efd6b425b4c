"""The settings and the store that a command works on: the configuration in this folder, or the demo's."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

import config
from portal.access import Actor
from portal.errors import Invalid
from portal.migrations import is_current, upgrade
from portal.settings import Settings, environment, read_environment, read_file, settings_from
from portal.store.work import Store, Work

DEMO_DIR = Path("portal-demo")
ENV_NAME = "portal.env"

OPERATOR = Actor(name="command line", is_operator=True)
"""Who works on the machine itself may do what an operator may."""


def found_settings() -> Settings:
    """The settings of the environment and portal.env; where there are none, those of the demo in this folder.

    Raises Invalid that names the remedy when there is neither.
    """
    environ = environment()
    if "PORTAL_SECRET_KEY" in environ or "PORTAL_SECRET_KEY_FILE" in environ:
        return config.production(environ)
    demo = DEMO_DIR / ENV_NAME
    if demo.is_file():
        click.echo(f"(using the demo in {DEMO_DIR}/)", err=True)
        return settings_from(read_environment({**read_file(demo), **environ}))
    raise Invalid(
        f"There is no configuration here: no {ENV_NAME}, no PORTAL_SECRET_KEY. "
        "Run `portal init` to make one, or `portal demo` to look around."
    )


@contextmanager
def opened_store(settings: Settings | None = None, *, is_upgrading: bool = False) -> Iterator[Store]:
    """The store with its tables up to date; raises Invalid with the remedy when they are not."""
    chosen = settings or found_settings()
    store = Store.at(chosen.store_url)
    try:
        if is_upgrading:
            upgrade(store)
        elif not is_current(store):
            raise Invalid("The store's tables are not up to date. Run `portal db upgrade`.")
        yield store
    finally:
        store.dispose()


@contextmanager
def writing(store: Store) -> Iterator[Work]:
    """A writing unit of work that commits at its end: the command line is a door too."""
    with store.writing() as work:
        yield work
        work.commit()
