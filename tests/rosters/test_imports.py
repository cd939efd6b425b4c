"""Imports from the upload to the undo: on both kinds of store where locks matter."""

from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from sqlalchemy import event, select

from portal.access import Actor, Role
from portal.accounts.actions import start_sign_in
from portal.accounts.models import Person
from portal.accounts.queries import person_with
from portal.audit.models import AuditEntry
from portal.clock import now
from portal.errors import Conflict, NotAllowed, NotFound
from portal.events import Eviction
from portal.mail.queries import newest_mails
from portal.registrations.actions import decide
from portal.registrations.jobs import promote
from portal.registrations.models import RegistrationForm, RegistrationQuestion
from portal.registrations.queries import organizer_count
from portal.registrations.rules import Attendee, State
from portal.rosters import actions, jobs
from portal.rosters.actions import applying, bring_in, undoing
from portal.rosters.models import RosterRow
from portal.rosters.queries import kind_counts, rows_page
from portal.store.jobs import Job
from portal.store.work import Store, Work
from portal.workshops.models import Workshop
from tests.made import committed, make_actor, make_person, make_workshop, register
from tests.rosters.made import Scene, make_scene
from tests.turns import overlap

BASE = "https://w.example.org"
LIST = (
    "name,email,ticket type,attendance\nAda,ada@example.org,Speaker,online\nBo,bo@example.org,Regular,\n"
    "Cy,cy@example.org,,\n"
)


@pytest.fixture
def scene(store: Store, tmp_path: Path) -> Scene:
    return make_scene(store, tmp_path)


@pytest.fixture
def sqlite_scene(sqlite_store: Store, tmp_path: Path) -> Scene:
    return make_scene(sqlite_store, tmp_path)


def known(scene: Scene, email: str, *roles: Role, state: State = State.ACCEPTED, name: str = "") -> Actor:
    """Somebody who has a registration before the list comes."""
    with committed(scene.store) as work:
        person = make_person(work, name, email)
        register(work, work.get(Workshop, scene.workshop_id), person, *roles, state=state)
        return Actor(person_id=person.id, name=person.name, workshop_id=scene.workshop_id)


def test_a_list_lets_in_whom_it_names_and_its_undo_takes_exactly_that_back(scene: Scene) -> None:
    waiting = known(scene, "bo@example.org", state=State.REQUESTED, name="Bo")

    looked = scene.brought(LIST)
    assert scene.found(looked).counts == {"new": 2, "changed": 1, "same": 0, "left_out": 0, "wrong": 0}
    assert (scene.standing("ada@example.org"), scene.standing("bo@example.org")) == (
        None,
        ("requested", ["attendee"]),
    )
    applied = scene.apply(looked)

    assert applied.step == "applied"
    assert scene.standing("ada@example.org") == ("accepted", ["presenter"])
    assert scene.standing("bo@example.org") == ("accepted", ["attendee"])
    with scene.store.reading() as work:
        assert getattr(scene.registration(work, "ada@example.org"), "attendance", "") == "online"
        deed = work.session.scalars(select(AuditEntry)).one()
        assert (deed.action, deed.about) == ("rosters.apply", "people.csv")
        assert (deed.details["new"], deed.details["changed"]) == (2, 1)

    undone = scene.undo(looked)

    assert (undone.step, undone.counts["put_back"], undone.counts["left"]) == ("undone", 3, 0)
    assert scene.standing("bo@example.org") == ("requested", ["attendee"])
    assert scene.person("ada@example.org") is None
    assert waiting.person_id is not None


def test_the_same_list_again_changes_nothing(sqlite_scene: Scene) -> None:
    sqlite_scene.apply(sqlite_scene.brought(LIST))

    again = sqlite_scene.brought(LIST)

    assert sqlite_scene.found(again).counts["same"] == 3


