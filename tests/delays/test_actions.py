"""Moving a day and taking it back, in the store."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from icalendar import Calendar
from sqlalchemy import select

from portal.access import Actor, Role
from portal.announcements.models import Announcement
from portal.delays import actions, queries
from portal.delays.models import Delay
from portal.delays.rules import Order
from portal.errors import Conflict, NotAllowed, NotFound
from portal.imports.actions import apply
from portal.imports.rules import Draft, DraftSession, DraftWorkshop
from portal.programme.actions import change_talk
from portal.programme.events import ProgrammeChanged
from portal.programme.models import ProgrammeSession, Talk
from portal.programme.pages.calendar_file import calendar_of
from portal.programme.queries import heads_of, planned_of, sessions_of
from portal.programme.rules import EntryDraft
from portal.stage.models import Stage
from portal.store.work import Store, Work
from tests.delays.made import Scene, make_scene, minutes, noon_zone, this_minute
from tests.made import committed, make_actor, make_workshop


@pytest.fixture
def scene(store: Store) -> Scene:
    return make_scene(store)


def order(scene: Scene, by: int, client_id: str = "c-1", *, whole_day: bool = False) -> Order:
    """What a preview at this moment would send."""
    stage_id, at = (None if whole_day else scene.stage_id), this_minute()
    with scene.store.reading() as work:
        organizer = scene.organizer
        _, _, plan = queries.plan_to_see(work, organizer, stage_id, by, at)
        return Order(scene.workshop_id, stage_id, by, at, plan.line.fingerprint, client_id)


def move(scene: Scene, actor: Actor, wanted: Order) -> list[ProgrammeChanged]:
    with committed(scene.store) as work:
        actions.move(work, actor, wanted)
        return [one for one in work.announced if isinstance(one, ProgrammeChanged)]


def undo(scene: Scene, actor: Actor, delay_id: int = 1) -> None:
    with committed(scene.store) as work:
        actions.undo(work, actor, delay_id)


def test_a_chair_moves_what_follows_and_what_was_planned_is_kept(scene: Scene) -> None:
    heard = move(scene, scene.chair, order(scene, 10))

    assert scene.starts(Talk, scene.talk_ids[2]) == 50
    assert scene.starts(ProgrammeSession, scene.coffee_id) == 70
    assert scene.starts(ProgrammeSession, scene.panel_id) == 75
    with scene.store.reading() as work:
        talk = work.get(Talk, scene.talk_ids[2])
        assert talk.was_starts_at == scene.begins + minutes(40)
        assert work.get(ProgrammeSession, scene.panel_id).was_starts_at is None
    assert [(one.head, len(one.entries)) for one in heard] == [(1, 4)]
    assert "“Talk 3” starts at" in heard[0].told


def test_it_is_undone_exactly_once(scene: Scene) -> None:
    move(scene, scene.chair, order(scene, 10))

    undo(scene, scene.organizer)
    undo(scene, scene.organizer)

    with scene.store.reading() as work:
        talks = [work.get(Talk, one) for one in scene.talk_ids]
        assert [one.was_starts_at for one in talks] == [None] * 3
        assert heads_of(work, [scene.workshop_id]) == {scene.workshop_id: 2}
    assert [scene.starts(Talk, one) for one in scene.talk_ids] == [0, 20, 40]


def test_two_delays_are_undone_one_after_the_other(scene: Scene) -> None:
    move(scene, scene.chair, order(scene, 5))
    move(scene, scene.chair, order(scene, 5, "c-2"))
    assert scene.starts(Talk, scene.talk_ids[2]) == 50

    with pytest.raises(Conflict, match="changed since"):
        undo(scene, scene.chair, 1)
    undo(scene, scene.chair, 2)
    assert scene.starts(Talk, scene.talk_ids[2]) == 45
    undo(scene, scene.chair, 1)
    assert scene.starts(Talk, scene.talk_ids[2]) == 40


def test_what_was_changed_by_hand_since_is_not_undone_over(scene: Scene) -> None:
    move(scene, scene.chair, order(scene, 5))
    start = scene.begins + minutes(44)
    with committed(scene.store) as work:
        draft = EntryDraft("Talk 3", starts_at=start, ends_at=start + minutes(15))
        change_talk(work, scene.organizer, scene.talk_ids[2], draft)

    with pytest.raises(Conflict, match="changed since"):
        undo(scene, scene.chair)

    with scene.store.reading() as work:
        assert work.get(Talk, scene.talk_ids[2]).was_starts_at is None, "by hand is the new plan"


def test_the_same_press_twice_is_one_delay(scene: Scene) -> None:
    wanted = order(scene, 5)

    assert len(move(scene, scene.chair, wanted)) == 1
    assert move(scene, scene.chair, wanted) == []

    assert scene.starts(Talk, scene.talk_ids[2]) == 45


def test_of_two_chairs_at_once_the_second_is_told_who_came_first(scene: Scene) -> None:
    first, second = order(scene, 5), order(scene, 5, "c-2")
    move(scene, scene.chair, first)

    with pytest.raises(Conflict, match=rf"{scene.chair.name} \(\+5 min\) came before you"):
        move(scene, scene.organizer, second)

    assert scene.starts(Talk, scene.talk_ids[2]) == 45


def test_an_old_preview_moves_nothing(scene: Scene) -> None:
    wanted = order(scene, 5)

    with pytest.raises(Conflict, match="too old"):
        move(scene, scene.chair, replace(wanted, at=wanted.at - timedelta(minutes=12)))


def test_a_chair_moves_a_stage_and_only_an_organizer_the_whole_day(scene: Scene) -> None:
    whole = order(scene, 5, whole_day=True)

    with pytest.raises(NotAllowed):
        move(scene, scene.chair, whole)
    with pytest.raises(NotAllowed):
        move(scene, scene.attendee, order(scene, 5))
    with pytest.raises((NotAllowed, NotFound)):
        move(scene, scene.stranger, order(scene, 5))
    move(scene, scene.organizer, whole)

    assert scene.starts(Talk, scene.talk_ids[2]) == 45


def test_it_is_announced_where_the_chair_wants_that(scene: Scene) -> None:
    move(scene, scene.chair, replace(order(scene, 5), is_announced=True))

    with scene.store.reading() as work:
        told = work.session.scalars(select(Announcement)).one()
        assert (told.audience, told.stage_id) == ("stage", scene.stage_id)
        assert told.text.startswith("5 min later: “Talk 3” starts at")
        assert f"({scene.zone}, UTC" in told.text


def _calendar(work: Work, entry: ProgrammeSession | Talk) -> tuple[object, int]:
    body = calendar_of(
        [planned_of(entry)], name="", host="example.org", address_of=lambda _: "https://example.org/"
    )
    event: Any = Calendar.from_ical(body).walk("VEVENT")[0]
    return event["dtstart"].dt, int(event["sequence"])


def test_calendars_hear_of_the_move_and_of_its_undoing(scene: Scene) -> None:
    def told() -> tuple[object, int]:
        with scene.store.reading() as work:
            return _calendar(work, work.get(Talk, scene.talk_ids[2]))

    start, number = told()
    move(scene, scene.chair, order(scene, 10))
    later, higher = told()
    undo(scene, scene.chair)
    again, highest = told()

    assert (later, again) == (start + timedelta(minutes=10), start)  # type: ignore[operator]
    assert number < higher < highest


def test_a_delay_of_another_workshop_does_not_exist(scene: Scene) -> None:
    move(scene, scene.chair, order(scene, 5))

    with pytest.raises(NotFound):
        undo(scene, scene.stranger)
    with scene.store.reading() as work:
        assert work.get(Delay, 1).undone_at is None


def test_an_import_keeps_what_runs_late_and_a_new_time_on_the_pages_is_the_new_plan(store: Store) -> None:
    # given: an imported session that runs late
    begins = this_minute() - minutes(10)
    day = DraftSession("Tides", "session", begins, begins + minutes(30), is_streamed=True)
    panel = DraftSession("Panel", "panel", begins + minutes(30), begins + minutes(60), is_streamed=True)
    pages = Draft(workshop=DraftWorkshop(title="Tides"), sessions=(day, panel))
    with committed(store) as work:
        workshop = make_workshop(work, time_zone=noon_zone())
        organizer = make_actor(work, workshop, Role.ORGANIZER)
        apply(work, organizer, pages)
        stage_id = work.session.scalars(select(Stage.id)).one()
        _, _, plan = queries.plan_to_see(work, organizer, stage_id, 5, this_minute())
        actions.move(
            work,
            organizer,
            Order(workshop.id, stage_id, 5, this_minute(), plan.line.fingerprint, "c-1"),
        )

    def starts() -> list[tuple[datetime | None, datetime | None]]:
        with store.reading() as work:
            return [
                (one.starts_at, one.was_starts_at) for one in sessions_of(work, organizer.workshop_id or 0)
            ]

    # when: the same pages come again
    with committed(store) as work:
        apply(work, organizer, pages)
    assert starts() == [(begins, None), (begins + minutes(35), begins + minutes(30))]

    # and when it was taken back, and the pages have a new time
    with committed(store) as work:
        actions.undo(work, organizer, 1)
        later = replace(panel, starts_at=begins + minutes(40), ends_at=begins + minutes(70))
        apply(work, organizer, replace(pages, sessions=(day, later)))
    assert starts() == [(begins, None), (begins + minutes(40), None)]
