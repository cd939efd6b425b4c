"""Reporting, and what moderators do with a case."""

import pytest
from sqlalchemy import select

from portal.audit.models import AuditEntry
from portal.errors import Conflict, NotAllowed
from portal.moderation.actions import assign, note, reopen, report_message, report_person, resolve
from portal.moderation.queries import around, cases, notes_of, own_reports, voices_of
from portal.moderation.rules import Report
from portal.notices.models import Notice
from portal.store.work import Store
from portal.threads.actions import delete, open_thread
from portal.threads.rules import MEMBERS, Change
from tests.made import committed, make_actor, make_workshop
from tests.moderation.made import Scene, make_scene


@pytest.fixture
def scene(sqlite_store: Store) -> Scene:
    return make_scene(sqlite_store)


def told(scene: Scene, person_id: int) -> list[tuple[str, str]]:
    with scene.store.reading() as work:
        found = select(Notice).where(Notice.person_id == person_id).order_by(Notice.id)
        return [(one.kind, one.text) for one in work.session.scalars(found)]


def test_the_same_message_is_one_case_with_the_voices_of_all_who_report_it(scene: Scene) -> None:
    first = scene.report(scene.attendee)

    assert scene.report(scene.organizer) == first
    assert scene.report(scene.attendee, Report("other", "Third time today")) == first

    with scene.store.reading() as work:
        case = cases(work, scene.moderator, is_open=True)[0]
        assert (case.voices, case.words, case.person_id) == (2, "Buy my book", scene.author.person_id)
        assert [voice.words for voice, _ in voices_of(work, case)] == ["Third time today", ""]


def test_those_who_keep_order_are_told_once_and_the_person_reported_is_not(scene: Scene) -> None:
    scene.report(scene.attendee)
    scene.report(scene.other_moderator)

    assert told(scene, scene.moderator.known_id) == [("case", "a message: Buy my book")]
    assert told(scene, scene.author.known_id) == []


def test_what_was_reported_stays_readable_when_its_author_deletes_it(scene: Scene) -> None:
    case_id = scene.report(scene.attendee)

    with committed(scene.store) as work:
        delete(work, scene.author, Change(scene.thread_id, scene.seq, "gone"))

    assert scene.case(case_id).words == "Buy my book"


def test_nobody_reports_their_own_message_or_one_that_they_cannot_read(scene: Scene) -> None:
    with pytest.raises(Conflict, match="your own"):
        scene.report(scene.author)
    with committed(scene.store) as work:
        stranger = make_actor(work, make_workshop(work, "elsewhere"))
    with pytest.raises(NotAllowed):
        scene.report(scene.again(stranger))


def test_who_reported_is_told_what_became_of_it_and_a_case_that_is_open_again_waits(scene: Scene) -> None:
    case_id = scene.report(scene.attendee)
    with committed(scene.store) as work:
        resolve(work, scene.moderator, case_id, "talked")
    assert told(scene, scene.attendee.known_id) == [("outcome", "The moderators have talked to the person.")]

    with committed(scene.store) as work:
        reopen(work, scene.other_moderator, case_id)

    assert told(scene, scene.attendee.known_id) == []
    with scene.store.reading() as work:
        assert [case.id for case in cases(work, scene.moderator, is_open=True)] == [case_id]
        assert [case.outcome for _, case in own_reports(work, scene.attendee)] == [""]


def test_a_resolved_case_is_open_again_when_somebody_new_reports_it(scene: Scene) -> None:
    case_id = scene.report(scene.attendee)
    with committed(scene.store) as work:
        resolve(work, scene.moderator, case_id, "nothing")

    scene.report(scene.organizer)

    assert scene.case(case_id).is_open


def test_of_two_moderators_who_resolve_a_case_otherwise_the_second_is_told(scene: Scene) -> None:
    case_id = scene.report(scene.attendee)
    with committed(scene.store) as work:
        resolve(work, scene.moderator, case_id, "talked")
        resolve(work, scene.other_moderator, case_id, "talked")

    with pytest.raises(Conflict, match="Another moderator"), committed(scene.store) as work:
        resolve(work, scene.other_moderator, case_id, "nothing")


def test_moderators_take_a_case_and_write_notes_for_each_other(scene: Scene) -> None:
    case_id = scene.report(scene.attendee)

    with committed(scene.store) as work:
        assign(work, scene.moderator, case_id, is_mine=True)
        note(work, scene.other_moderator, case_id, "I know the book")

    with scene.store.reading() as work:
        (case,) = cases(work, scene.moderator, is_open=True, is_mine=True)
        assert [(one.author_name, one.text) for one in notes_of(work, case)] == [
            (scene.other_moderator.name, "I know the book")
        ]
        actions = list(work.session.scalars(select(AuditEntry.action).order_by(AuditEntry.id)))
        assert actions == ["moderation.take", "moderation.note"]
    with pytest.raises(NotAllowed), committed(scene.store) as work:
        note(work, scene.attendee, case_id, "Me too")


def test_a_moderator_reads_what_was_said_around_it_in_a_room(scene: Scene) -> None:
    scene.say(scene.attendee, "Please stop")
    case_id = scene.report(scene.attendee)

    with scene.store.reading() as work:
        assert [one.text for one in around(work, scene.moderator, scene.case(case_id))] == [
            "Buy my book",
            "Please stop",
        ]


def test_somebody_can_be_reported_as_a_person(scene: Scene) -> None:
    with committed(scene.store) as work:
        case = report_person(work, scene.attendee, scene.author.known_id, Report("insult", "In the corridor"))
        assert (case.kind, case.person_name, case.path) == ("person", scene.author.name, "")
        with pytest.raises(Conflict, match="This is you"):
            report_person(work, scene.attendee, scene.attendee.known_id, Report("insult", ""))


def test_a_report_reaches_no_thread_that_its_reporter_may_not_enter(scene: Scene) -> None:
    with committed(scene.store) as work:
        thread = open_thread(work, scene.workshop_id, "table", audience=MEMBERS)
        thread.member_ids = [scene.author.known_id]
        thread_id = thread.id

    with pytest.raises(NotAllowed), committed(scene.store) as work:
        report_message(work, scene.attendee, thread_id, 1, Report("spam", ""))
