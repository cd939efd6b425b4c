"""Surveys on both stores: one answer for each person, none without consent, and nothing that leads back to anybody."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import inspect, select, text

from portal.access import Permission
from portal.clock import now
from portal.errors import Conflict, Invalid, NotAllowed, NotFound
from portal.polls.rules import Kind
from portal.store.work import Store
from portal.surveys.actions import add_question, change_question, delete, delete_question, move_question, save
from portal.surveys.models import SurveyAnswer, SurveyConsent, SurveyParticipation
from portal.surveys.queries import questions_of, survey_for, surveys_for
from portal.surveys.rules import Grouping, QuestionDraft, Release, State
from portal.workshops.models import Workshop
from tests.made import committed
from tests.surveys.made import CONSENT, Scene, make_scene


@pytest.fixture
def scene(store: Store) -> Scene:
    return make_scene(store)


def answers_in(scene: Scene) -> list[SurveyAnswer]:
    with scene.store.reading() as work:
        return list(work.session.scalars(select(SurveyAnswer)))


def titles(scene: Scene) -> list[str]:
    with scene.store.reading() as work:
        survey = survey_for(work, scene.organizer, Permission.LEAD_SURVEYS, scene.survey_id)
        return [one.title for one in questions_of(work, survey)]


def test_a_person_answers_once_even_twenty_times_at_the_same_moment(scene: Scene) -> None:
    def send(number: int) -> bool:
        try:
            scene.answer(scene.sheet(number % 2))
        except Conflict:
            return False
        return True

    with ThreadPoolExecutor(5) as pool:
        taken = list(pool.map(send, range(20)))

    assert sum(taken) == 1
    assert len(answers_in(scene)) == 1


def test_nothing_is_stored_without_consent_to_the_newest_text(scene: Scene) -> None:
    sheet = scene.sheet()
    with pytest.raises(Invalid):
        scene.answer(replace(sheet, has_agreed=False))
    scene.change(consent="We ask to learn. Everybody reads the answers.")

    with pytest.raises(Conflict):
        scene.answer(sheet)

    assert answers_in(scene) == []
    with scene.store.reading() as work:
        assert work.session.scalars(select(SurveyParticipation)).all() == []


def test_each_version_of_the_consent_text_is_kept_and_each_person_with_theirs(scene: Scene) -> None:
    scene.answer(scene.sheet())
    scene.change(consent="Other words.")
    second = scene.people(1)[0]
    scene.answer(scene.sheet(), second)

    with scene.store.reading() as work:
        texts = work.session.scalars(select(SurveyConsent).order_by(SurveyConsent.version)).all()
        agreed = work.session.scalars(select(SurveyParticipation)).all()
        assert [(one.version, one.text) for one in texts] == [(1, CONSENT), (2, "Other words.")]
        assert {one.person_id: one.consent_version for one in agreed} == {
            scene.attendee.known_id: 1,
            second.known_id: 2,
        }


def test_the_tables_have_no_way_from_an_answer_to_a_person_and_no_time(scene: Scene) -> None:
    scene.answer(scene.sheet(group="Student", words="Salty"))

    with scene.store.reading() as work:
        columns = {
            table: {one["name"] for one in inspect(work.session.connection()).get_columns(table)}
            for table in ("survey_answers", "survey_participations")
        }
    assert columns == {
        "survey_answers": {"id", "question_id", "of_group", "choice"},
        "survey_participations": {"survey_id", "person_id", "consent_version"},
    }
    assert {one.question_id: one.group for one in answers_in(scene)} == {
        scene.tide: "Student",
        scene.words: "",
    }


def test_the_order_of_rows_says_nothing_of_who_came_when(scene: Scene) -> None:
    for number, one in enumerate(scene.people(30)):
        scene.answer(scene.sheet(None, words=f"{number:02}"), one)

    told = [one.choice["text"] for one in answers_in(scene)] if _is_sqlite(scene) else _told(scene)

    assert sorted(told) == [f"{number:02}" for number in range(30)]
    assert told != sorted(told)


def test_sqlite_keeps_no_hidden_number_of_a_row(sqlite_store: Store) -> None:
    make_scene(sqlite_store)
    with sqlite_store.reading() as work:
        made = work.session.scalars(
            text("SELECT sql FROM sqlite_master WHERE name IN ('survey_answers', 'survey_participations')")
        ).all()
    assert [one.strip().endswith("WITHOUT ROWID") for one in made] == [True, True]


def test_closing_writes_all_answers_anew(scene: Scene) -> None:
    scene.answer_as("Student", 6)
    before = {one.id for one in answers_in(scene)}

    scene.turn(State.CLOSED)

    after = {one.id for one in answers_in(scene)}
    assert (len(after), after & before) == (12, set())
    assert scene.results().questions[0][1].counts == (6, 0)


def test_results_name_large_groups_and_put_small_ones_together_or_nowhere(scene: Scene) -> None:
    scene.answer_as("Student", 7)
    scene.answer_as("Academia", 6, tide=1)
    scene.answer_as("Industry", 2, tide=1)
    scene.turn(State.CLOSED)

    found = scene.results()

    outcome = found.questions[0][1]
    assert (found.answered, outcome.counts) == (15, (7, 8))
    assert [(one.name, one.counts) for one in outcome.groups] == [
        ("Student", (7, 0)),
        ("Other groups", (0, 8)),
    ]


def test_nothing_is_told_of_fewer_people_than_the_smallest_group(scene: Scene) -> None:
    scene.answer_as("Student", 4)
    scene.turn(State.CLOSED)

    found = scene.results()

    assert (found.answered, found.is_enough, found.questions) == (4, False, ())
    assert scene.rows() == []


def test_rows_tell_what_the_results_tell_and_words_have_no_group(scene: Scene) -> None:
    scene.answer_as("Student", 7)
    scene.answer_as("Academia", 6, tide=1)
    scene.answer_as("Industry", 2, tide=1)
    scene.turn(State.CLOSED)

    rows = scene.rows()

    tides = [row for row in rows if row[0] == "1"]
    assert sorted(row[2:4] for row in tides) == [("Other groups", "Neap")] * 8 + [("Student", "Spring")] * 7
    words = [row for row in rows if row[0] == "3"]
    assert {(row[2], row[4]) for row in words} == {("", "texts have no group")}
    assert {row[0] for row in rows} == {"1", "3"}
    assert any(scene.rows() != rows for _ in range(3))


def test_where_all_groups_are_small_rows_have_none(scene: Scene) -> None:
    scene.answer_as("Student", 4)
    scene.answer_as("Academia", 3)
    scene.turn(State.CLOSED)

    assert {row[2:] for row in scene.rows() if row[0] == "1"} == {
        ("", "Spring", "group left out: fewer than 5")
    }
    assert scene.results().questions[0][1].groups == ()


def test_nobody_sees_results_while_answers_come_in(scene: Scene) -> None:
    scene.answer_as("Student", 6)
    for person in (scene.attendee, scene.organizer):
        with pytest.raises(NotAllowed):
            scene.results(person)
    with pytest.raises(NotAllowed):
        scene.rows()


def test_attendees_see_results_when_they_are_published_but_no_words(scene: Scene) -> None:
    scene.answer_as("Student", 6)
    with pytest.raises(Conflict):
        scene.publish()
    scene.turn(State.CLOSED)
    with pytest.raises(NotAllowed):
        scene.results(scene.attendee)

    scene.publish()

    assert [one.kind for one, _ in scene.results(scene.attendee).questions] == [Kind.SINGLE, Kind.RATING]
    assert len(scene.results().questions) == 3
    scene.publish(is_on=False)
    with pytest.raises(NotAllowed):
        scene.results(scene.attendee)


def test_results_and_words_come_by_themselves_where_the_survey_says_so(scene: Scene) -> None:
    scene.change(release=Release.CLOSED, shows_texts=True)
    scene.answer_as("Student", 6)

    scene.change(release=Release.CLOSED, shows_texts=True, closes_at=now() - timedelta(minutes=1))

    assert len(scene.results(scene.attendee).questions[2][1].texts) == 6


def test_times_open_and_close_a_survey(scene: Scene) -> None:
    scene.change(opens_at=now() + timedelta(hours=1))
    with pytest.raises(Conflict, match="not open yet"):
        scene.answer(scene.sheet())
    scene.change(opens_at=now() - timedelta(hours=1), closes_at=now() + timedelta(hours=1))
    scene.answer(scene.sheet())
    scene.change(closes_at=now() - timedelta(seconds=1))

    with pytest.raises(Conflict, match="closed"):
        scene.answer(scene.sheet(), scene.people(1)[0])
    with pytest.raises(Conflict, match="stays closed"):
        scene.change(closes_at=now() + timedelta(hours=1))
    with pytest.raises(Conflict, match="never back"):
        scene.turn(State.DRAFT)


def test_the_role_stands_for_the_group_where_the_survey_says_so(scene: Scene) -> None:
    scene.change(grouping=Grouping.ROLE, groups=())

    scene.answer(scene.sheet(group="Industry"))
    scene.answer(scene.sheet(), scene.organizer)

    assert sorted(one.group for one in answers_in(scene)) == ["Attendee", "Organizer"]


def test_questions_change_until_somebody_answers_and_move_ever_after(scene: Scene) -> None:
    other = QuestionDraft("Which moon?", Kind.SINGLE, ("Full", "New"))
    with committed(scene.store) as work:
        change_question(work, scene.organizer, scene.tide, other)
        delete_question(work, scene.organizer, scene.stars)
    scene.answer(scene.sheet())

    for change in (
        lambda work: change_question(work, scene.organizer, scene.tide, other),
        lambda work: delete_question(work, scene.organizer, scene.tide),
        lambda work: add_question(work, scene.organizer, scene.survey_id, other),
    ):
        with pytest.raises(Conflict), committed(scene.store) as work:
            change(work)
    with committed(scene.store) as work:
        move_question(work, scene.organizer, scene.words, is_up=True)
        move_question(work, scene.organizer, scene.words, is_up=True)

    assert titles(scene) == ["What else?", "Which moon?"]
    with pytest.raises(Conflict):
        scene.change(smallest=3)


def test_answers_to_questions_that_have_changed_meanwhile_are_not_taken(scene: Scene) -> None:
    sheet = scene.sheet()
    with committed(scene.store) as work:
        change_question(
            work, scene.organizer, scene.tide, QuestionDraft("Which tide?", Kind.SINGLE, ("Neap", "Spring"))
        )

    with pytest.raises(Conflict, match="questions have changed"):
        scene.answer(sheet)


def test_a_survey_opens_with_a_question_and_a_consent_text_only(store: Store) -> None:
    scene = make_scene(store, is_open=False)
    scene.change(consent="")
    with pytest.raises(Conflict, match="consent"):
        scene.turn(State.OPEN)
    scene.change()
    scene.turn(State.OPEN)
    with pytest.raises(Conflict, match="consent"):
        scene.change(consent="")


def test_a_draft_is_there_for_organizers_only_and_can_be_deleted(store: Store) -> None:
    scene = make_scene(store, is_open=False)
    with pytest.raises(NotFound):
        scene.answer(scene.sheet())
    with committed(store) as work:
        workshop = work.get(Workshop, scene.workshop_id)
        assert surveys_for(work, scene.attendee, workshop) == []
        assert [one.title for one in surveys_for(work, scene.organizer, workshop)] == ["How was it?"]
        delete(work, scene.organizer, scene.survey_id)
        assert surveys_for(work, scene.organizer, workshop) == []


def test_an_open_survey_is_not_deleted(scene: Scene) -> None:
    with pytest.raises(Conflict), committed(scene.store) as work:
        delete(work, scene.organizer, scene.survey_id)


def test_others_may_neither_make_nor_answer_nor_read(scene: Scene) -> None:
    with pytest.raises(NotAllowed), committed(scene.store) as work:
        save(work, scene.attendee, scene.draft())
    with pytest.raises(NotFound):
        scene.answer(scene.sheet(), scene.stranger)
    scene.turn(State.CLOSED)
    with pytest.raises(NotFound):
        scene.results(scene.stranger)


def _is_sqlite(scene: Scene) -> bool:
    return scene.store.engines.reading.dialect.name == "sqlite"


def _told(scene: Scene) -> list[str]:
    """PostgreSQL's own order is that of writing until the survey is closed; what is told is in the order of ids."""
    scene.turn(State.CLOSED)
    return list(scene.results().questions[2][1].texts)
