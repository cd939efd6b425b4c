"""The portal without a server, for tests of pages: visitors with cookies and form tokens, and jobs run by hand."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from html import unescape
from pathlib import Path
from typing import Any, Self

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event
from werkzeug.test import TestResponse

import config
from portal.accounts.actions import start_sign_in
from portal.app import JOBS, create_app
from portal.doors.jobs import Desk, JobRunner
from portal.doors.portal import Portal
from portal.events import Event, Eviction
from portal.mail.models import Mail
from portal.mail.queries import newest_mails
from tests.made import committed


class Visitor:
    """One browser: it keeps its cookie, and its forms carry the token of the page before."""

    def __init__(self, app: Flask) -> None:
        self.client: FlaskClient = app.test_client()

    def get(self, path: str, **words: Any) -> TestResponse:
        return self.client.get(path, **words)

    def post(self, path: str, **fields: Any) -> TestResponse:
        """Send a form."""
        return self.client.post(path, data={"csrf_token": self.token(), **fields})

    def token(self) -> str:
        """The form token that every page has."""
        found = re.search(r'name="csrf-token" content="([^"]+)"', self.get("/sign-in/sent").text)
        assert found
        return unescape(found[1])

    def cookie(self) -> str | None:
        """The sign-in token that the cookie holds."""
        with self.client.session_transaction() as session:
            return session.get("_user_id")


class Site:
    """One application on a store of its own; what the rooms would hear is kept in `heard`."""

    def __init__(self, data_dir: Path, **settings: Any) -> None:
        self.app = create_app(config.testing(data_dir, **settings))
        self.portal: Portal = self.app.extensions["portal"]
        self.store = self.portal.store
        self.heard: list[Event | Eviction] = []
        self.portal.publish = self.heard.extend
        self._runner = JobRunner(Desk(self.store, self.portal.settings, self.portal.after_commit), JOBS)

    def visitor(self) -> Visitor:
        """Somebody who is not signed in."""
        return Visitor(self.app)

    def signed_in(self, person_id: int) -> Visitor:
        """A new browser in which this person is signed in."""
        visitor = self.visitor()
        with committed(self.store) as work:
            token = start_sign_in(work, person_id, agent="", days=1)
        with visitor.client.session_transaction() as session:
            session["_user_id"] = token
            session.permanent = True
        return visitor

    def run_jobs(self) -> Self:
        """Do all background work that is due."""
        while self._runner.run_one():
            pass
        return self

    @contextmanager
    def questions(self) -> Iterator[list[str]]:
        """What is asked of the store meanwhile."""
        asked: list[str] = []

        def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
            asked.append(statement)

        event.listen(self.store.engines.reading, "before_cursor_execute", note)
        yield asked
        event.remove(self.store.engines.reading, "before_cursor_execute", note)

    def mails(self) -> list[Mail]:
        """Everything that was written, the newest first."""
        with self.store.reading() as work:
            return newest_mails(work)

    def link(self) -> str:
        """The path of the link in the newest mail."""
        found = re.search(r"https?://[^/\s]+(/\S+)", self.mails()[0].text)
        assert found
        return found[1]


MakeSite = Callable[..., Site]


@pytest.fixture
def make_site(sqlite_store_url: str, tmp_path: Path) -> Iterator[MakeSite]:
    """Make an application with settings of one's own: `make_site(limit_mail="2/minute")`."""
    made: list[Site] = []

    def make(**settings: Any) -> Site:
        made.append(Site(tmp_path, database_url=sqlite_store_url, **settings))
        return made[-1]

    yield make
    for one in made:
        one.portal.close()


@pytest.fixture
def site(make_site: MakeSite) -> Site:
    """An application with all tables and no rows."""
    return make_site()


def lead(answer: TestResponse) -> str:
    """The words of a page as one reads them, without markup."""
    words = re.sub(r"<(script|style|head).*?</\1>|<[^>]+>", " ", answer.text, flags=re.DOTALL)
    return " ".join(unescape(words).split())
