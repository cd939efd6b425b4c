"""The demo's store: a believable workshop that is running, built once and then only moved."""

import shutil
import sqlite3
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pypdfium2
import pytest
import time_machine
from sqlalchemy import func, select

import config
from portal.access import Role
from portal.accounts.queries import person_with
from portal.cli.demo.build import ROLES, build_demo
from portal.cli.demo.content.own_posters import ABOUT_THE_PORTAL
from portal.cli.demo.content.poster import PosterText
from portal.cli.demo.content.posters import CONTRIBUTED
from portal.cli.demo.content.slides import LANDSCAPE, WELCOME
from portal.cli.demo.content.workshops import RUNNING
from portal.cli.demo.paper.deck import Deck, draw_deck
from portal.cli.demo.paper.poster import draw_poster
from portal.clock import now
from portal.files.rules import WIDTHS, path_of
from portal.posters.models import Poster
from portal.programme.models import ProgrammeSession, Talk
from portal.programme.queries import on_at, sessions_of
from portal.registrations.queries import actor_of
from portal.settings import Settings
from portal.slides.models import SlideDeck
from portal.stage.models import Stage
from portal.stage.rules import talk_on
from portal.store.work import Store, Work
from portal.threads.models import Message
from portal.workshops.models import News, Workshop
from portal.workshops.queries import lines_of
from tests.servers.fixtures import make_tables

