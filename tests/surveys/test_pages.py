"""The pages of surveys: built, answered, read and exported with plain forms."""

import csv
import io
from datetime import timedelta

import pytest
from sqlalchemy import select

from portal.announcements.events import Changed
from portal.clock import now
from portal.polls.rules import Kind
from portal.programme.models import ProgrammeSession
from portal.stage.actions import add_stage
from portal.stage.rules import StageDraft
from portal.store.jobs import Job
from portal.surveys.actions import add_question, save, set_state
from portal.surveys.models import Survey
from portal.surveys.rules import Draft, QuestionDraft, State
from tests.made import committed
from tests.surveys.made import CONSENT, Scene, make_scene
from tests.visit import Site, Visitor, lead


@pytest.fixture
def scene(site: Site) -> Scene:
    return make_scene(site.store)


@pytest.fixture
def attendee(site: Site, scene: Scene) -> Visitor:
    return site.signed_in(scene.attendee.known_id)


@pytest.fixture
def organizer(site: Site, scene: Scene) -> Visitor:
    return site.signed_in(scene.organizer.known_id)


def path(scene: Scene, rest: str = "") -> str:
    return f"/tides/surveys/{scene.survey_id}{rest}"


def sheet(scene: Scene, **others: str) -> dict[str, str]:
    """A filled-in form."""
    sent = scene.sheet()
    return {
        "edition": str(sent.edition),
        "consent_version": str(sent.consent_version),
        "has_agreed": "yes",
        "group": "Student",
        f"q{scene.tide}": "1",
        f"q{scene.stars}": "",
        f"q{scene.words}": "Salty",
        **others,
    }


def test_a_survey_is_made_built_and_opened_with_plain_forms(organizer: Visitor, site: Site) -> None:
    made = organizer.post(
        "/tides/surveys/new",
        title="After the workshop",
        consent=CONSENT,
        grouping="chosen",
        groups="Student\nIndustry",
        smallest="4",
        release="closed",
        closes_at="2031-03-14T18:00",
    )
    edit = made.headers["Location"]
    base = edit.removesuffix("/edit")
    assert "Add a question first." in organizer.post(f"{base}/state", state="open").text
    added = organizer.post(f"{base}/questions", title="Which tide?", kind="single", options="Spring\nNeap")
    organizer.post(f"{base}/questions", title="What else?", kind="text")
    number = added.headers["Location"].rpartition("-")[2]
    organizer.post(f"/tides/surveys/questions/{number}/move", to="down")
    refused = organizer.post(f"{base}/questions", title="No answers?", kind="single", options="Only one")
    assert (refused.status_code, 'value="No answers?"' in refused.text) == (422, True)

    organizer.post(f"{base}/state", state="open")

    page = organizer.get(base).text
    assert page.index("What else?") < page.index("Which tide?")
    assert "Open until" in page
    assert "4 people in it or more" in page


def test_a_refused_setting_is_named_and_nothing_typed_is_lost(organizer: Visitor) -> None:
    page = organizer.post("/tides/surveys/new", title="", groups="One", smallest="2", consent="Kept words")

    assert page.status_code == 422
    assert "The title is missing." in page.text
    assert "The smallest group is a number from 3 to 50." in page.text
    assert "Kept words</textarea>" in page.text


def test_somebody_answers_and_finds_that_they_have(attendee: Visitor, scene: Scene) -> None:
    form = attendee.get(path(scene)).text
    assert "We ask to learn." in form
    assert 'name="has_agreed" value="yes" required checked' not in form

    assert attendee.post(path(scene), **sheet(scene)).status_code == 303

    after = attendee.get(path(scene)).text
    assert "You have answered" in after
    assert 'name="has_agreed"' not in after
    again = attendee.post(path(scene), **sheet(scene))
    assert (again.status_code, "What you sent first counts." in again.text) == (409, True)


def test_a_sheet_that_is_refused_keeps_what_was_filled_in(attendee: Visitor, scene: Scene) -> None:
    page = attendee.post(path(scene), **sheet(scene, has_agreed=""))

    assert page.status_code == 422
    assert "Nothing is stored unless you agree" in page.text
    assert f'name="q{scene.tide}" value="1" checked' in page.text
    assert 'value="Student" checked' in page.text
    assert ">Salty</textarea>" in page.text


def test_a_survey_stands_on_the_first_page_and_beside_the_polls_until_it_is_answered(
    attendee: Visitor, site: Site, scene: Scene
) -> None:
    for place in ("/tides/", "/tides/polls", "/tides/surveys"):
        assert f'href="{path(scene)}">Answer' in attendee.get(place).text
    assert "How was it?" not in site.visitor().get("/tides/").text

    attendee.post(path(scene), **sheet(scene))

    assert path(scene) not in attendee.get("/tides/").text
    assert path(scene) in attendee.get("/tides/surveys").text


def test_published_results_are_bars_with_numbers_and_no_small_group(
    site: Site, attendee: Visitor, organizer: Visitor, scene: Scene
) -> None:
    scene.answer_as("Student", 6)
    scene.answer_as("Industry", 2, tide=1)
    assert attendee.get(path(scene, "/results")).status_code == 403
    organizer.post(path(scene, "/state"), state="closed")
    assert "The results are here once the organizers publish them." in lead(attendee.get(path(scene)))

    organizer.post(path(scene, "/publish"), is_on="yes")

    page = attendee.get(path(scene, "/results")).text
    assert "8 people have answered" in page
    assert "6, 75&nbsp;%" in page
    assert "Some groups are too small" in page
    assert ">Industry" not in page
    assert ">Student" not in page
    assert "Words of" not in page
    assert "Words of" in organizer.get(path(scene, "/results")).text
    assert f'href="{path(scene, "/results")}">Results' in attendee.get("/tides/").text