def test_an_undo_leaves_whom_somebody_else_has_changed_and_who_came(sqlite_scene: Scene) -> None:
    scene = sqlite_scene
    import_id = scene.brought(LIST)
    scene.apply(import_id)
    with committed(scene.store) as work:
        bo = scene.registration(work, "bo@example.org")
        assert bo is not None
        decide(work, scene.organizer, bo.id, State.DECLINED, base_url=BASE)
        start_sign_in(work, _id_of(work, "cy@example.org"), agent="", days=1)

    undone = scene.undo(import_id)

    assert (undone.counts["put_back"], undone.counts["left"]) == (1, 2)
    assert scene.standing("ada@example.org") is None
    assert scene.standing("bo@example.org") == ("declined", ["attendee"])
    assert scene.standing("cy@example.org") == ("accepted", ["attendee"])
    with scene.store.reading() as work:
        reasons = {row.email: row.left for row in work.session.scalars(select(RosterRow)) if row.left}
    assert reasons == {
        "bo@example.org": "Their registration was changed since.",
        "cy@example.org": "They have signed in since.",
    }


def test_what_changed_since_the_look_stops_the_switch_and_leaves_nothing_behind(scene: Scene) -> None:
    known(scene, "bo@example.org", state=State.REQUESTED)
    import_id = scene.brought(LIST)
    with committed(scene.store) as work:
        bo = scene.registration(work, "bo@example.org")
        assert bo is not None
        decide(work, scene.organizer, bo.id, State.DECLINED, base_url=BASE)

    found = scene.apply(import_id)
    jobs.sweep(scene.desk, import_id)

    assert found.step == "uploaded"
    assert "something else changed for bo@example.org" in found.problem
    assert scene.person("ada@example.org") is None
    with committed(scene.store) as work:
        version = actions.check(work, scene.organizer, import_id).version
    jobs.check(scene.desk, import_id, version)
    assert scene.apply(import_id).step == "applied"


def test_an_import_that_would_leave_no_organizer_changes_nothing(sqlite_scene: Scene) -> None:
    scene = sqlite_scene
    with scene.store.reading() as work:
        email = work.get(Person, scene.organizer.known_id).email
    import_id = scene.brought(f"name,email,role\nMe,{email},attendee\nNew,new@example.org,\n")

    found = scene.apply(import_id)

    assert found.problem.startswith("A workshop needs an organizer.")
    assert scene.standing("new@example.org") is None
    with scene.store.reading() as work:
        assert organizer_count(work, scene.workshop_id) == 1


def test_wrong_rows_stop_an_import_until_they_are_left_out_knowingly(sqlite_scene: Scene) -> None:
    scene = sqlite_scene
    import_id = scene.brought(LIST + "Nobody,no address,,\n")

    with pytest.raises(Conflict, match="some rows cannot be read"):
        scene.apply(import_id)
    assert scene.standing("ada@example.org") is None
    scene.apply(import_id, is_partly=True)

    assert scene.standing("ada@example.org") == ("accepted", ["presenter"])


def test_an_interrupted_look_goes_on_where_it_stopped_and_an_old_one_ends(sqlite_scene: Scene) -> None:
    scene = sqlite_scene
    people = "".join(f"P{number},p{number}@example.org,,\n" for number in range(600))
    import_id = scene.brought(LIST + people + "Twice,ada@example.org,,\n")
    with committed(scene.store) as work:
        found = actions.check(work, scene.organizer, import_id)
        old = found.version
        found = actions.check(work, scene.organizer, import_id)
        newer = found.version

    jobs.check(scene.desk, import_id, old)
    assert scene.found(import_id).done == 0
    jobs.check(scene.desk, import_id, newer)
    jobs.check(scene.desk, import_id, newer)

    with scene.store.reading() as work:
        assert kind_counts(work, import_id) == {
            "new": 603,
            "changed": 0,
            "same": 0,
            "left_out": 0,
            "wrong": 1,
        }
        wrong = rows_page(work, scene.found(import_id), "wrong").rows
        assert [row.problem for row in wrong] == ["ada@example.org stands in line 2 already."]