FIRST = datetime(2026, 7, 1, 22, 13, tzinfo=UTC)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder of a demo that was built at FIRST."""
    folder = tmp_path_factory.mktemp("demo")
    make_tables(f"sqlite:///{folder / 'portal.sqlite3'}")
    with time_machine.travel(FIRST, tick=False):
        _build(folder)
    return folder


@pytest.fixture
def folder(built: Path, tmp_path: Path) -> Path:
    """A copy of it, to be changed."""
    return Path(shutil.copytree(built, tmp_path / "demo"))


@pytest.fixture
def work(built: Path) -> Iterator[Work]:
    """The demo as it was built, to be read, at the time at which it was built."""
    store = Store.at(_settings(built).store_url)
    with time_machine.travel(FIRST, tick=False), store.reading() as reading:
        yield reading
    store.dispose()


def _settings(folder: Path) -> Settings:
    return config.testing(folder, is_demo=True)


def _build(folder: Path) -> None:
    settings = _settings(folder)
    store = Store.at(settings.store_url)
    build_demo(settings, store)
    store.dispose()


def _workshop(work: Work) -> Workshop:
    return work.session.scalars(select(Workshop).where(Workshop.slug == RUNNING.slug)).one()


def test_a_streamed_talk_is_on_when_the_demo_begins(work: Work) -> None:
    current, ahead = on_at(work, _workshop(work).id, now())

    assert [(one.title, one.is_streamed, one.stage_id is not None) for one in current] == [
        ("Navigating the Landscape of Enormous AI Model Training", True, True)
    ]
    assert ahead is not None
    assert ahead.title == "Enabling efficient trillion parameter scale training for deep learning models"


def test_the_programme_is_that_of_the_real_day(work: Work) -> None:
    workshop = _workshop(work)
    sessions = sessions_of(work, workshop.id)

    assert (workshop.time_zone, len(sessions)) == ("America/Chicago", 18)
    assert [one.speaker_names[0] for one in sessions if one.kind == "invited-talk"] == [
        "Ana Gainaru",
        "Lionel Eyraud-Dubois",
        "Yang You",
        "Tunji Ruwase",
        "Natalia Vassilieva",
        "Johnathan Frankle",
        "Mohammad Shoeybi",
    ]
    assert [len(one.talks) for one in sessions if one.talks] == [5]
    assert sum(link["kind"] == "slides" for one in sessions for link in one.links) == 7
    lengths = [one.ends_at - one.starts_at for one in sessions if one.starts_at and one.ends_at]
    assert sum(lengths, timedelta()) == timedelta(hours=9, minutes=15)
    talk = talk_on(sessions[7].talks, sessions[7].talks[2].starts_at or FIRST)
    assert talk is not None
    assert talk.title == "Sparse Backpropagation for MoE Training"


def test_three_accounts_have_their_parts(work: Work) -> None:
    workshop = _workshop(work)
    parts = {}
    for role, email in ROLES.items():
        person = person_with(work, email)
        assert person is not None
        actor = actor_of(work, person, workshop.id)
        parts[role] = (actor.name, actor.is_accepted, actor.is_operator, actor.roles)

    assert parts == {
        "organizer": ("Demo organizer", True, True, frozenset({Role.ORGANIZER})),
        "presenter": ("Demo presenter", True, False, frozenset({Role.PRESENTER})),
        "attendee": ("Demo attendee", True, False, frozenset({Role.ATTENDEE})),
    }


def test_every_poster_hangs_with_its_paper_and_previews(work: Work, built: Path) -> None:
    posters = list(work.session.scalars(select(Poster).order_by(Poster.position)))

    assert [one.board for one in posters] == [str(number) for number in range(1, 11)]
    assert [one.title for one in posters[:5]] == [
        talk.title for talk in work.session.scalars(select(Talk).order_by(Talk.position))
    ]
    assert [[person.name for person in one.presenters] for one in posters] == [[]] * 5 + [
        ["Demo presenter"]
    ] * 5
    for poster in posters:
        assert poster.file is not None
        assert all(path_of(built, poster.file.sha256, width).is_file() for width in (None, *WIDTHS))


def test_two_talks_have_slides_and_the_stage_has_two_sources(work: Work) -> None:
    decks = list(work.session.scalars(select(SlideDeck)))
    stage = work.session.scalars(select(Stage)).one()

    titles = [work.get(ProgrammeSession, deck.session_id).title for deck in decks]
    assert titles == ["Welcome speech from organizers", LANDSCAPE.title]
    assert [deck.file.page_count for deck in decks] == [6, 6]
    assert [(one.kind, one.url) for one in stage.sources] == [
        ("hls", f"/{RUNNING.slug}/stream/main/live.m3u8"),
        ("page", "https://neurips.cc/virtual/2023/workshop/66493"),
    ]


def test_the_chat_was_written_minutes_ago_by_the_demo_accounts(work: Work) -> None:
    messages = list(work.session.scalars(select(Message).order_by(Message.posted_at)))

    assert {one.author_name for one in messages} == {"Demo organizer", "Demo presenter", "Demo attendee"}
    assert all(timedelta(0) < FIRST - one.posted_at < timedelta(hours=1) for one in messages)


def test_other_workshops_are_listed_as_over(work: Work) -> None:
    others = work.session.scalars(
        select(Workshop).where(Workshop.slug != RUNNING.slug).order_by(Workshop.starts_on)
    )

    assert [(one.short_title, one.registration) for one in others] == [
        ("HITY 2022", "closed"),
        ("ES-FoMo 2023", "closed"),
    ]


def rows(folder: Path) -> list[str]:
    """Everything that is in the store."""
    with sqlite3.connect(folder / "portal.sqlite3") as connection:
        found = list(connection.iterdump())
    connection.close()
    return found


def test_building_again_while_something_is_on_changes_nothing(folder: Path) -> None:
    before = rows(folder)

    with time_machine.travel(FIRST + timedelta(minutes=60), tick=False):
        _build(folder)

    assert rows(folder) == before


def days_of_news(work: Work) -> list[date]:
    return [one.on for one in lines_of(work, _workshop(work).id, News) if one.on]


@pytest.mark.parametrize(
    "later", [timedelta(hours=2), timedelta(hours=9), timedelta(days=3, hours=11), timedelta(days=200)]
)
def test_building_again_after_the_day_ran_out_moves_it_and_adds_nothing(
    folder: Path, later: timedelta
) -> None:
    def counts(work: Work) -> list[int | None]:
        models = (Workshop, ProgrammeSession, Talk, Poster, Message, Stage, SlideDeck)
        return [work.session.scalar(select(func.count()).select_from(model)) for model in models]

    store = Store.at(_settings(folder).store_url)
    with store.reading() as work:
        before, news = counts(work), days_of_news(work)
        day = _workshop(work).starts_on

    with time_machine.travel(FIRST + later, tick=False):
        _build(folder)
        with store.reading() as work:
            workshop = _workshop(work)
            current, _ = on_at(work, workshop.id, now())

            assert [one.is_streamed for one in current] == [True]
            assert counts(work) == before
            assert day is not None
            assert workshop.starts_on is not None
            moved = workshop.starts_on - day
            assert days_of_news(work) == [one + moved for one in news]
    store.dispose()


@pytest.mark.parametrize("poster", [*CONTRIBUTED, *ABOUT_THE_PORTAL], ids=lambda poster: poster.board)
def test_a_poster_is_one_sheet_of_vectors_with_its_words(poster: PosterText) -> None:
    paper = draw_poster(poster.page)

    document = pypdfium2.PdfDocument(paper)
    words = document[0].get_textpage().get_text_range().replace("\r\n", " ")
    assert len(document) == 1
    assert [round(one / 72 * 25.4) for one in document[0].get_size()] == [1189, 841]
    assert poster.title in words
    assert poster.authors[-1] in words
    assert len(paper) < 200_000


@pytest.mark.parametrize("deck", [WELCOME, LANDSCAPE], ids=lambda deck: deck.name)
def test_slides_say_that_they_are_not_the_speakers_own(deck: Deck) -> None:
    document = pypdfium2.PdfDocument(draw_deck(deck))

    assert len(document) == 6
    assert "Slides made by the demo of the portal" in document[0].get_textpage().get_text_range()
