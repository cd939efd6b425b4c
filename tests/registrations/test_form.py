"""The form by which people register: its rules, its seats, its codes, and the waiting list behind it."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from portal.access import Actor, Role
from portal.accounts.models import Person
from portal.accounts.rules import NewPerson
from portal.audit.models import AuditEntry
from portal.errors import Conflict, Invalid
from portal.mail.queries import newest_mails
from portal.registrations import actions
from portal.registrations.actions import shaping
from portal.registrations.models import Registration
from portal.registrations.queries import actor_of, own_registration, registration_of
from portal.registrations.queries.form import answers_of, code_with, form_of, place_in_line, questions_of
from portal.registrations.queries.lists import registrations_page
from portal.registrations.rules import State
from portal.registrations.rules.form import (
    Application,
    CodeDraft,
    Form,
    Kind,
    Phase,
    QuestionDraft,
    Seats,
    checked_form,
    checked_question,
    is_of_domain,
    seated,
)
from portal.store.jobs import Job
from portal.store.work import Store, Work
from portal.workshops.models import Workshop
from portal.workshops.rules import REGISTRATIONS
from tests.made import committed, make_actor, make_person, make_workshop, register
from tests.turns import overlap

BASE = "https://w.example.org"
AT = datetime(2026, 3, 1, 12, tzinfo=UTC)
DIET = QuestionDraft(Kind.SINGLE, "Which diet?", options=("Any", "Vegan"), is_required=True)


def make_form(work: Work, form: Form, slug: str = "tides") -> tuple[Workshop, Actor]:
    """A workshop with this form, and its organizer."""
    workshop = make_workshop(work, slug)
    organizer = make_actor(work, workshop, Role.ORGANIZER)
    shaping.shape(work, organizer, form)
    return workshop, organizer


def newcomer(work: Work, workshop: Workshop, email: str = "") -> Actor:
    return actor_of(work, make_person(work, email=email), workshop.id)


def state_of(work: Work, actor: Actor) -> str | None:
    registration = own_registration(work, actor)
    return registration.state if registration else None


def test_a_form_is_open_between_its_times_unless_it_is_closed() -> None:
    hour = timedelta(hours=1)
    form = Form(opens_at=AT, closes_at=AT + hour)

    phases = [form.phase(at) for at in (AT - hour, AT, AT + hour)]

    assert phases == [Phase.AHEAD, Phase.OPEN, Phase.OVER]
    assert Form(way="closed", opens_at=AT).phase(AT) == Phase.CLOSED


def test_a_newcomer_overtakes_nobody_who_waits() -> None:
    form = Form(way="open", capacity=10, onsite_capacity=2, is_onsite_offered=True)

    onsite_waits = Seats(form, taken=5, taken_onsite=2, waiting=frozenset({"onsite"}))
    somebody_waits = Seats(form, taken=5, taken_onsite=1, waiting=frozenset({"onsite"}))

    assert seated(State.ACCEPTED, onsite_waits, "online") == State.ACCEPTED
    assert seated(State.ACCEPTED, onsite_waits, "onsite") == State.WAITLISTED
    assert seated(State.ACCEPTED, somebody_waits, "online") == State.WAITLISTED


@pytest.mark.parametrize(
    ("email", "is_let_in"),
    [
        ("a@example.org", True),
        ("a@cs.example.org", True),
        ("a@badexample.org", False),
        ("a@example.com", False),
    ],
)
def test_a_domain_holds_for_what_lies_below_it(email: str, is_let_in: bool) -> None:
    assert is_of_domain(email, ["example.org"]) == is_let_in


def test_settings_that_make_no_sense_are_refused_together() -> None:
    form = Form(
        way="domains",
        opens_at=AT,
        closes_at=AT,
        capacity=5,
        onsite_capacity=6,
        is_onsite_offered=True,
    )

    with pytest.raises(Invalid) as caught:
        checked_form(form)

    assert sorted(caught.value.fields) == ["closes_at", "domains", "onsite_capacity"]


def test_a_choice_needs_two_answers() -> None:
    with pytest.raises(Invalid) as caught:
        checked_question(QuestionDraft(Kind.SINGLE, "", options=("Any", "Any")))

    assert sorted(caught.value.fields) == ["options", "text"]


def test_a_workshop_and_its_form_know_the_same_ways(sqlite_store: Store) -> None:
    with committed(sqlite_store) as work:
        for way in REGISTRATIONS:
            workshop, _ = make_form(work, Form(way=way, domains=("example.org",)), slug=way)

            assert form_of(work, workshop).way == workshop.registration == way


@pytest.mark.parametrize(
    ("way", "told"), [("invitation", "invitation"), ("closed", "closed"), ("code", "code")]
)
def test_ways_that_are_not_for_everybody_refuse_strangers(sqlite_store: Store, way: str, told: str) -> None:
    with committed(sqlite_store) as work:
        workshop, _ = make_form(work, Form(way=way))

        with pytest.raises((Conflict, Invalid), match=told):
            actions.ask(work, newcomer(work, workshop), Application())
        new = NewPerson("Person", "person@example.org")
        with pytest.raises((Conflict, Invalid), match=told):
            actions.ask_by_mail(work, Actor(workshop_id=workshop.id), new, Application())


def test_who_is_invited_comes_in_by_every_way_also_after_a_no(sqlite_store: Store) -> None:
    with committed(sqlite_store) as work:
        workshop, _ = make_form(work, Form(way="invitation", closes_at=AT))
        person = make_person(work)
        registration = register(work, workshop, person, Role.PRESENTER, state=State.INVITED)
        registration.invited_at = AT
        actor = actor_of(work, person, workshop.id)

        actions.withdraw(work, actor)
        assert registration.state == "withdrawn"
        actions.ask(work, actor, Application())

        assert (registration.state, registration.role_names) == ("accepted", ["presenter"])


def test_only_addresses_of_the_named_domains_are_let_in(sqlite_store: Store) -> None:
    with committed(sqlite_store) as work:
        workshop, _ = make_form(work, Form(way="domains", domains=("example.edu",)))
        inside, outside = newcomer(work, workshop, "a@cs.example.edu"), newcomer(work, workshop)

        actions.ask(work, inside, Application())

        assert state_of(work, inside) == "accepted"
        with pytest.raises(Invalid) as caught:
            actions.ask(work, outside, Application())
        assert list(caught.value.fields) == ["email"]


def test_a_code_works_as_often_as_it_says_and_gives_its_roles(store: Store) -> None:
    with committed(store) as work:
        workshop, organizer = make_form(work, Form(way="approval"))
        shaping.add_code(work, organizer, CodeDraft("SPEAK", uses=1, roles=("attendee", "presenter")))
        first, second = newcomer(work, workshop), newcomer(work, workshop)

        registration = actions.ask(work, first, Application(code="SPEAK"))

        assert (registration.state, registration.code) == ("accepted", "SPEAK")
        assert registration.role_names == ["attendee", "presenter"]
        for word in ("SPEAK", "NOBODY-MADE-IT"):
            with pytest.raises(Invalid, match="does not work"):
                actions.ask(work, second, Application(code=word))
        code = code_with(work, workshop.id, "speak")
        assert code is not None
        assert code.uses_left == 0


def test_a_code_that_is_used_twice_at_one_moment_works_once(store: Store) -> None:
    with committed(store) as work:
        workshop, organizer = make_form(work, Form(way="code"))
        shaping.add_code(work, organizer, CodeDraft("ONCE", uses=1))
        first, second = newcomer(work, workshop), newcomer(work, workshop)
    sent = Application(code="ONCE")

    refusal = overlap(
        store, lambda work: actions.ask(work, first, sent), lambda work: actions.ask(work, second, sent)
    )

    assert isinstance(refusal, Invalid)


@pytest.mark.parametrize("is_waitlist_on", [True, False])
def test_the_last_seat_is_taken_once(store: Store, is_waitlist_on: bool) -> None:
    with committed(store) as work:
        workshop, _ = make_form(work, Form(way="open", capacity=2, is_waitlist_on=is_waitlist_on))
        first, second = newcomer(work, workshop), newcomer(work, workshop)

    refusal = overlap(
        store,
        lambda work: actions.ask(work, first, Application()),
        lambda work: actions.ask(work, second, Application()),
    )

    assert isinstance(refusal, Conflict) != is_waitlist_on
    with store.reading() as work:
        assert state_of(work, first) == "accepted"
        assert state_of(work, second) == ("waitlisted" if is_waitlist_on else None)


def test_a_seat_that_is_given_back_goes_to_the_first_who_waits(store: Store) -> None:
    with committed(store) as work:
        workshop, _ = make_form(work, Form(way="open", capacity=2))
        people = [newcomer(work, workshop) for _ in range(3)]
        for one in people:
            actions.ask(work, one, Application())
        second = own_registration(work, people[2])
        assert second is not None
        assert place_in_line(work, second) == 2

        actions.withdraw(work, people[0])
        jobs = [job.name for job in work.session.scalars(select(Job))]
        late = newcomer(work, workshop)
        actions.ask(work, late, Application())
        promoted = [actions.promote(work, workshop.id, base_url=BASE) for _ in range(2)]

        assert "registrations.promote" in jobs
        assert promoted == [1, 0]
        assert [state_of(work, one) for one in (*people, late)] == [
            *("withdrawn", "accepted", "waitlisted", "waitlisted")
        ]
        [mail] = newest_mails(work)
        assert mail.subject == "A seat at Workshop on tides is yours"


def test_a_seat_online_is_not_kept_for_who_wants_to_come(sqlite_store: Store) -> None:
    form = Form(way="open", capacity=4, onsite_capacity=1, is_onsite_offered=True)
    with committed(sqlite_store) as work:
        workshop, _ = make_form(work, form)
        comes, waits, online = (newcomer(work, workshop) for _ in range(3))

        for one, attendance in ((comes, "onsite"), (waits, "onsite"), (online, "online")):
            actions.ask(work, one, Application(attendance=attendance))

        assert [state_of(work, one) for one in (comes, waits, online)] == [
            *("accepted", "waitlisted", "accepted")
        ]
        with pytest.raises(Invalid, match="on site are taken"):
            actions.change_own(work, online, Application(attendance="onsite"))
        actions.change_own(work, comes, Application(attendance="online"))
        actions.promote(work, workshop.id, base_url=BASE)
        assert state_of(work, waits) == "accepted"


def test_an_organizer_goes_no_further_than_the_seats_and_in_the_order_of_asking(store: Store) -> None:
    with committed(store) as work:
        workshop, organizer = make_form(work, Form(capacity=2))
        waiting = [newcomer(work, workshop) for _ in range(2)]
        ids = [actions.ask(work, one, Application()).id for one in waiting]

        assert actions.accept_all(work, organizer, base_url=BASE) == 1
        assert [state_of(work, one) for one in waiting] == ["accepted", "requested"]
        with pytest.raises(Conflict, match="All seats are taken"):
            actions.decide(work, organizer, ids[1], State.ACCEPTED, base_url=BASE)

        shaping.shape(work, organizer, Form(capacity=3))
        actions.decide(work, organizer, ids[1], State.ACCEPTED, base_url=BASE)

        assert state_of(work, waiting[1]) == "accepted"


def test_a_decision_is_taken_back_once_and_everything_is_on_the_trail(store: Store) -> None:
    with committed(store) as work:
        workshop, organizer = make_form(work, Form())
        asker = newcomer(work, workshop)
        registration = actions.ask(work, asker, Application())

        actions.decide(work, organizer, registration.id, State.DECLINED, base_url=BASE)
        actions.undo(work, organizer, registration.id)

        assert registration.state == "requested"
        with pytest.raises(Conflict, match="nothing to take back"):
            actions.undo(work, organizer, registration.id)
        deeds = [entry.action for entry in work.session.scalars(select(AuditEntry).order_by(AuditEntry.id))]
        assert deeds[-2:] == ["registrations.decline", "registrations.undo"]


def test_what_the_person_did_since_is_not_undone(sqlite_store: Store) -> None:
    with committed(sqlite_store) as work:
        workshop, organizer = make_form(work, Form())
        asker = newcomer(work, workshop)
        registration = actions.ask(work, asker, Application())
        actions.decide(work, organizer, registration.id, State.ACCEPTED, base_url=BASE)

        actions.withdraw(work, asker)

        with pytest.raises(Conflict, match="nothing to take back"):
            actions.undo(work, organizer, registration.id)


def test_nobody_registers_without_what_the_form_needs(sqlite_store: Store) -> None:
    with committed(sqlite_store) as work:
        workshop, organizer = make_form(work, Form(consent="We record.", is_onsite_offered=True))
        question = shaping.add_question(work, organizer, DIET)
        asker = newcomer(work, workshop)

        with pytest.raises(Invalid) as caught:
            actions.ask(work, asker, Application())
        assert sorted(caught.value.fields) == ["attendance", "has_agreed", f"q{question.id}"]

        registration = actions.ask(work, asker, Application("", "online", {str(question.id): "Vegan"}, True))
        assert registration.consented_at is not None
        assert answers_of(work, registration) == [("Which diet?", "Vegan")]


def test_answers_go_with_the_mail_that_confirms_them(sqlite_store: Store) -> None:
    with committed(sqlite_store) as work:
        workshop, organizer = make_form(work, Form(way="open", consent="We record."))
        question = shaping.add_question(work, organizer, DIET)
        sent = Application("hello", "", {str(question.id): "Any"}, True)
        new = NewPerson("Demo attendee", "attendee@example.org")

        actions.begin(work, workshop.id, new, sent, base_url=BASE, minutes=5)
        person = _person(work, workshop, State.UNCONFIRMED)
        reason = actions.confirm(work, actor_of(work, person, workshop.id))

        registration = registration_of(work, workshop.id, person.id)
        assert registration is not None
        assert (reason, registration.state, registration.answers) == (
            *("", "accepted"),
            {str(question.id): "Any"},
        )


def test_a_form_that_filled_up_meanwhile_keeps_what_was_typed(sqlite_store: Store) -> None:
    with committed(sqlite_store) as work:
        workshop, organizer = make_form(work, Form(way="open", is_waitlist_on=False))
        new = NewPerson("Demo attendee", "attendee@example.org")
        actions.begin(work, workshop.id, new, Application("hello"), base_url=BASE, minutes=5)
        shaping.shape(work, organizer, Form(way="open", capacity=1, is_waitlist_on=False))
        person = _person(work, workshop, State.UNCONFIRMED)

        reason = actions.confirm(work, actor_of(work, person, workshop.id))

        registration = registration_of(work, workshop.id, person.id)
        assert registration is not None
        assert (reason, registration.state, registration.note) == (
            *("All seats are taken.", "unconfirmed", "hello"),
        )


def test_questions_change_places_and_a_removed_one_comes_back(sqlite_store: Store) -> None:
    with committed(sqlite_store) as work:
        workshop, organizer = make_form(work, Form())
        ids = [shaping.add_question(work, organizer, QuestionDraft(Kind.SHORT, text)).id for text in "ABC"]

        shaping.move_question(work, organizer, ids[2], is_up=True)
        shaping.remove_question(work, organizer, ids[0])
        assert [one.text for one in questions_of(work, workshop.id)] == ["C", "B"]
        shaping.remove_question(work, organizer, ids[0], is_removed=False)

        assert [one.text for one in questions_of(work, workshop.id)] == ["A", "C", "B"]


def test_the_list_is_narrowed_to_a_role_and_to_who_comes(store: Store) -> None:
    with committed(store) as work:
        workshop, organizer = make_form(work, Form(way="open", is_onsite_offered=True))
        actions.ask(work, newcomer(work, workshop), Application(attendance="onsite"))

        found = [
            registrations_page(work, organizer, role=role, attendance=attendance).total
            for role, attendance in (("", ""), ("organizer", ""), ("", "onsite"), ("organizer", "onsite"))
        ]

        assert found == [2, 1, 1, 0]


def _person(work: Work, workshop: Workshop, state: State) -> Person:
    found = (
        select(Person)
        .join(Registration, Registration.person_id == Person.id)
        .where(Registration.workshop_id == workshop.id, Registration.state == state)
    )
    return work.session.scalars(found).one()
