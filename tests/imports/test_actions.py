"""A draft brought into the store, on both kinds of store."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from portal.access import Actor, Role
from portal.errors import Invalid, NotAllowed
from portal.imports.actions import apply, check_whole
from portal.imports.queries import compare
from portal.imports.readers import read_pages
from portal.imports.rules import (
    Draft,
    DraftDate,
    DraftNews,
    DraftPaper,
    DraftPerson,
    DraftSession,
    DraftWorkshop,
    Link,
    Mode,
    Problem,
    Severity,
    Speaker,
)
from portal.imports.rules.difference import Difference, Outcome
from portal.posters.models import Poster, PosterSlot
from portal.programme.events import ProgrammeChanged
from portal.programme.models import ProgrammeSession
from portal.programme.queries import sessions_of
from portal.stage.models import Stage
from portal.store.work import Store, Work
from portal.threads.models import Thread
from portal.workshops.models import ImportantDate, Member, News, Topic, Workshop
from portal.workshops.queries import lines_of
from tests.made import committed, make_actor, make_workshop

NINE = datetime(2023, 12, 16, 15, tzinfo=UTC)
HALF = timedelta(minutes=30)

WELCOME = DraftSession("Welcome", "opening", NINE, NINE + HALF, is_streamed=True)
TALKS = DraftSession(
    "Contributed talks",
    "contributed-talks",
    NINE + HALF,
    NINE + 2 * HALF,
    is_streamed=True,
    talks=(
        DraftSession(
            "Waves", "contributed-talk", NINE + HALF, speakers=(Speaker("Demo Speaker", "Institute"),)
        ),
        DraftSession("Currents", "contributed-talk", NINE + HALF + timedelta(minutes=10)),
    ),
)
COFFEE = DraftSession("Coffee", "break", NINE + 2 * HALF, NINE + 3 * HALF, is_social=True)
DRAFT = Draft(
    workshop=DraftWorkshop(
        title="Workshop on tides", place="Harbour", room="2", time_zone="America/Chicago", about="Water."
    ),
    sessions=(WELCOME, TALKS, COFFEE),
    papers=(DraftPaper("Waves in a bath", (Speaker("Demo Author"),), "We splash.", key="p1"),),
    people=(DraftPerson("Demo Speaker", "Institute", ("speaker", "panelist")),),
    topics=("Spring tides", "Neap tides"),
    important_dates=(
        DraftDate("Papers", date(2023, 9, 29), "29 Sep"),
        DraftDate("Slides", NINE, "9:00", "America/Chicago"),
    ),
    news=(DraftNews(date(2023, 8, 1), "The call is out."),),
)


def _workshop(work: Work) -> Actor:
    workshop = make_workshop(work)
    workshop.title = ""
    return make_actor(work, workshop, Role.ORGANIZER)


def _place(actor: Actor) -> int:
    assert actor.workshop_id is not None
    return actor.workshop_id


def _outcomes(difference: Difference) -> set[tuple[str, str, str]]:
    return {(change.what, change.title, str(change.outcome)) for change in difference.changes}


def _session(work: Work, actor: Actor, title: str) -> ProgrammeSession:
    return next(one for one in sessions_of(work, _place(actor)) if one.title == title)


def test_everything_that_the_pages_say_is_in_the_store(store: Store) -> None:
    with committed(store) as work:
        actor = _workshop(work)
        apply(work, actor, DRAFT)

    with store.reading() as work:
        workshop = work.get(Workshop, _place(actor))
        assert (workshop.title, workshop.place, workshop.time_zone) == (
            "Workshop on tides",
            "Harbour, room 2",
            "America/Chicago",
        )
        welcome, talks, coffee = sessions_of(work, workshop.id)
        assert (welcome.starts_at, welcome.ends_at, coffee.is_social) == (NINE, NINE + HALF, True)
        assert [talk.title for talk in talks.talks] == ["Waves", "Currents"]
        assert talks.talks[0].speakers == [{"name": "Demo Speaker", "affiliation": "Institute"}]
        assert [(one.part, one.name) for one in lines_of(work, workshop.id, Member)] == [
            ("speaker", "Demo Speaker"),
            ("panelist", "Demo Speaker"),
        ]
        assert [one.text for one in lines_of(work, workshop.id, Topic)] == ["Spring tides", "Neap tides"]
        assert [(one.title, one.on, one.at) for one in lines_of(work, workshop.id, ImportantDate)] == [
            ("Papers", date(2023, 9, 29), None),
            ("Slides", None, NINE),
        ]
        assert [one.text for one in lines_of(work, workshop.id, News)] == ["The call is out."]


def test_papers_become_posters_with_a_room_of_their_own(store: Store) -> None:
    with committed(store) as work:
        actor = _workshop(work)
        apply(work, actor, DRAFT)

    with store.reading() as work:
        (poster,) = work.session.scalars(select(Poster)).all()
        assert (poster.title, poster.author_names, poster.abstract) == (
            "Waves in a bath",
            ["Demo Author"],
            "We splash.",
        )
        assert poster.thread.kind == "poster"


def test_new_papers_hang_in_the_poster_session_where_there_is_just_one(store: Store) -> None:
    posters = DraftSession("Posters", "poster-session", NINE + 3 * HALF, NINE + 4 * HALF, mode=Mode.ONLINE)
    more = replace(posters, title="More posters", starts_at=NINE + 5 * HALF, ends_at=NINE + 6 * HALF)

    with committed(store) as work:
        actor = make_actor(work, make_workshop(work), Role.ORGANIZER)
        one = replace(DRAFT, sessions=(*DRAFT.sessions, posters))
        apply(work, actor, one)
        second = DraftPaper("Foam", key="p2")
        two = replace(one, sessions=(*one.sessions, more), papers=(*one.papers, second))
        apply(work, actor, two)

    with store.reading() as work:
        held = work.session.scalars(select(PosterSlot)).all()
        assert [(slot.mode, slot.starts_at) for slot in held] == [("online", None)]
        assert len(work.session.scalars(select(Poster)).all()) == 2


def test_streamed_sessions_are_put_on_the_main_stage(store: Store) -> None:
    stream = Link("stream", "https://www.youtube.com/watch?v=aaaaaaaaaaa", "Live")
    draft = replace(
        DRAFT, workshop=replace(DRAFT.workshop, links=(stream, Link("page", "https://example.org", "Call")))
    )
    with committed(store) as work:
        actor = _workshop(work)
        apply(work, actor, draft)

    with store.reading() as work:
        (stage,) = work.session.scalars(select(Stage)).all()
        assert (stage.slug, stage.name, stage.thread.kind) == ("main", "Main stage", "stage")
        assert [(source.kind, source.label) for source in stage.sources] == [("youtube", "Live")]
        assert [one.stage_id for one in sessions_of(work, _place(actor))] == [stage.id, stage.id, None]
        assert work.get(Workshop, _place(actor)).links == [{"url": "https://example.org", "label": "Call"}]


def test_the_same_pages_again_change_nothing(store: Store) -> None:
    with committed(store) as work:
        actor = _workshop(work)
        apply(work, actor, DRAFT)
    with committed(store) as work:
        before = _everything(work, actor)

        difference = apply(work, actor, DRAFT)

        assert difference.is_empty
        assert {change.outcome for change in difference.changes} == {Outcome.UNCHANGED}
        assert _everything(work, actor) == before


def test_comparing_writes_nothing_and_tells_what_applying_does(store: Store) -> None:
    with committed(store) as work:
        actor = _workshop(work)
    with store.reading() as work:
        told = compare(work, actor, DRAFT)
        assert sessions_of(work, _place(actor)) == []

    with committed(store) as work:
        assert apply(work, actor, DRAFT) == told


def test_rows_follow_the_pages_when_they_change(store: Store) -> None:
    later = replace(WELCOME, starts_at=NINE - HALF, ends_at=NINE, mode=Mode.HYBRID)
    with committed(store) as work:
        actor = _workshop(work)
        apply(work, actor, DRAFT)

        difference = apply(
            work, actor, replace(DRAFT, sessions=(later, TALKS, replace(COFFEE, title="Coffee and cake")))
        )

        assert _outcomes(difference) >= {("session", "Welcome", "changed"), ("session", "Coffee", "changed")}
        assert len(sessions_of(work, _place(actor))) == 3
        assert _session(work, actor, "Welcome").starts_at == NINE - HALF
        assert _session(work, actor, "Coffee and cake").starts_at == NINE + 2 * HALF


def test_open_pages_hear_when_the_pages_changed_the_programme_and_only_then(store: Store) -> None:
    # given
    with committed(store) as work:
        actor = _workshop(work)
        apply(work, actor, DRAFT)

    # when
    with committed(store) as work:
        apply(work, actor, DRAFT)
        untouched = list(work.announced)
        apply(
            work, actor, replace(DRAFT, sessions=(replace(WELCOME, ends_at=NINE + HALF / 2), TALKS, COFFEE))
        )
        heard = [one for one in work.announced if isinstance(one, ProgrammeChanged)]
        welcome_id = _session(work, actor, "Welcome").id

    # then
    assert not untouched
    assert [(one.head, one.is_more, [row["key"] for row in one.entries]) for one in heard] == [
        (2, True, [f"s{welcome_id}"])
    ]


def test_a_date_that_is_given_later_settles_the_same_rows(store: Store) -> None:
    undated = tuple(
        replace(one, starts_at=None, ends_at=None, local_time="9:00", talks=()) for one in (WELCOME, COFFEE)
    )
    with committed(store) as work:
        actor = _workshop(work)
        apply(work, actor, replace(DRAFT, sessions=undated))
        assert [one.local_time for one in sessions_of(work, _place(actor))] == ["9:00", "9:00"]

        apply(work, actor, replace(DRAFT, sessions=(WELCOME, COFFEE)))

        found = sessions_of(work, _place(actor))
        assert [(one.title, one.starts_at, one.local_time) for one in found] == [
            ("Welcome", NINE, ""),
            ("Coffee", NINE + 2 * HALF, ""),
        ]


def test_what_an_organizer_changed_by_hand_is_kept_and_told(store: Store) -> None:
    with committed(store) as work:
        actor = _workshop(work)
        apply(work, actor, DRAFT)
        _session(work, actor, "Welcome").title = "Good morning"
        work.get(Workshop, _place(actor)).about = "By hand."
        lines_of(work, _place(actor), Member)[0].affiliation = "Another institute"
    with committed(store) as work:
        difference = apply(
            work, actor, replace(DRAFT, sessions=(replace(WELCOME, abstract="Hello"), TALKS, COFFEE))
        )

        welcome = _session(work, actor, "Good morning")
        assert welcome.abstract == "Hello"
        kept = {(change.what, change.title): change.kept for change in difference.changes if change.kept}
        assert kept == {
            ("workshop", "Workshop on tides"): ("about",),
            ("session", "Good morning"): ("title",),
            ("person", "Demo Speaker"): ("affiliation",),
        }


def test_what_an_organizer_took_away_stays_away(store: Store) -> None:
    with committed(store) as work:
        actor = _workshop(work)
        apply(work, actor, DRAFT)
        work.session.delete(_session(work, actor, "Coffee"))
        work.session.delete(_session(work, actor, "Contributed talks").talks[0])
        work.session.delete(lines_of(work, _place(actor), Topic)[0])
    for _ in range(2):
        with committed(store) as work:
            difference = apply(work, actor, DRAFT)

            assert difference.is_empty
            assert {found for found in _outcomes(difference) if found[2] == "removed-by-hand"} == {
                ("session", "Coffee", "removed-by-hand"),
                ("talk", "Waves", "removed-by-hand"),
                ("topic", "Spring tides", "removed-by-hand"),
            }


def test_what_the_pages_have_no_longer_stays_and_is_told(store: Store) -> None:
    with committed(store) as work:
        actor = _workshop(work)
        apply(work, actor, DRAFT)

        difference = apply(work, actor, replace(DRAFT, sessions=(WELCOME, TALKS), topics=("Neap tides",)))

        assert {found for found in _outcomes(difference) if found[2] == "no-longer-there"} == {
            ("session", "Coffee", "no-longer-there"),
            ("topic", "Spring tides", "no-longer-there"),
        }
        assert len(sessions_of(work, _place(actor))) == 3


def test_pages_without_a_schedule_leave_the_schedule_alone(store: Store) -> None:
    with committed(store) as work:
        actor = _workshop(work)
        apply(work, actor, DRAFT)

        difference = apply(work, actor, Draft(topics=("Spring tides", "Neap tides", "Currents")))

        assert _outcomes(difference) >= {("topic", "Currents", "added")}
        assert {change.what for change in difference.changes} == {"workshop", "topic"}
        assert apply(work, actor, DRAFT).is_empty


def test_what_was_taken_away_is_remembered_over_pages_that_do_not_speak_of_it(store: Store) -> None:
    with committed(store) as work:
        actor = _workshop(work)
        apply(work, actor, DRAFT)
        work.session.delete(lines_of(work, _place(actor), Topic)[0])
        apply(work, actor, Draft(sessions=DRAFT.sessions))

        apply(work, actor, DRAFT)

        assert [one.text for one in lines_of(work, _place(actor), Topic)] == ["Neap tides"]


def test_a_session_made_by_hand_is_recognised_and_only_filled_in(store: Store) -> None:
    with committed(store) as work:
        actor = _workshop(work)
        work.add(
            ProgrammeSession(workshop_id=_place(actor), title="Welcome", kind="opening", abstract="By hand")
        )

        apply(work, actor, replace(DRAFT, sessions=(replace(WELCOME, abstract="From the page"),)))

        (welcome,) = sessions_of(work, _place(actor))
        assert (welcome.abstract, welcome.starts_at) == ("By hand", NINE)


def test_an_address_that_no_page_may_link_to_is_left_out_and_told(store: Store) -> None:
    links = (Link("slides", "javascript:alert(1)"), Link("slides", "https://example.org/a.pdf"))
    with committed(store) as work:
        actor = _workshop(work)

        difference = apply(work, actor, replace(DRAFT, sessions=(replace(WELCOME, links=links),)))

        assert ("link", "javascript:alert(1)", "left-out") in _outcomes(difference)
        assert [link["url"] for link in _session(work, actor, "Welcome").links] == [
            "https://example.org/a.pdf"
        ]


def test_a_very_long_title_is_cut_so_that_every_store_takes_it(store: Store) -> None:
    with committed(store) as work:
        actor = _workshop(work)
        draft = Draft(sessions=(DraftSession("x" * 900, starts_at=NINE),), topics=("y" * 900,))

        apply(work, actor, draft)

        assert len(sessions_of(work, _place(actor))[0].title) == 500
        assert apply(work, actor, draft).is_empty


def test_only_organizers_import(sqlite_store: Store) -> None:
    with committed(sqlite_store) as work:
        workshop = make_workshop(work)
        attendee = make_actor(work, workshop)

        with pytest.raises(NotAllowed):
            apply(work, attendee, DRAFT)
        with pytest.raises(NotAllowed):
            compare(work, attendee, DRAFT)

        assert sessions_of(work, workshop.id) == []


def test_nothing_is_half_applied(store: Store) -> None:
    with committed(store) as work:
        actor = _workshop(work)
    broken = replace(DRAFT, news=(DraftNews(None, None),))  # type: ignore[arg-type]

    with pytest.raises(Exception, match="news"), committed(store) as work:
        apply(work, actor, broken)

    with store.reading() as work:
        assert sessions_of(work, _place(actor)) == []
        assert work.session.scalars(select(Thread)).all() == []


def test_pages_that_could_not_be_read_or_say_nothing_are_refused() -> None:
    problem = Problem("page.md", 3, Severity.ERROR, "Unreadable")

    check_whole(DRAFT)
    with pytest.raises(Invalid, match="could not be read"):
        check_whole(replace(DRAFT, problems=(problem,)))
    with pytest.raises(Invalid, match="Nothing was found"):
        check_whole(Draft())


@pytest.mark.parametrize("files", [("000", "002"), ("001",), ("003",), ("004",)])
def test_real_pages_come_in_once(sqlite_store: Store, shared: Path, files: tuple[str, ...]) -> None:
    draft = read_pages([page for start in files for page in shared.glob(f"seeds/{start}*")])
    with committed(sqlite_store) as work:
        actor = _workshop(work)
        apply(work, actor, draft)
    with committed(sqlite_store) as work:
        difference = apply(work, actor, draft)

        assert difference.is_empty
        assert len(sessions_of(work, _place(actor))) == len(draft.sessions)


def _everything(work: Work, actor: Actor) -> list[object]:
    """Every row of the workshop, as values."""
    work.session.flush()
    sessions = sessions_of(work, _place(actor))
    entries = [(one.id, one.title, one.starts_at, one.position, one.stage_id) for one in sessions]
    talks = [(talk.id, talk.title, talk.position) for one in sessions for talk in one.talks]
    place = _place(actor)
    lists = [
        *(one.id for one in lines_of(work, place, Topic)),
        *(one.id for one in lines_of(work, place, News)),
        *(one.id for one in lines_of(work, place, Member)),
        *(one.id for one in lines_of(work, place, ImportantDate)),
    ]
    return [*entries, *talks, *lists, work.session.scalars(select(Poster.id)).all()]


def test_a_zone_that_is_only_an_offset_is_asked_for_by_name() -> None:
    starts_at = datetime.fromisoformat("2023-12-16T09:00:00+05:30")
    draft = Draft(
        workshop=DraftWorkshop(time_zone="UTC+05:30"),
        sessions=(DraftSession(title="Opening", starts_at=starts_at),),
    )

    with pytest.raises(Invalid, match=r"--zone .*Asia"):
        check_whole(draft)


def test_the_schedule_alone_again_leaves_the_text_about_the_workshop(store: Store) -> None:
    whole = Draft(workshop=DraftWorkshop(title="Tides", about="What it is.\n\nWhere to vote."))
    with committed(store) as work:
        workshop = make_workshop(work)
        workshop_id = workshop.id
        organizer = make_actor(work, workshop, Role.ORGANIZER)
        apply(work, organizer, whole)

    with committed(store) as work:
        again = Draft(workshop=DraftWorkshop(title="Tides", about="Where to vote."))
        assert apply(work, organizer, again).is_empty
        assert work.get(Workshop, workshop_id).about == "What it is.\n\nWhere to vote."
