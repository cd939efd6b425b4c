"""Certificates of attendance: who gets one, what it says, and whether it is genuine."""

from datetime import timedelta

import pypdfium2
import pytest

from portal.access import Actor, Role
from portal.accounts.models import Person
from portal.certificates import actions
from portal.certificates.pages.paper import draw, missing_letters, seal_of
from portal.certificates.queries import own_standing
from portal.certificates.rules import Facts, Settings, Standing, clean_code, in_parts, new_code, standing_of
from portal.clock import now
from portal.errors import Conflict
from portal.posters.models import Poster, PosterVisit
from portal.registrations.queries import actor_of
from portal.store.work import Store, Work
from portal.threads.actions import open_thread, post
from portal.threads.rules import MessageDraft
from portal.workshops.models import Workshop
from tests.made import committed, make_person, make_workshop, register
from tests.visit import Site, lead

ON = Settings(is_on=True, signer="Demo organizer", text="Half a credit point.", hours=6.5)
FACTS = Facts(
    "Łukasz Ω Жуков", "Institute", "Workshop on tides", "Ghent", "2026-01-01", "2026-01-02", "", True
)


def make_past(work: Work, settings: Settings = ON) -> tuple[Workshop, Actor]:
    """A workshop that is over, and its organizer."""
    yesterday = now().date() - timedelta(days=2)
    workshop = make_workshop(work, starts_on=yesterday, ends_on=yesterday)
    person = make_person(work, "Demo organizer")
    register(work, workshop, person, Role.ORGANIZER)
    organizer = actor_of(work, person, workshop.id)
    actions.set_up(work, organizer, settings)
    return workshop, organizer


def attendee(work: Work, workshop: Workshop, name: str = "Demo attendee") -> Actor:
    person = make_person(work, name)
    register(work, workshop, person)
    return actor_of(work, person, workshop.id)


def make_poster(work: Work, workshop: Workshop) -> Poster:
    thread = open_thread(work, workshop.id, "poster")
    return work.add(Poster(workshop_id=workshop.id, thread_id=thread.id, title="Tides in a tank"))


