"""Stars: what overlaps, what a browser keeps until somebody signs in, and what stays in the account."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.access import Actor, Role
from portal.clock import instant_in
from portal.errors import Invalid, NotAllowed, NotFound
from portal.programme import actions
from portal.programme.models import ProgrammeSession, Talk
from portal.programme.queries import agenda_to_see, planned_of, starred_by
from portal.programme.rules import (
    MOST_STARS,
    EntryDraft,
    Key,
    Planned,
    clashes_among,
    kept_with,
    read_kept,
    read_key,
)
from portal.store.work import Store, Work
from tests.made import committed, make_actor, make_workshop

NOON = datetime(2023, 12, 16, 12, tzinfo=UTC)
HALF = timedelta(minutes=30)


def _planned(number: int, starts: int | None, minutes: int = 60, *, talk_in: int = 0) -> Planned:
    """An entry that starts so many minutes after noon."""
    starts_at = None if starts is None else NOON + timedelta(minutes=starts)
    return Planned(
        key=Key(is_talk=talk_in > 0, id=number),
        session_id=talk_in or number,
        title=f"Entry {number}",
        session_title="",
        speakers=(),
        abstract="",
        starts_at=starts_at,
        ends_at=starts_at and starts_at + timedelta(minutes=minutes),
        is_end_given=True,
        revision=0,
        changed_at=NOON,
    )


# What overlaps


def test_two_at_the_same_time_clash_and_both_say_so() -> None:
    one, other = _planned(1, 0), _planned(2, 30)

    assert clashes_among([one, other]) == {one.key: ("Entry 2",), other.key: ("Entry 1",)}


def test_what_begins_when_the_other_ends_does_not_clash() -> None:
    assert clashes_among([_planned(1, 0, 30), _planned(2, 30)]) == {}


def test_a_talk_does_not_clash_with_its_own_session_but_with_another() -> None:
    session, talk, other = _planned(1, 0), _planned(7, 10, 10, talk_in=1), _planned(2, 15)

    assert clashes_among([session, talk]) == {}
    assert clashes_among([session, talk, other])[talk.key] == ("Entry 2",)


def test_two_talks_of_one_session_may_clash() -> None:
    assert len(clashes_among([_planned(7, 0, 20, talk_in=1), _planned(8, 10, 20, talk_in=1)])) == 2


def test_an_entry_without_a_date_clashes_with_nothing() -> None:
    assert clashes_among([_planned(1, None), _planned(2, 0)]) == {}


@given(st.lists(st.tuples(st.integers(0, 300), st.integers(1, 120)), max_size=12))
def test_clashes_are_just_the_pairs_that_share_a_moment(spans: list[tuple[int, int]]) -> None:
    planned = [_planned(number + 1, *span) for number, span in enumerate(spans)]

    found = clashes_among(planned)

    for one in planned:
        (start, length) = spans[one.key.id - 1]
        sharing = sorted(
            f"Entry {number + 1}"
            for number, (begins, lasts) in enumerate(spans)
            if number + 1 != one.key.id and begins < start + length and start < begins + lasts
        )
        assert sorted(found.get(one.key, ())) == sharing


# What a browser keeps


def test_a_cookie_gives_its_stars_back_and_what_is_none_is_left_out() -> None:
    assert read_kept("s3.t5.s3..x9.t0.s-1.s1234567890.<b>") == (
        Key(is_talk=False, id=3),
        Key(is_talk=True, id=5),
    )


@given(st.text())
def test_any_cookie_can_be_read(text: str) -> None:
    kept = read_kept(text)

    assert read_kept(".".join(map(str, kept))) == kept


def test_a_star_is_set_once_and_taken_away_in_a_cookie() -> None:
    key = Key(is_talk=True, id=5)

    assert kept_with(read_kept("s3.t5"), key, is_on=True) == "s3.t5"
    assert kept_with(read_kept("s3.t5"), key, is_on=False) == "s3"


def test_a_full_cookie_fits_into_a_browser_and_takes_no_more() -> None:
    full = [Key(is_talk=True, id=999_999_000 + number) for number in range(MOST_STARS)]

    assert len(".".join(map(str, full))) < 4000
    with pytest.raises(Invalid):
        kept_with(full, Key(is_talk=False, id=1), is_on=True)


@pytest.mark.parametrize("text", ["", "s", "s0", "x1", "s1 ", "t٣", "s99999999999"])
def test_what_is_no_session_and_no_talk_is_refused(text: str) -> None:
    with pytest.raises(Invalid):
        read_key(text)


# What the store keeps


class Scene:
    """Two sessions half an hour apart, an hour each, the first with a talk; and an attendee."""

    def __init__(self, work: Work, zone: str = "UTC") -> None:
        self.workshop = make_workshop(work, time_zone=zone)
        self.workshop_id = self.workshop.id
        self.organizer = make_actor(work, self.workshop, Role.ORGANIZER)
        self.attendee = make_actor(work, self.workshop)
        first = actions.add_session(work, self.organizer, EntryDraft("Tides", "panel", NOON, NOON + 2 * HALF))
        second = actions.add_session(
            work, self.organizer, EntryDraft("Waves", "panel", NOON + HALF, NOON + 3 * HALF)
        )
        talk = actions.add_talk(work, self.organizer, first.id, EntryDraft("Moon"))
        self.first = Key(is_talk=False, id=first.id)
        self.second = Key(is_talk=False, id=second.id)
        self.talk = Key(is_talk=True, id=talk.id)


def _starred(store: Store, scene: Scene) -> set[Key]:
    with store.reading() as work:
        return set(starred_by(work, scene.workshop_id, scene.attendee.known_id))


def test_a_star_is_kept_once_however_often_it_is_set(store: Store) -> None:
    with committed(store) as work:
        scene = Scene(work)
        for key in (scene.first, scene.first, scene.talk):
            actions.set_star(work, scene.attendee, key, is_on=True)

    assert _starred(store, scene) == {scene.first, scene.talk}
    with committed(store) as work:
        for _ in range(2):
            actions.set_star(work, scene.attendee, scene.first, is_on=False)
    assert _starred(store, scene) == {scene.talk}


def test_two_devices_may_set_the_same_star_at_the_same_moment(store: Store) -> None:
    with committed(store) as work:
        scene = Scene(work)

    def press(_number: int) -> None:
        with committed(store) as work:
            actions.set_star(work, scene.attendee, scene.talk, is_on=True)

    with ThreadPoolExecutor(4) as devices:
        list(devices.map(press, range(8)))

    assert _starred(store, scene) == {scene.talk}


def test_what_the_browser_kept_joins_what_the_account_has(store: Store) -> None:
    with committed(store) as work:
        scene = Scene(work)
        actions.set_star(work, scene.attendee, scene.first, is_on=True)
        gone = Key(is_talk=True, id=999_999)

        actions.keep(work, scene.attendee.known_id, [scene.first, scene.talk, gone])

    assert _starred(store, scene) == {scene.first, scene.talk}


def test_stars_go_with_the_session_that_is_deleted(store: Store) -> None:
    with committed(store) as work:
        scene = Scene(work)
        for key in (scene.first, scene.talk, scene.second):
            actions.set_star(work, scene.attendee, key, is_on=True)
        actions.delete_session(work, scene.organizer, scene.first.id)

    assert _starred(store, scene) == {scene.second}


def test_nobody_stars_what_they_may_not_see_or_what_is_elsewhere(store: Store) -> None:
    with committed(store) as work:
        scene = Scene(work)
        elsewhere = make_actor(work, make_workshop(work, "lakes"))
        scene.workshop.registered_pages = ["schedule"]
        stranger = Actor(person_id=elsewhere.person_id, workshop_id=scene.workshop_id, name=elsewhere.name)

        with pytest.raises(NotFound):
            actions.set_star(work, elsewhere, scene.talk, is_on=True)
        with pytest.raises(NotAllowed):
            actions.set_star(work, stranger, scene.talk, is_on=True)


def test_an_agenda_has_an_end(store: Store) -> None:
    with committed(store) as work:
        scene = Scene(work)
        rows = [
            ProgrammeSession(workshop_id=scene.workshop_id, title=f"Session {number}")
            for number in range(MOST_STARS)
        ]
        work.session.add_all(rows)
        work.session.flush()
        actions.keep(work, scene.attendee.known_id, [Key(is_talk=False, id=row.id) for row in rows])

        with pytest.raises(Invalid):
            actions.set_star(work, scene.attendee, scene.talk, is_on=True)


def test_an_agenda_is_in_order_says_what_overlaps_and_gives_a_talk_the_time_of_its_session(
    store: Store,
) -> None:
    with committed(store) as work:
        scene = Scene(work)
        kept = f"{scene.second}.{scene.talk}"

    with store.reading() as work:
        visitor = Actor(workshop_id=scene.workshop_id)
        agenda = agenda_to_see(work, visitor, kept)

    assert [one.title for one in agenda.planned] == ["Moon", "Waves"]
    assert agenda.planned[0].starts_at == NOON
    assert agenda.overlapping(str(scene.second)) == ("Moon",)
    assert agenda.overlapping(str(scene.first)) == ()


def test_every_change_of_a_session_raises_the_number_of_it_and_of_its_talks(store: Store) -> None:
    with committed(store) as work:
        scene = Scene(work)

    def numbers() -> tuple[int, int, int]:
        with store.reading() as work:
            return (
                planned_of(work.get(ProgrammeSession, scene.first.id)).revision,
                planned_of(work.get(Talk, scene.talk.id)).revision,
                planned_of(work.get(ProgrammeSession, scene.second.id)).revision,
            )

    before = numbers()
    with committed(store) as work:
        draft = EntryDraft("Tides", "panel", NOON + HALF, NOON + 3 * HALF)
        actions.change_session(work, scene.organizer, scene.first.id, draft)
    after = numbers()

    assert after[0] > before[0]
    assert after[1] > before[1]
    assert after[2] == before[2]


def test_a_session_over_the_change_of_the_clocks_clashes_by_instants_and_not_by_wall_clocks() -> None:
    zone = ZoneInfo("America/Chicago")
    before = instant_in(zone, datetime.fromisoformat("2024-11-03T01:30"), "starts_at")
    again = before + timedelta(hours=1)
    assert before.astimezone(zone).strftime("%H:%M") == again.astimezone(zone).strftime("%H:%M")

    one = _planned(1, int((before - NOON).total_seconds() // 60), 30)
    other = _planned(2, int((again - NOON).total_seconds() // 60), 30)

    assert clashes_among([one, other]) == {}
