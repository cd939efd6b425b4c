"""Sessions and talks, changed by hand, on both kinds of store."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import event, func, select

from portal.access import Actor, Role
from portal.clock import now
from portal.errors import Invalid, NotAllowed, NotFound
from portal.programme import actions
from portal.programme.events import ProgrammeChanged
from portal.programme.models import ProgrammeSession, Talk
from portal.programme.queries import (
    MOST_AROUND_NOW,
    ahead_in,
    on_at,
    session_to_edit,
    session_to_see,
    sessions_of,
)
from portal.programme.rules import EntryDraft, LinkDraft, SpeakerDraft
from portal.store.work import Store, Work
from portal.workshops.models import Workshop
from tests.made import committed, make_actor, make_workshop

NOON = datetime(2023, 12, 16, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
DRAFT = EntryDraft(
    "Ebb and flow",
    "invited-talk",
    NOON,
    NOON + HOUR,
    speakers=(SpeakerDraft("Demo Speaker", "Institute"),),
    links=(LinkDraft("slides", "https://example.org/a.pdf"),),
    is_streamed=True,
)


def _organizer(work: Work) -> tuple[Workshop, Actor]:
    workshop = make_workshop(work)
    return workshop, make_actor(work, workshop, Role.ORGANIZER)


def _place(actor: Actor) -> int:
    assert actor.workshop_id is not None
    return actor.workshop_id


def test_a_session_keeps_what_its_draft_says(store: Store) -> None:
    with committed(store) as work:
        _, actor = _organizer(work)
        made = actions.add_session(work, actor, DRAFT).id

    with store.reading() as work:
        (session,) = sessions_of(work, _place(actor))
        assert (session.id, session.starts_at, session.ends_at) == (made, NOON, NOON + HOUR)
        assert session.speakers == [{"name": "Demo Speaker", "affiliation": "Institute"}]
        assert session.links == [{"kind": "slides", "url": "https://example.org/a.pdf", "label": ""}]
        assert session.is_streamed


def test_only_organizers_change_the_programme_and_only_their_own(store: Store) -> None:
    with committed(store) as work:
        workshop, organizer = _organizer(work)
        session = actions.add_session(work, organizer, DRAFT)
        talk = actions.add_talk(work, organizer, session.id, replace(DRAFT, title="Talk"))
        attendee = make_actor(work, workshop)
        foreigner = make_actor(work, make_workshop(work, "lakes"), Role.ORGANIZER)

        for actor, refusal in ((attendee, NotAllowed), (foreigner, NotFound)):
            with pytest.raises(refusal):
                actions.change_session(work, actor, session.id, replace(DRAFT, title="Mine"))
            with pytest.raises(refusal):
                actions.delete_session(work, actor, session.id)
            with pytest.raises(refusal):
                actions.add_talk(work, actor, session.id, DRAFT)
            with pytest.raises(refusal):
                actions.change_talk(work, actor, talk.id, DRAFT)
            with pytest.raises(refusal):
                actions.delete_talk(work, actor, talk.id)
        with pytest.raises(NotAllowed):
            actions.add_session(work, attendee, DRAFT)

        assert [
            (one.title, [inner.title for inner in one.talks]) for one in sessions_of(work, workshop.id)
        ] == [("Ebb and flow", ["Talk"])]


def test_a_session_that_moves_takes_its_talks_along(store: Store) -> None:
    with committed(store) as work:
        _, actor = _organizer(work)
        session = actions.add_session(work, actor, DRAFT)
        talk = actions.add_talk(work, actor, session.id, replace(DRAFT, ends_at=NOON + HOUR / 2))

        actions.change_session(
            work, actor, session.id, replace(DRAFT, starts_at=NOON + HOUR, ends_at=NOON + 2 * HOUR)
        )

        assert (talk.starts_at, talk.ends_at) == (NOON + HOUR, NOON + 1.5 * HOUR)


def test_talks_stand_in_the_order_of_their_starts(store: Store) -> None:
    with committed(store) as work:
        _, actor = _organizer(work)
        session = actions.add_session(work, actor, DRAFT)
        for title, minutes in (("third", None), ("second", 30), ("first", 0)):
            start = None if minutes is None else NOON + timedelta(minutes=minutes)
            actions.add_talk(work, actor, session.id, EntryDraft(title, starts_at=start))

    with store.reading() as work:
        (session,) = sessions_of(work, _place(actor))
        assert [talk.title for talk in session.talks] == ["first", "second", "third"]


def test_a_talk_outside_its_session_is_refused(sqlite_store: Store) -> None:
    with committed(sqlite_store) as work:
        _, actor = _organizer(work)
        session = actions.add_session(work, actor, DRAFT)

        with pytest.raises(Invalid, match="outside"):
            actions.add_talk(work, actor, session.id, replace(DRAFT, starts_at=NOON - HOUR))

        assert session.talks == []


def test_a_deleted_session_goes_with_its_talks(store: Store) -> None:
    with committed(store) as work:
        _, actor = _organizer(work)
        session = actions.add_session(work, actor, DRAFT)
        actions.add_talk(work, actor, session.id, DRAFT)
        actions.delete_session(work, actor, session.id)

    with store.reading() as work:
        assert sessions_of(work, _place(actor)) == []
        assert work.session.scalar(select(func.count()).select_from(Talk)) == 0


def test_an_inferred_end_stays_marked_until_somebody_gives_another(sqlite_store: Store) -> None:
    with committed(sqlite_store) as work:
        _, actor = _organizer(work)
        session = actions.add_session(work, actor, DRAFT)
        session.is_end_inferred = True

        actions.change_session(work, actor, session.id, replace(DRAFT, title="New words"))
        assert session.is_end_inferred

        actions.change_session(work, actor, session.id, replace(DRAFT, ends_at=NOON + 2 * HOUR))
        assert not session.is_end_inferred


def test_a_start_settles_what_had_only_a_time_of_day(sqlite_store: Store) -> None:
    with committed(sqlite_store) as work:
        _, actor = _organizer(work)
        session = actions.add_session(work, actor, EntryDraft("Later"))
        session.local_time = "9:00"

        actions.change_session(work, actor, session.id, EntryDraft("Later, still open"))
        assert session.local_time == "9:00"

        actions.change_session(work, actor, session.id, DRAFT)
        assert session.local_time == ""


def test_undated_sessions_come_last(store: Store) -> None:
    with committed(store) as work:
        workshop, actor = _organizer(work)
        for title, start in (("open", None), ("second", NOON + HOUR), ("first", NOON)):
            actions.add_session(work, actor, EntryDraft(title, starts_at=start))

        assert [one.title for one in sessions_of(work, workshop.id)] == ["first", "second", "open"]


def test_on_at_reads_what_is_on_and_what_is_next(store: Store) -> None:
    with committed(store) as work:
        workshop, actor = _organizer(work)
        other = make_workshop(work, "lakes")
        work.add(
            ProgrammeSession(workshop_id=other.id, title="elsewhere", starts_at=NOON, ends_at=NOON + HOUR)
        )
        for title, start in (("over", -1), ("on", 0), ("next", 1)):
            draft = replace(
                DRAFT, title=title, starts_at=NOON + start * HOUR, ends_at=NOON + (start + 1) * HOUR
            )
            actions.add_session(work, actor, draft)

        current, ahead = on_at(work, workshop.id, NOON)

        assert [one.title for one in current] == ["on"]
        assert ahead is not None
        assert ahead.title == "next"


def test_a_long_past_does_not_hide_what_is_on(sqlite_store: Store) -> None:
    with committed(sqlite_store) as work:
        workshop, actor = _organizer(work)
        for hours in range(MOST_AROUND_NOW + 1):
            start = NOON - (hours + 3) * HOUR
            actions.add_session(work, actor, EntryDraft("over", starts_at=start, ends_at=start + HOUR))
        actions.add_session(work, actor, DRAFT)

        assert [one.title for one in on_at(work, workshop.id, NOON).current] == ["Ebb and flow"]


def test_what_is_ahead_leaves_pauses_out_and_is_hidden_with_the_schedule(sqlite_store: Store) -> None:
    with committed(sqlite_store) as work:
        workshop, actor = _organizer(work)
        for title, kind, hours in (("now", "talk", -0.5), ("lunch", "lunch", 0.5), ("then", "panel", 1.5)):
            start = now() + hours * HOUR
            actions.add_session(work, actor, EntryDraft(title, kind, start, start + HOUR))
        visitor = Actor(workshop_id=workshop.id)

        assert [(one.title, one.is_now) for one in ahead_in(work, visitor, workshop)] == [
            ("now", True),
            ("then", False),
        ]

        workshop.registered_pages = ["schedule"]
        assert ahead_in(work, visitor, workshop) == []
        assert len(ahead_in(work, actor, workshop)) == 2


def test_a_session_of_another_workshop_is_not_found(sqlite_store: Store) -> None:
    with committed(sqlite_store) as work:
        _, actor = _organizer(work)
        session = actions.add_session(work, actor, DRAFT)
        elsewhere = make_actor(work, make_workshop(work, "lakes"), Role.ORGANIZER)

        with pytest.raises(NotFound):
            session_to_see(work, elsewhere, session.id)
        with pytest.raises(NotFound):
            session_to_edit(work, elsewhere, session.id)
        assert session_to_see(work, Actor(workshop_id=session.workshop_id), session.id) is session


@pytest.mark.parametrize("count", [1, 3])
def test_the_programme_is_read_in_two_statements(store: Store, count: int) -> None:
    with committed(store) as work:
        _, actor = _organizer(work)
        for _ in range(count):
            session = actions.add_session(work, actor, DRAFT)
            actions.add_talk(work, actor, session.id, DRAFT)
    statements: list[str] = []
    event.listen(store.engines.reading, "before_cursor_execute", lambda *told: statements.append(told[2]))

    with store.reading() as work:
        found = [talk.title for session in sessions_of(work, _place(actor)) for talk in session.talks]

    assert len(found) == count
    assert len([one for one in statements if one.startswith("SELECT")]) == 2


def test_open_pages_hear_of_each_change_with_its_times_and_not_of_a_form_that_changes_nothing(
    store: Store,
) -> None:
    # given
    with committed(store) as work:
        _, actor = _organizer(work)
        session = actions.add_session(work, actor, DRAFT)
        talk = actions.add_talk(work, actor, session.id, replace(DRAFT, ends_at=NOON + HOUR / 2))
        session_id, talk_id = session.id, talk.id

    # when
    with committed(store) as work:
        actions.change_session(work, actor, session_id, DRAFT)
        untouched = list(work.announced)
        later = replace(DRAFT, starts_at=NOON + HOUR, ends_at=NOON + 2 * HOUR)
        actions.change_session(work, actor, session_id, later)
        actions.change_talk(work, actor, talk_id, replace(later, title="Slack water"))
        actions.delete_talk(work, actor, talk_id)
        actions.delete_session(work, actor, session_id)
        heard = [one for one in work.announced if isinstance(one, ProgrammeChanged)]

    # then
    assert not untouched
    assert [(one.head, one.is_more) for one in heard] == [(3, True), (4, True), (5, True), (6, True)]
    assert [one["key"] for one in heard[0].entries] == [f"s{session_id}", f"t{talk_id}"]
    assert {one["starts_at"] for one in heard[0].entries} == {(NOON + HOUR).isoformat()}
    assert [[one["key"] for one in event.entries] for event in heard[1:]] == [[f"t{talk_id}"], [], []]
    assert {one.workshop for one in heard} == {_place(actor)}