def test_many_people_are_let_in_by_a_few_statements(sqlite_scene: Scene) -> None:
    scene = sqlite_scene
    few, many = (
        scene.brought("name,email\n" + "".join(f"P{n},{word}{n}@example.org\n" for n in range(count)))
        for word, count in (("few", 20), ("many", 1500))
    )
    asked: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        asked.append(statement)

    event.listen(scene.store.engines.writing, "before_cursor_execute", note)

    def statements(import_id: int) -> int:
        with committed(scene.store) as work:
            applying.apply(work, scene.organizer, import_id)
        while _next_accounts(scene, import_id):
            pass
        asked.clear()
        with committed(scene.store) as work:
            applying.switch(work, scene.organizer, import_id)
        return len(asked)

    assert statements(many) <= statements(few) + 2
    event.remove(scene.store.engines.writing, "before_cursor_execute", note)


def test_who_is_let_in_by_a_list_is_told_once(sqlite_scene: Scene) -> None:
    scene = sqlite_scene
    known(scene, "bo@example.org")
    import_id = scene.brought(LIST)
    with committed(scene.store) as work:
        applying.apply(work, scene.organizer, import_id, is_told=True)
    jobs.apply(scene.desk, import_id)

    for _ in range(2):
        jobs.tell(scene.desk, import_id)

    with scene.store.reading() as work:
        told = sorted(mail.recipient for mail in newest_mails(work))
    assert told == ["ada@example.org", "cy@example.org"]
    assert scene.found(import_id).counts["told"] == 2


def test_who_loses_or_gains_a_role_comes_back_with_it(sqlite_scene: Scene) -> None:
    scene = sqlite_scene
    bo = known(scene, "bo@example.org")
    with committed(scene.store) as work:
        start_sign_in(work, bo.known_id, agent="", days=1)
    import_id = scene.brought("name,email,role\nBo,bo@example.org,chair\n")
    with committed(scene.store) as work:
        applying.apply(work, scene.organizer, import_id)
    jobs_heard: list[object] = []
    with committed(scene.store) as work:
        applying.switch(work, scene.organizer, import_id)
        jobs_heard = list(work.announced)

    assert [one.person_id for one in jobs_heard if isinstance(one, Eviction)] == [bo.person_id]


def test_answers_of_a_list_stand_in_the_registration(sqlite_scene: Scene) -> None:
    scene = sqlite_scene
    with committed(scene.store) as work:
        question = work.add(
            RegistrationQuestion(
                workshop_id=scene.workshop_id,
                position=1,
                kind="single",
                text="Which meal?",
                options=["Fish", "None"],
            )
        )
        key = str(question.id)
    scene.apply(scene.brought("name,email,Which meal?\nAda,ada@example.org,fish\n"))

    with scene.store.reading() as work:
        assert getattr(scene.registration(work, "ada@example.org"), "answers", None) == {key: "Fish"}


def test_a_seat_that_a_list_gives_back_goes_to_the_first_who_waits(sqlite_scene: Scene) -> None:
    scene = sqlite_scene
    known(scene, "bo@example.org")
    known(scene, "next@example.org", state=State.WAITLISTED)
    with committed(scene.store) as work:
        work.add(RegistrationForm(workshop_id=scene.workshop_id, capacity=2))

    scene.apply(scene.brought("name,email,status\nBo,bo@example.org,declined\n"))
    promote(scene.desk, scene.workshop_id)

    with scene.store.reading() as work:
        assert work.session.scalars(select(Job.name).where(Job.name == "registrations.promote")).all()
    assert scene.standing("next@example.org") == ("accepted", ["attendee"])


