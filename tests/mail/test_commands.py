"""`portal mail`, as an operator types it."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import text

from portal.cli.mail import mail
from portal.errors import NotFound
from portal.mail.actions import mark_failed, mark_sent, write
from portal.migrations import upgrade
from portal.store.work import Store
from tests.made import committed

LINK = "https://w.example.org/sign-in/link/abc"


@pytest.fixture
def outbox(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    """A store with three mails: sent, refused for ever, and waiting."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PORTAL_SECRET_KEY", "a secret that only the tests know, and no portal")
    monkeypatch.setenv("PORTAL_DATA_DIR", str(tmp_path))
    store = Store.at(f"sqlite:///{tmp_path / 'portal.sqlite3'}")
    upgrade(store)
    with committed(store) as work:
        for name in ("sent", "refused", "waiting"):
            write(work, to=f"{name}@example.org", subject="Your link", text=f"Hello,\n\n{LINK}\n")
        mark_sent(work, 1)
        mark_failed(work, 2, "550 no such person", is_for_ever=True)
    yield store
    store.dispose()


def portal_mail(*words: str) -> Result:
    return CliRunner().invoke(mail, words, catch_exceptions=False)


def test_the_list_shows_the_newest_first_with_their_links(outbox: Store) -> None:
    lines = portal_mail("list").stdout.splitlines()

    assert [line.split()[3:5] for line in lines[::2]] == [
        ["waiting", "waiting@example.org"],
        ["refused", "refused@example.org"],
        ["sent", "sent@example.org"],
    ]
    assert {line.strip() for line in lines[1::2]} == {LINK}


def test_the_list_for_programs_is_one_document(outbox: Store) -> None:
    mails = json.loads(portal_mail("list", "--json", "--most", "1").stdout)

    assert [(one["to"], one["links"], one["state"]) for one in mails] == [
        ("waiting@example.org", [LINK], "waiting")
    ]


def test_one_mail_is_shown_whole(outbox: Store) -> None:
    shown = portal_mail("show", "2").stdout

    assert "To:      refused@example.org" in shown
    assert "State:   refused: 550 no such person" in shown
    assert LINK in shown
    with pytest.raises(NotFound):
        portal_mail("show", "9")


def test_what_was_not_sent_is_tried_again(outbox: Store) -> None:
    assert portal_mail("retry").stdout.startswith("2 to be sent again")
    assert portal_mail("retry", "2").stdout.startswith("1 to be sent again")
    with pytest.raises(NotFound, match="no unsent mail with the number 1"):
        portal_mail("retry", "1")

    with outbox.reading() as work:
        assert work.session.scalar(text("SELECT count(*) FROM jobs")) == 5


def test_an_empty_outbox_says_so(outbox: Store) -> None:
    with committed(outbox) as work:
        work.session.execute(text("DELETE FROM mails"))

    assert portal_mail("list").stdout == "The portal has written no mail yet.\n"
