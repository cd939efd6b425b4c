"""What moderators do about somebody, that it is in force, and that each of it has an undo."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from portal.access import Actor, Role
from portal.audit.models import AuditEntry
from portal.clock import now
from portal.errors import Conflict, NotAllowed
from portal.events import Eviction
from portal.mail.models import Mail
from portal.moderation.actions import ban, hide, lock, remove, silence, undo
from portal.moderation.models import ModerationMeasure
from portal.moderation.queries import measures_about, measures_here
from portal.moderation.rules import Act, silence_until
from portal.notices.models import Notice
from portal.registrations.models import Registration
from portal.registrations.queries import registration_of
from portal.registrations.rules import State
from portal.store.work import Store, Work
from portal.threads.actions import edit, open_thread, post, react
from portal.threads.queries import chat_of, page_after, thread_to_enter
from portal.threads.rules import HELP, Change, MessageDraft, ReactionDraft
from tests.made import committed
from tests.moderation.made import Scene, make_scene
from tests.turns import overlap

SPAM = Act("Spam")
TEN = Act("Spam", "10")


@pytest.fixture
def scene(sqlite_store: Store) -> Scene:
    return make_scene(sqlite_store)


@pytest.fixture
def either(store: Store) -> Scene:
    return make_scene(store)


def texts(scene: Scene, actor: Actor) -> list[str]:
    with scene.store.reading() as work:
        return [one["text"] for one in chat_of(work, actor, scene.thread_id)["messages"]]


def test_a_hidden_message_is_read_by_nobody_and_shown_again_by_the_undo(either: Scene) -> None:
    with committed(either.store) as work:
        edit(work, either.author, Change(either.thread_id, either.seq, "e-1", "Buy my new book"))
        measure_id = hide(work, either.moderator, either.thread_id, either.seq, SPAM).id
    assert texts(either, either.attendee) == [""]
    with either.store.reading() as work:
        _, entries = page_after(work, either.attendee, either.thread_id, 0)
    assert [(one["kind"], one["text"]) for one in entries] == [
        ("message", ""),
        ("edit", ""),
        ("hiding", ""),
    ]

    with committed(either.store) as work:
        undo(work, either.other_moderator, measure_id)

    assert texts(either, either.attendee) == ["Buy my new book"]
    with either.store.reading() as work:
        _, entries = page_after(work, either.attendee, either.thread_id, 3)
        assert [(one["kind"], one["text"]) for one in entries] == [("showing", "Buy my new book")]


def test_a_hidden_message_is_neither_edited_nor_reacted_to(scene: Scene) -> None:
    with committed(scene.store) as work:
        hide(work, scene.moderator, scene.thread_id, scene.seq, SPAM)

    with pytest.raises(Conflict, match="hidden"), committed(scene.store) as work:
        edit(work, scene.author, Change(scene.thread_id, scene.seq, "e-1", "Buy it"))
    with pytest.raises(Conflict, match="hidden"), committed(scene.store) as work:
        react(work, scene.attendee, ReactionDraft(scene.thread_id, scene.seq, "r-1", "heart", True))


def test_who_is_silenced_reads_on_is_told_why_and_writes_to_the_help_desk_only(scene: Scene) -> None:
    with committed(scene.store) as work:
        measure_id = silence(work, scene.moderator, scene.author.known_id, TEN).id
        help_thread = open_thread(
            work, scene.workshop_id, HELP, audience=HELP, asker_id=scene.author.person_id
        ).id
    silenced = scene.again(scene.author)

    with pytest.raises(NotAllowed, match=r"You are silenced until .* Reason: Spam"):
        scene.say(silenced, "Buy it now")
    with committed(scene.store) as work:
        assert chat_of(work, silenced, scene.thread_id)["why_not"].startswith("You are silenced until")
        assert post(work, silenced, MessageDraft(help_thread, "why", "Why?")) == 1
        undo(work, scene.moderator, measure_id)
    assert scene.say(scene.again(scene.author), "Sorry") == 2


def test_a_silence_ends_by_itself(scene: Scene) -> None:
    with committed(scene.store) as work:
        silence(work, scene.moderator, scene.author.known_id, TEN)
        registration = registration_of(work, scene.workshop_id, scene.author.person_id)
        assert registration is not None
        registration.silenced_until = now() - timedelta(seconds=1)

    assert scene.say(scene.again(scene.author), "Good morning") == 2


def test_another_silence_takes_the_place_of_the_one_before(scene: Scene) -> None:
    with committed(scene.store) as work:
        silence(work, scene.moderator, scene.author.known_id, TEN)
        silence(work, scene.other_moderator, scene.author.known_id, Act("Again", "60"))

    with scene.store.reading() as work:
        found = measures_about(work, scene.workshop_id, scene.author.known_id)
        assert [(one.reason, one.is_in_force) for one in found] == [("Again", True), ("Spam", False)]


def test_until_the_end_is_the_midnight_after_the_last_day() -> None:
    at, berlin = datetime(2026, 6, 1, 9, tzinfo=UTC), ZoneInfo("Europe/Berlin")

    assert silence_until("60", at, None, berlin) == datetime(2026, 6, 1, 10, tzinfo=UTC)
    assert silence_until("end", at, date(2026, 6, 2), berlin) == datetime(2026, 6, 2, 22, tzinfo=UTC)
    assert silence_until("end", at, date(2025, 6, 2), berlin) == datetime(2026, 6, 1, 10, tzinfo=UTC)


def test_who_is_removed_cannot_come_back_to_this_room_until_then(scene: Scene) -> None:
    with committed(scene.store) as work:
        measure_id = remove(work, scene.moderator, scene.author.known_id, scene.thread_id, TEN).id
        other = open_thread(work, scene.workshop_id, "poster").id

    with scene.store.reading() as work:
        with pytest.raises(NotAllowed, match=r"You were removed from this room until .* Reason: Spam"):
            thread_to_enter(work, scene.author, scene.thread_id)
        assert thread_to_enter(work, scene.author, other).id == other
        assert thread_to_enter(work, scene.attendee, scene.thread_id).id == scene.thread_id
    with committed(scene.store) as work:
        undo(work, scene.moderator, measure_id)
        assert thread_to_enter(work, scene.author, scene.thread_id).id == scene.thread_id


def test_a_ban_keeps_somebody_out_of_all_gets_a_mail_and_can_be_undone(scene: Scene) -> None:
    with committed(scene.store) as work:
        measure_id = ban(work, scene.moderator, scene.author.known_id, SPAM).id
        (mail,) = work.session.scalars(select(Mail)).all()
        assert "Reason: Spam" in mail.text

    assert not scene.again(scene.author).is_accepted
    with pytest.raises(NotAllowed):
        scene.say(scene.again(scene.author), "Hello")

    with committed(scene.store) as work:
        undo(work, scene.organizer, measure_id)
        undo(work, scene.moderator, measure_id)
        registration = registration_of(work, scene.workshop_id, scene.author.person_id)
        assert registration is not None
        assert (registration.state, registration.state_before) == (State.ACCEPTED, "")


def test_in_a_locked_room_only_those_write_who_keep_order(scene: Scene) -> None:
    with committed(scene.store) as work:
        measure_id = lock(work, scene.moderator, scene.thread_id, Act("A quarrel")).id

    with pytest.raises(NotAllowed, match="This chat is locked"):
        scene.say(scene.attendee, "Why?")
    assert scene.say(scene.moderator, "Calm down", "m-1") == 2
    with committed(scene.store) as work:
        undo(work, scene.moderator, measure_id)
    assert scene.say(scene.attendee, "Sorry") == 3


DOES: dict[str, Callable[[Work, Scene, Actor, Actor], ModerationMeasure]] = {
    "silence": lambda work, _, actor, person: silence(work, actor, person.known_id, TEN),
    "ban": lambda work, _, actor, person: ban(work, actor, person.known_id, SPAM),
    "remove": lambda work, scene, actor, person: remove(work, actor, person.known_id, scene.thread_id, TEN),
}


@pytest.mark.parametrize("what", DOES)
def test_a_moderator_does_nothing_about_an_organizer_and_nobody_about_themselves(
    scene: Scene, what: str
) -> None:
    does = DOES[what]

    for actor, person in (
        (scene.moderator, scene.organizer),
        (scene.moderator, scene.moderator),
        (scene.organizer, scene.organizer),
        (scene.attendee, scene.author),
    ):
        with pytest.raises(NotAllowed), committed(scene.store) as work:
            does(work, scene, actor, person)


def test_a_moderator_hides_no_message_of_an_organizer_and_none_of_their_own(scene: Scene) -> None:
    for actor in (scene.organizer, scene.moderator):
        seq = scene.say(actor, "Welcome")
        with pytest.raises(NotAllowed), committed(scene.store) as work:
            hide(work, scene.moderator, scene.thread_id, seq, SPAM)


def test_a_moderator_cannot_undo_what_was_done_about_themselves(scene: Scene) -> None:
    with committed(scene.store) as work:
        measure_id = silence(work, scene.organizer, scene.moderator.known_id, TEN).id

    with pytest.raises(NotAllowed), committed(scene.store) as work:
        undo(work, scene.moderator, measure_id)


def test_the_last_organizer_is_banned_by_nobody(scene: Scene) -> None:
    with committed(scene.store) as work:
        registration = registration_of(work, scene.workshop_id, scene.attendee.person_id)
        assert registration is not None
        registration.role_names = [Role.ORGANIZER.value]
        ban(work, scene.organizer, scene.attendee.known_id, SPAM)

        found = select(Registration.person_id).where(Registration.state == State.BANNED)
        assert list(work.session.scalars(found)) == [scene.attendee.person_id]
    with pytest.raises(NotAllowed), committed(scene.store) as work:
        ban(work, scene.again(scene.attendee), scene.organizer.known_id, SPAM)


def test_each_measure_and_each_undo_is_in_the_trail_and_its_person_is_told(scene: Scene) -> None:
    with committed(scene.store) as work:
        for act in (
            hide(work, scene.moderator, scene.thread_id, scene.seq, SPAM),
            lock(work, scene.moderator, scene.thread_id, SPAM),
            *(does(work, scene, scene.moderator, scene.author) for does in DOES.values()),
        ):
            undo(work, scene.moderator, act.id)

    with scene.store.reading() as work:
        written = list(work.session.scalars(select(AuditEntry.action).order_by(AuditEntry.id)))
        kinds = ["hide", "lock", "silence", "ban", "remove"]
        assert sorted(written) == sorted(
            [f"moderation.{kind}" for kind in kinds] + [f"moderation.undo_{kind}" for kind in kinds]
        )
        found = select(Notice).where(Notice.person_id == scene.author.person_id)
        assert {one.kind for one in work.session.scalars(found)} == {"measure"}
        assert measures_here(work, scene.moderator) == []


def test_what_is_done_ends_the_rights_of_open_connections(scene: Scene) -> None:
    for does in DOES.values():
        with committed(scene.store) as work:
            does(work, scene, scene.moderator, scene.author)
            gone = [one for one in work.announced if isinstance(one, Eviction)]
            assert gone[0].person_id == scene.author.person_id
    with committed(scene.store) as work:
        lock(work, scene.moderator, scene.thread_id, SPAM)
        (ended,) = [one for one in work.announced if isinstance(one, Eviction)]
        assert ended.room == f"thread:{scene.thread_id}"


def test_two_moderators_at_once_end_in_one_state(either: Scene) -> None:
    def by(actor: Actor) -> Callable[[Work], object]:
        return lambda work: ban(work, actor, either.author.known_id, SPAM)

    assert overlap(either.store, by(either.moderator), by(either.other_moderator)) is None

    with either.store.reading() as work:
        (measure,) = measures_about(work, either.workshop_id, either.author.known_id)
        registration = registration_of(work, either.workshop_id, either.author.person_id)
        assert registration is not None
        assert (measure.is_in_force, registration.state_before) == (True, State.ACCEPTED)