def test_the_export_is_for_organizers_and_reads_as_a_table(
    attendee: Visitor, organizer: Visitor, scene: Scene
) -> None:
    scene.answer_as("Student", 6)
    scene.answer(scene.sheet(group="Industry", words="=1+1"))
    assert organizer.get(path(scene, "/answers.csv")).status_code == 403
    scene.turn(State.CLOSED)

    file = organizer.get(path(scene, "/answers.csv"))

    rows = list(csv.DictReader(io.StringIO(file.text.removeprefix("\ufeff"))))
    assert file.content_type == "text/csv; charset=utf-8"
    assert [row["group"] for row in rows if row["number"] == "1"] == [""] * 7
    assert "'=1+1" in {row["answer"] for row in rows}
    assert attendee.get(path(scene, "/answers.csv")).status_code == 403


def test_organizers_find_neither_results_nor_names_while_it_is_open(organizer: Visitor, scene: Scene) -> None:
    scene.answer(scene.sheet(words="Salty"))

    page = organizer.get(path(scene, "/edit")).text

    assert "1 person has answered" in page
    assert "Salty" not in page
    assert organizer.get(path(scene, "/results")).status_code == 403


def test_a_draft_and_a_survey_of_another_workshop_are_not_there(
    site: Site, attendee: Visitor, scene: Scene
) -> None:
    hidden = make_scene(site.store, "lakes", is_open=False)
    stranger = site.signed_in(scene.stranger.known_id)

    assert stranger.get(f"/tides-dunes/surveys/{scene.survey_id}").status_code == 404
    assert (
        site.signed_in(hidden.attendee.known_id).get(f"/lakes/surveys/{hidden.survey_id}").status_code == 404
    )
    assert "not there" not in attendee.get("/tides/surveys").text


def test_surveys_ask_the_store_little_however_many_there_are(
    site: Site, attendee: Visitor, scene: Scene
) -> None:
    def asked() -> int:
        with site.questions() as statements:
            assert attendee.get("/tides/surveys").status_code == 200
        return len(statements)

    one = asked()
    with committed(site.store) as work:
        for number in (1, 2):
            made = save(work, scene.organizer, scene.draft(title=f"Number {number}"))
            add_question(work, scene.organizer, made.id, QuestionDraft("What else?", Kind.TEXT))
            set_state(work, scene.organizer, made.id, State.OPEN)

    assert asked() == one


def test_who_opens_a_survey_may_tell_everybody_and_its_closing_takes_that_back(
    site: Site, scene: Scene, organizer: Visitor, attendee: Visitor
) -> None:
    # given
    with committed(site.store) as work:
        draft = Draft("After tea", consent=CONSENT, groups=("Tea", "Coffee"))
        survey_id = save(work, scene.organizer, draft).id
        add_question(work, scene.organizer, survey_id, QuestionDraft("More tea?", Kind.TEXT))
    assert "Tell everybody when it opens" in organizer.get(f"/tides/surveys/{survey_id}/edit").text

    # when
    organizer.post(f"/tides/surveys/{survey_id}/state", state="open", tell="yes")

    # then
    assert [one.is_for_all for one in site.heard if isinstance(one, Changed)] == [True]
    page = attendee.get("/tides/schedule")
    assert "The survey “After tea” is open. Answer it here" in lead(page)
    assert f'/tides/surveys/{survey_id}"' in page.text

    organizer.post(f"/tides/surveys/{survey_id}/state", state="closed")
    assert "After tea" not in attendee.get("/tides/schedule").text


def test_a_survey_that_opens_by_itself_is_told_of_at_its_time(
    site: Site, scene: Scene, organizer: Visitor, attendee: Visitor
) -> None:
    # given
    with committed(site.store) as work:
        draft = Draft("Later", consent=CONSENT, groups=("Tea", "Coffee"), opens_at=now() + timedelta(hours=1))
        survey_id = save(work, scene.organizer, draft).id
        add_question(work, scene.organizer, survey_id, QuestionDraft("More tea?", Kind.TEXT))

    # when
    organizer.post(f"/tides/surveys/{survey_id}/state", state="open", tell="yes")
    site.run_jobs()
    before = attendee.get("/tides/schedule").text
    with committed(site.store) as work:
        work.get(Survey, survey_id).opens_at = now() - timedelta(minutes=1)
        for job in work.session.scalars(select(Job).where(Job.name == "surveys.tell_opened")):
            job.due_at = now()
    site.run_jobs()

    # then
    assert "“Later” is open" not in before
    assert "The survey “Later” is open" in lead(attendee.get("/tides/schedule"))


def test_a_session_that_is_over_leads_to_the_survey_that_is_open(
    site: Site, scene: Scene, attendee: Visitor
) -> None:
    with committed(site.store) as work:
        stage = add_stage(work, scene.organizer, StageDraft("Main", "main", (), frozenset()))
        over, ahead = (
            work.add(
                ProgrammeSession(
                    workshop_id=scene.workshop_id,
                    stage_id=stage.id,
                    title=title,
                    starts_at=now() + timedelta(hours=start),
                    ends_at=now() + timedelta(hours=start + 1),
                )
            ).id
            for title, start in (("Spring tides", -2), ("Neap tides", 2))
        )

    assert "How was it?" in attendee.get(f"/tides/sessions/{over}").text
    assert "How was it?" not in attendee.get(f"/tides/sessions/{ahead}").text