def text_of(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    assert len(document) == 1
    return " ".join(str(document[0].get_textpage().get_text_bounded()).split())


@pytest.mark.parametrize(
    ("settings", "is_over", "was_seen", "standing"),
    [
        (Settings(), True, True, Standing.OFF),
        (ON, False, True, Standing.AHEAD),
        (ON, True, False, Standing.UNSEEN),
        (ON, True, True, Standing.READY),
        (Settings(is_on=True, is_seen_needed=False), True, False, Standing.READY),
    ],
)
def test_a_certificate_is_there_when_it_is_on_the_day_is_over_and_somebody_was_seen(
    settings: Settings, is_over: bool, was_seen: bool, standing: Standing
) -> None:
    assert standing_of(settings, is_over=is_over, was_seen=was_seen) == standing


def test_a_code_survives_being_typed_from_paper() -> None:
    code = new_code()

    assert clean_code(f" {in_parts(code).lower()} ") == code
    assert len({new_code() for _ in range(100)}) == 100


def test_who_left_no_trace_was_not_seen(store: Store) -> None:
    with committed(store) as work:
        workshop, _ = make_past(work)
        nobody, visitor, writer, presenter = (attendee(work, workshop, f"Person {n}") for n in "ABCD")
        poster = make_poster(work, workshop)
        at = now()
        work.add(
            PosterVisit(
                poster_id=poster.id,
                person_id=visitor.known_id,
                workshop_id=workshop.id,
                first_at=at,
                last_at=at,
            )
        )
        post(work, writer, MessageDraft(poster.thread_id, "c-1", "hello"))
        other = make_poster(work, workshop)
        other.presenters = [work.get(Person, presenter.known_id)]

        standings = [own_standing(work, one, now()).standing for one in (nobody, visitor, writer, presenter)]

        assert standings == [Standing.UNSEEN, Standing.READY, Standing.READY, Standing.READY]
        assert own_standing(work, presenter, now()).facts.posters == ("Tides in a tank",)
        with pytest.raises(Conflict, match="seen you"):
            actions.issue(work, nobody)


def test_a_certificate_is_made_once_until_it_would_say_something_else(sqlite_store: Store) -> None:
    with committed(sqlite_store) as work:
        workshop, _ = make_past(work, Settings(is_on=True, is_seen_needed=False, signer="Demo organizer"))
        person = make_person(work, "Demo atendee")
        register(work, workshop, person)
        actor = actor_of(work, person, workshop.id)

        first, again = actions.issue(work, actor), actions.issue(work, actor)
        person.name = "Demo attendee"
        work.session.flush()
        other = actions.issue(work, actor)

        assert first.id == again.id
        assert (other.id != first.id, other.code != first.code) == (True, True)
        assert (first.facts["name"], other.facts["name"]) == ("Demo atendee", "Demo attendee")


def test_the_paper_says_what_is_certified_in_many_letters() -> None:
    many = Facts(
        **{
            **FACTS.stored(),
            "talks": ("A talk",),
            "posters": tuple(f"Poster {number}" for number in range(9)),
            "text": "Half a credit point. " * 20,
            "signer": "Demo organizer",
            "hours": 6.5,
        }
    )

    text = text_of(
        draw(many, seal_of("ABCDEFGHJKMNPQRS", "https://w.example.org/t/certificates/x", now().date()))
    )

    for part in ("Łukasz Ω Жуков", "took part in", "Workshop on tides", "1–2 January 2026", "6.5 hours"):
        assert part in text
    for part in ("Talk: A talk", "and 5 more", "Demo organizer", "ABCD-EFGH-JKMN-PQRS"):
        assert part in text
    assert missing_letters("Łukasz 漢字") == "漢字"


def test_a_sample_has_no_code() -> None:
    text = text_of(draw(FACTS, seal_of("", "https://w.example.org/", now().date(), is_sample=True)))

    assert "Sample, not genuine" in text
    assert "Code" not in text


def test_somebody_makes_a_certificate_and_anybody_checks_it(site: Site) -> None:
    with committed(site.store) as work:
        workshop, organizer = make_past(work, Settings())
        actor = attendee(work, workshop)
        stranger = make_person(work).id
    leads, visitor = site.signed_in(organizer.known_id), site.signed_in(actor.known_id)
    assert "No certificates here" in lead(visitor.get("/tides/certificate"))
    refused = leads.post("/tides/certificates/setup", is_on="yes", hours="many")
    leads.post("/tides/certificates/setup", is_on="yes", signer="Demo organizer", hours="6.5")

    made = visitor.post("/tides/certificate")
    page = visitor.get("/tides/certificate").text
    pdf = visitor.get("/tides/certificate/1.pdf")

    assert refused.status_code == 422
    assert "Somebody has to sign" in lead(refused)
    assert made.status_code == 303
    assert "/tides/certificate/1.pdf" in page
    assert pdf.content_type == "application/pdf"
    text = text_of(pdf.data)
    assert "Demo attendee was admitted to Workshop on tides" in text
    code = text.rpartition("Code ")[2].split()[0]
    found = site.visitor().get(f"/tides/certificates?code={code}")
    assert found.headers["Location"] == f"/tides/certificates/{code}"
    assert "This certificate is genuine" in lead(site.visitor().get(f"/tides/certificates/{code.lower()}"))
    wrong = site.visitor().get("/tides/certificates/ABCD-EFGH-JKMN-PQRS")
    assert (wrong.status_code, "mistyped, or the paper is not genuine" in wrong.text) == (404, True)
    assert site.signed_in(stranger).get("/tides/certificate/1.pdf").status_code == 403
    assert leads.get("/tides/certificate/1.pdf").status_code == 404
    assert "Sample" in text_of(leads.get("/tides/certificates/preview.pdf").data)