def test_two_presses_of_apply_let_everybody_in_once(scene: Scene) -> None:
    import_id = scene.brought(LIST)
    with committed(scene.store) as work:
        applying.apply(work, scene.organizer, import_id)
    while _next_accounts(scene, import_id):
        pass

    def switch(work: Work) -> None:
        applying.switch(work, scene.organizer, import_id)

    refusal = overlap(scene.store, switch, switch)

    assert refusal is None
    assert scene.standing("ada@example.org") == ("accepted", ["presenter"])


def test_rows_are_forgotten_after_their_time_and_then_there_is_no_undo(sqlite_scene: Scene) -> None:
    scene = sqlite_scene
    applied, waiting = scene.brought(LIST), scene.brought(LIST)
    scene.apply(applied)

    jobs.forget(scene.desk, applied)
    assert scene.found(applied).can_be_undone
    with time_machine.travel(now() + timedelta(days=31)):
        for import_id in (applied, waiting):
            jobs.forget(scene.desk, import_id)

    assert scene.found(waiting).step == "cancelled"
    with scene.store.reading() as work:
        assert work.session.scalars(select(RosterRow)).all() == []
    with pytest.raises(Conflict, match="kept no longer"):
        scene.undo(applied)
    assert scene.standing("ada@example.org") == ("accepted", ["presenter"])


def test_only_organizers_of_this_workshop_touch_its_lists(sqlite_scene: Scene) -> None:
    scene = sqlite_scene
    import_id = scene.brought(LIST)
    with committed(scene.store) as work:
        attendee = make_actor(work, work.get(Workshop, scene.workshop_id))
        stranger = make_actor(work, make_workshop(work, "lakes"), Role.ORGANIZER)
        for act in (
            lambda who: actions.cancel(work, who, import_id),
            lambda who: applying.apply(work, who, import_id),
            lambda who: undoing.undo(work, who, import_id),
            lambda who: bring_in(work, who, [], base_url=BASE),
        ):
            with pytest.raises(NotAllowed):
                act(attendee)
        with pytest.raises(NotFound):
            actions.cancel(work, stranger, import_id)


def test_an_organizer_who_is_one_no_longer_applies_nothing(sqlite_scene: Scene) -> None:
    scene = sqlite_scene
    import_id = scene.brought(LIST)
    with committed(scene.store) as work:
        applying.apply(work, scene.organizer, import_id)
        mine = scene.registration(work, work.get(Person, scene.organizer.known_id).email)
        assert mine is not None
        mine.role_names = ["attendee"]

    jobs.apply(scene.desk, import_id)

    assert scene.found(import_id).problem == jobs.NO_LONGER
    assert scene.standing("ada@example.org") is None


def test_a_few_people_are_brought_in_at_once(scene: Scene) -> None:
    known(scene, "bo@example.org", name="My Own Name")
    with committed(scene.store) as work:
        start_sign_in(work, _id_of(work, "bo@example.org"), agent="", days=1)
        make_person(work, "Typed Wrongly", "ada@example.org")
    people = [
        Attendee("Ada", "ada@example.org", "Institute", ("presenter",)),
        Attendee("Another", "bo@example.org", roles=("chair",)),
        Attendee("New", "new@example.org"),
    ]

    def bring(work: Work) -> None:
        bring_in(work, scene.organizer, people, base_url=BASE, is_told=True)

    refusal = overlap(scene.store, bring, bring)

    assert refusal is None
    standing = [scene.standing(one.email) for one in people]
    assert standing == [("accepted", ["presenter"]), ("accepted", ["chair"]), ("accepted", ["attendee"])]
    with scene.store.reading() as work:
        names = [getattr(person_with(work, one.email), "name", None) for one in people]
        assert names == ["Ada", "My Own Name", "New"]
        assert sorted(mail.recipient for mail in newest_mails(work)) == ["ada@example.org", "new@example.org"]


def _next_accounts(scene: Scene, import_id: int) -> bool:
    with committed(scene.store) as work:
        return applying.add_accounts(work, import_id)


def _id_of(work: Work, email: str) -> int:
    person = person_with(work, email)
    assert person is not None
    return person.id
