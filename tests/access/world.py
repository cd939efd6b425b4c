"""A small world in which every kind of person stands beside every kind of thing; the role matrix walks through it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from sqlalchemy import select

from portal.access import Actor, Role
from portal.accounts.actions import make_link, start_sign_in
from portal.accounts.models import Address, AddressClaim, Identity, Person, SecondFactor
from portal.accounts.rules import hash_of
from portal.announcements.actions import announce
from portal.announcements.rules import Audience, Draft
from portal.archives.actions import ask as make_archive
from portal.awards.actions import set_state as set_vote_state
from portal.backstage.actions import raise_hand
from portal.calls.actions import join as sit_down
from portal.calls.actions import set_link
from portal.calls.rules import Setting, Wish
from portal.certificates.models import Certificate
from portal.certificates.rules import Facts
from portal.clock import now
from portal.conduct.actions import agree, report, set_terms
from portal.conduct.rules import ReportDraft, Terms
from portal.contacts.actions import give_card, say_hello
from portal.contacts.rules import Most
from portal.conversations.actions import write_to
from portal.delays import actions as delays
from portal.delays.queries import plan_to_see
from portal.delays.rules import Order, whole_minute
from portal.files.models import StoredFile
from portal.files.rules import Square
from portal.help.actions import ask as ask_for_help
from portal.invitations.actions import Way, keep_links, new_link
from portal.knocks.actions import knock
from portal.knocks.rules import Draft as Knocking
from portal.knocks.rules import Whereabouts
from portal.knocks.rules import Wish as KnockWish
from portal.lounge.actions import ask as ask_for_introduction
from portal.lounge.actions import open_table
from portal.lounge.models import LoungeTable
from portal.lounge.queries import introducing
from portal.lounge.rules import TableDraft
from portal.mail.actions import write
from portal.mailings.actions import begin, chunk_of, keep_template, send, write_chunk
from portal.mailings.actions import start as start_mailing
from portal.mailings.rules import MailingDraft
from portal.moderation.actions import hide, report_message
from portal.moderation.rules import Act, Report
from portal.notices.models import Notice
from portal.polls.actions import save, set_state, vote
from portal.polls.rules import Ballot, Choice, Kind, Turn
from portal.polls.rules import Draft as PollDraft
from portal.polls.rules import State as PollState
from portal.posters.actions import visit
from portal.posters.models import Poster, PosterPart, PosterSlot
from portal.profiles.actions import put_portrait, show
from portal.profiles.rules import ListingDraft
from portal.programme.actions import make_feed
from portal.programme.models import ProgrammeSession, Talk
from portal.questions.actions import ask, set_speakers
from portal.questions.rules import Asked
from portal.registrations.models import Registration, RegistrationCode, RegistrationQuestion
from portal.registrations.queries import actor_of
from portal.registrations.rules import State
from portal.rehearsals.models import Rehearsal
from portal.rosters.actions import upload
from portal.rosters.rules.table import Limits
from portal.rosters.rules.upload import read_text
from portal.rounds.actions import send as send_to
from portal.screens.actions import allow_guests, join, renew_code
from portal.screens.actions import make_link as make_screen_link
from portal.slides.models import SlideDeck, SlideShow
from portal.stage.models import Stage, StreamSource
from portal.store.work import Work
from portal.surveys.actions import add_question
from portal.surveys.actions import save as make_survey
from portal.surveys.actions import set_state as set_survey_state
from portal.surveys.models import Survey, SurveyQuestion
from portal.surveys.rules import Draft as SurveyDraft
from portal.surveys.rules import Grouping, QuestionDraft, Release
from portal.surveys.rules import State as SurveyState
from portal.threads.actions import open_thread, post, set_hosts
from portal.threads.rules import MessageDraft
from portal.tours.models import Tour, TourMember, TourStop
from portal.workshops.models import Workshop
from tests.made import make_person, make_workshop, register

PEOPLE = (
    "visitor",
    "newcomer",
    "stranger",
    "asking",
    "attendee",
    "presenter",
    "other_presenter",
    "chair",
    "moderator",
    "organizer",
    "foreign_organizer",
    "operator",
    "volunteer",
    "banned",
)
"""A visitor is not signed in; a newcomer is registered nowhere; a stranger attends another workshop; somebody asking
is not accepted yet; the presenter presents the poster of the world, the other one presents another poster. Somebody
banned was let in before and is kept out now."""


@dataclass
class World:
    """Ids and sign-in tokens; `words` fill the addresses of routes.

    `messages`: for each kind of person one that the attendee wrote, to be changed by nobody else; `knocks`: the same for
    those who answer knocks; `boards`: a poster for each of those who lead the round. `guest_token`: of somebody who sits
    in the hall without an account.
    """

    slug: str
    workshop_id: int
    thread_id: int
    stage_thread_id: int
    guest_token: str = ""
    tokens: dict[str, str | None] = field(default_factory=dict)
    messages: dict[str, int] = field(default_factory=dict)
    knocks: dict[str, int] = field(default_factory=dict)
    boards: dict[str, int] = field(default_factory=dict)
    words: dict[str, object] = field(default_factory=dict)


def build_world(work: Work, data_dir: Path) -> World:
    """Two workshops; everything that is asked for belongs to the first."""
    here, elsewhere = make_workshop(work, "tides"), make_workshop(work, "lakes")
    poster, other = _poster(work, here, "Tides in a tank"), _poster(work, here, "Waves in a bath")
    seen = _poster(work, here, "Seen by everybody")
    world = World(here.slug, here.id, poster.thread_id, 0)
    people = _people(work, here, elsewhere, world)
    poster.presenters, other.presenters = [people["presenter"]], [people["other_presenter"]]
    set_hosts(work, poster.thread_id, {people["presenter"].id: "presenter"})
    poster.file = file = _file(work, here, data_dir)
    stage = _stage(work, here)
    world.stage_thread_id = stage.thread_id
    session = _session(work, here, stage)
    slot = work.add(
        PosterSlot(workshop_id=here.id, poster_id=poster.id, session_id=session.id, mode="onsite")
    )
    work.add(PosterPart(poster_id=poster.id, part="slides", file_id=_file(work, here, data_dir).id))
    deck = _deck(work, here, session, data_dir)
    author = actor_of(work, attendee := people["attendee"], here.id)
    address = f"t{session.talks[0].id}"
    question = ask(work, author, Asked(address, "for-all", "Why?"))
    own = ask(work, author, Asked(address, "for-one", "Why not?"))
    chair = actor_of(work, people["organizer"], here.id)
    set_speakers(work, chair, address, [people["presenter"].id])
    poll = save(
        work, chair, PollDraft(f"s{session.id}", "world", "Which tide?", Kind.SINGLE, ("Spring", "Neap"))
    )
    set_state(work, chair, Turn(poll.id, PollState.OPEN))
    vote(work, author, Ballot(poll.id, Choice((0,))))
    whole = save(work, chair, PollDraft(f"w{here.id}", "world", "How was it?", Kind.RATING))
    set_state(work, chair, Turn(whole.id, PollState.OPEN))
    survey, asked = _surveys(work, chair)
    hall = renew_code(work, chair, stage.id)
    allow_guests(work, chair, stage.id, is_on=True)
    world.guest_token = join(work, hall.code)
    for name in PEOPLE:
        world.messages[name] = post(work, author, MessageDraft(poster.thread_id, f"for-{name}", "hello"))
    speaker = actor_of(work, people["presenter"], here.id)
    seat = sit_down(work, author, Wish(poster.thread_id, client_id="world", audio=True)).seat
    set_link(work, speaker, Setting(poster.thread_id, "https://meeting.example/poster"))
    said = post(work, speaker, MessageDraft(stage.backstage.thread_id, "backstage", "I am here"))
    hand = raise_hand(work, author, stage.id)
    told = announce(work, actor_of(work, people["organizer"], here.id), Draft("world", "Lunch", Audience.ALL))
    delay_id = _delays(work, here, stage, (actor_of(work, people["chair"], here.id), chair))
    helped = ask_for_help(work, author, "world", "Where is the link?")
    mention = MessageDraft(poster.thread_id, "mention", "@The attendee look")
    notice = _notice_after(work, post(work, actor_of(work, people["organizer"], here.id), mention), attendee)
    lone = _poster(work, here, "Sand on a shelf")
    _knocks(work, here, people, world)
    call_id = _rounds(work, here, people, world, lone)
    _vote_for(work, here, seen, people)
    asking = _registration_id(work, here, people["asking"])
    table = _table(work, author, speaker)
    tour = _tour(work, poster, (people["attendee"], people["moderator"]))
    world.words = {
        **_terms(work, chair),
        **_meeting(work, here, people),
        "slug": here.slug,
        "poster_id": poster.id,
        "lone_poster_id": lone.id,
        "knock_id": world.knocks["presenter"],
        "call_id": call_id,
        "board_id": lone.id,
        "moderator_id": people["moderator"].id,
        "slot_id": slot.id,
        "part": "slides",
        "seen_poster_id": seen.id,
        "thread_id": poster.thread_id,
        "seq": world.messages["attendee"],
        "file_id": file.id,
        "name": file.name,
        "width": 480,
        "stage_id": stage.id,
        "stage_slug": stage.slug,
        "backstage_thread_id": stage.backstage.thread_id,
        "backstage_seq": said,
        "hand_id": hand.id,
        "call_seat_id": seat.id,
        "source_id": stage.sources[0].id,
        "other_source_id": stage.sources[1].id,
        "code": hall.code,
        "screen_token": make_screen_link(work, chair, stage.id),
        "session_id": session.id,
        "deck_id": deck.id,
        "workshop_id": here.id,
        "announcement_id": told.id,
        "delay_id": delay_id,
        "line_id": stage.id,
        "help_thread_id": helped,
        "table_id": table.id,
        "tour_id": tour.id,
        "tour_stop_id": tour.stops[0].id,
        "introduction_id": introducing(work, author, now()).introduction_id,
        "notice_id": notice,
        "import_id": _import_id(work, chair),
        "archive_id": make_archive(work, chair, has_chats=False).id,
        "talk_id": session.talks[0].id,
        "address": address,
        "question_id": question.id,
        "own_question_id": own.id,
        "poll_id": poll.id,
        "voted_poll_id": whole.id,
        "survey_id": survey.id,
        "asked_id": asked.id,
        "number": 1,
        "word": "programme",
        "registration_id": asking,
        **_form(work, here),
        **_certificate(work, here, attendee),
        "sign_in_id": 10**6,
        "feed_token": make_feed(work, author),
        "token": make_link(work, attendee, 60),
        "build": "0",
        **_order(work, people, world, question.id),
        "path": "site/base.css",
        **_account(work, attendee, people["newcomer"]),
        **_mail(work, here, chair),
        "rehearsal_id": _rehearsal(work, here),
    }
    return world


def _terms(work: Work, organizer: Actor) -> dict[str, object]:
    """A code of conduct to which all inside have agreed, and a report that is read by the organizers."""
    terms = set_terms(work, organizer, Terms(conduct="Be kind."))
    inside = select(Registration.person_id).where(
        Registration.workshop_id == organizer.workshop_id, Registration.state == State.ACCEPTED
    )
    for person_id in work.session.scalars(inside).all():
        agree(work, actor_of(work, work.get(Person, person_id), organizer.workshop_id), terms.version)
    told, key = report(work, organizer, ReportDraft("Somebody shouted."), base_url="")
    return {"report_id": told.id, "key": key, "export_id": 10**6, "request_id": 10**6}


def _rehearsal(work: Work, here: Workshop) -> int:
    copy = make_workshop(work, "tides-rehearsal", is_published=False, is_rehearsal=True)
    at = now()
    work.add(Rehearsal(workshop_id=copy.id, source_id=here.id, moment=at, started_at=at, ends_at=at))
    return copy.id


def _account(work: Work, owner: Person, other: Person) -> dict[str, object]:
    """What the attendee alone may touch of their account; one of their claims leads to the newcomer's."""
    at = now()
    identity = Identity(person_id=owner.id, issuer="https://login.example", subject="7", created_at=at)
    work.add(identity)
    work.add(SecondFactor(person_id=owner.id, secret="A" * 32, created_at=at))
    second = work.add(Address(person_id=owner.id, email="second@example.org"))
    later = at + timedelta(hours=1)
    claim = AddressClaim(person_id=owner.id, email="third@example.org", created_at=at, expires_at=later)
    claim.token_hash = hash_of("a claim")
    work.add(claim)
    proven = AddressClaim(person_id=owner.id, email=other.email, created_at=at, expires_at=later)
    proven.token_hash, proven.proven_at = hash_of("another claim"), at
    return {
        "identity_id": identity.id,
        "address_id": second.id,
        "claim_id": work.add(proven).id,
        "claim_token": "a claim",
        "provider": "nobody",
    }


def _mail(work: Work, here: Workshop, organizer: Actor) -> dict[str, object]:
    """Somebody who is invited, by a link whose token is known; a draft, a mailing that was sent, a mail that waits."""
    way = Way("https://w.example.org", 14)
    guest = make_person(work, "The guest")
    invited = register(work, here, guest, state=State.INVITED)
    link = new_link(guest.id, guest.email)
    keep_links(work, here.id, [link], way, by=organizer.name)
    draft = start_mailing(work, organizer, MailingDraft("Hello", "Dear {name},"))
    sent = send(work, organizer, start_mailing(work, organizer, MailingDraft("News", "Dear {name},")).id)
    begin(work, sent.id)
    [first, *_] = chunk = chunk_of(work, sent.id, way)
    write_chunk(work, sent.id, chunk, way)
    waiting = write(work, to=guest.email, subject="Hello", text="Hello", workshop_id=here.id)
    return {
        "invitation_token": link.token,
        "invited_registration_id": invited.id,
        "mailing_id": draft.id,
        "sent_mailing_id": sent.id,
        "template_id": keep_template(work, organizer, draft.id, "A template").id,
        "unsubscribe_token": first.way_out,
        "mail_id": waiting.id,
    }


def _stage(work: Work, here: Workshop) -> Stage:
    stage = Stage(workshop_id=here.id, slug="main", name="Main", thread=open_thread(work, here.id, "stage"))
    stage.sources.append(StreamSource(position=0, kind="page", url="https://stream.example/", label="Stream"))
    stage.backstage.meeting_url = "https://meeting.example/speakers"
    stage.sources.append(StreamSource(position=1, kind="page", url="https://other.example/", label="Other"))
    return work.add(stage)


def _session(work: Work, here: Workshop, stage: Stage) -> ProgrammeSession:
    session = ProgrammeSession(
        workshop_id=here.id,
        stage_id=stage.id,
        title="Opening",
        kind="opening",
        starts_at=now() - timedelta(minutes=10),
        ends_at=now() + timedelta(minutes=50),
    )
    session.talks.append(Talk(workshop_id=here.id, title="A talk", kind="talk", position=0))
    return work.add(session)


def _deck(work: Work, here: Workshop, session: ProgrammeSession, data_dir: Path) -> SlideDeck:
    deck = work.add(
        SlideDeck(
            workshop_id=here.id,
            session_id=session.id,
            talk_id=session.talks[0].id,
            file_id=_file(work, here, data_dir).id,
        )
    )
    work.add(SlideShow(session_id=session.id, deck_id=deck.id))
    return deck


def _table(work: Work, owner: Actor, other: Actor) -> LoungeTable:
    """A table in the lounge, and two people who are told of each other."""
    table = open_table(work, owner, TableDraft("Tea", seats=8))
    ask_for_introduction(work, owner, ())
    ask_for_introduction(work, other, ())
    return table


def _tour(work: Work, poster: Poster, people: Sequence[Person]) -> Tour:
    """A group that stands at the poster."""
    tour = Tour(workshop_id=poster.workshop_id, starts_at=now(), topics=[])
    tour.stops = [TourStop(poster_id=poster.id, position=0, told_at=now())]
    work.add(tour)
    for person in people:
        work.add(
            TourMember(workshop_id=poster.workshop_id, person_id=person.id, tour_id=tour.id, joined_at=now())
        )
    return tour


def _vote_for(work: Work, here: Workshop, seen: Poster, people: dict[str, Person]) -> None:
    """The vote is open, and everybody inside has been at this poster."""
    set_vote_state(work, actor_of(work, people["organizer"], here.id), "open")
    for name in ("attendee", "presenter", "other_presenter", "chair", "moderator", "organizer"):
        visit(work, actor_of(work, people[name], here.id), seen.id)


def _surveys(work: Work, organizer: Actor) -> tuple[Survey, SurveyQuestion]:
    """An open survey with its question; and a closed one whose results everybody may see."""
    made = []
    for title in ("What did you hear?", "How was last year?"):
        draft = SurveyDraft(title, consent="We ask to learn.", grouping=Grouping.NONE, release=Release.CLOSED)
        survey = make_survey(work, organizer, draft)
        question = add_question(work, organizer, survey.id, QuestionDraft("How was it?", Kind.RATING))
        set_survey_state(work, organizer, survey.id, SurveyState.OPEN)
        made.append((survey, question))
    set_survey_state(work, organizer, made[1][0].id, SurveyState.CLOSED)
    return made[0]


def _knocks(work: Work, here: Workshop, people: dict[str, Person], world: World) -> None:
    """Three visitors wait at one more poster of the presenter."""
    poster = _poster(work, here, "Foam in a cup")
    poster.presenters = [people["presenter"]]
    for name, visitor in (
        ("presenter", "attendee"),
        ("chair", "other_presenter"),
        ("organizer", "moderator"),
    ):
        nobody = Whereabouts(frozenset(), lambda _: False)
        asker = actor_of(work, people[visitor], here.id)
        world.knocks[name] = knock(work, asker, Knocking(poster.id, KnockWish.QUESTION, "Why?"), nobody).id


def _rounds(work: Work, here: Workshop, people: dict[str, Person], world: World, lone: Poster) -> int:
    """The moderator is asked to go to a board; three more wait for those who may send somebody."""
    for name in ("chair", "moderator", "organizer"):
        world.boards[name] = _poster(work, here, f"Ice for the {name}").id
    nobody = Whereabouts(frozenset(), lambda _: True)
    return send_to(
        work, actor_of(work, people["organizer"], here.id), lone.id, people["moderator"].id, nobody
    ).id


def _meeting(work: Work, here: Workshop, people: dict[str, Person]) -> dict[str, object]:
    """One more attendee whom everybody finds; the attendee and the presenter have written to each other."""
    found = make_person(work, "The one who is listed")
    register(work, here, found, Role.ATTENDEE)
    listed = actor_of(work, found, here.id)
    show(work, listed, ListingDraft(is_listed=True, shows_picture=True))
    put_portrait(work, listed, Square(b"small", b"large", "picture"))
    attendee, presenter = (actor_of(work, people[name], here.id) for name in ("attendee", "presenter"))
    show(work, presenter, ListingDraft(is_listed=True))
    put_portrait(work, attendee, Square(b"small", b"large", "picture"))
    thread_id = write_to(work, attendee, presenter.known_id, "world", "Are you there?")
    give_card(work, attendee, found.id, "")
    give_card(work, listed, attendee.known_id, "")
    return {
        "person_id": found.id,
        "hello_id": say_hello(work, presenter, attendee.known_id, "Welcome", Most(3, 50)).id,
        "direct_thread_id": thread_id,
        "direct_seq": 1,
        "presenter_id": presenter.known_id,
    }


def _delays(work: Work, workshop: Workshop, stage: Stage, authors: tuple[Actor, ...]) -> int:
    """Each has moved the stage once and taken it back, so that doing it again with the same words changes nothing."""
    at, delay_id = whole_minute(now()), 0
    for author in authors:
        _, _, plan = plan_to_see(work, author, stage.id, 5, at)
        delay = delays.move(work, author, Order(workshop.id, stage.id, 5, at, plan.line.fingerprint, "world"))
        delay_id = delays.undo(work, author, delay.id).id
    return delay_id


def _people(work: Work, here: Workshop, elsewhere: Workshop, world: World) -> dict[str, Person]:
    people: dict[str, Person] = {}
    roles = {
        "attendee": Role.ATTENDEE,
        "presenter": Role.PRESENTER,
        "other_presenter": Role.PRESENTER,
        "chair": Role.CHAIR,
        "moderator": Role.MODERATOR,
        "organizer": Role.ORGANIZER,
        "volunteer": Role.VOLUNTEER,
    }
    for name in PEOPLE[1:]:
        person = make_person(work, f"The {name.replace('_', ' ')}", is_operator=name == "operator")
        people[name] = person
        if name in roles:
            register(work, here, person, roles[name])
        world.tokens[name] = start_sign_in(work, person.id, agent="", days=1)
    world.tokens["visitor"] = None
    register(work, here, people["asking"], state=State.REQUESTED)
    register(work, here, people["banned"], state=State.BANNED)
    register(work, elsewhere, people["stranger"])
    register(work, elsewhere, people["foreign_organizer"], Role.ORGANIZER)
    return people


def _poster(work: Work, workshop: Workshop, title: str) -> Poster:
    thread = open_thread(work, workshop.id, "poster")
    return work.add(Poster(workshop_id=workshop.id, thread_id=thread.id, title=title))


def _order(work: Work, people: dict[str, Person], world: World, question_id: int) -> dict[str, object]:
    """A case about a message of the attendee, and another message of theirs that is hidden."""
    seqs = {}
    for name in ("case", "hidden"):
        author = actor_of(work, people["attendee"], world.workshop_id)
        seqs[name] = post(work, author, MessageDraft(world.thread_id, f"for-{name}", "hello"))
    reporter = actor_of(work, people["presenter"], world.workshop_id)
    case = report_message(work, reporter, world.thread_id, seqs["case"], Report("spam", ""))
    moderator = actor_of(work, people["moderator"], world.workshop_id)
    measure = hide(work, moderator, world.thread_id, seqs["hidden"], Act("Spam"))
    return {
        "case_id": case.id,
        "measure_id": measure.id,
        "kind": "question",
        "attendee_id": people["attendee"].id,
        "thing_id": question_id,
    }


def _notice_after(work: Work, seq: int, person: Person) -> int:
    """The notice of the message that was the last in its thread."""
    found = select(Notice.id).where(Notice.person_id == person.id, Notice.seq == seq)
    return work.session.scalars(found).one()


def _import_id(work: Work, organizer: Actor) -> int:
    """A list that was brought and not applied yet."""
    table = read_text("name,email\nPerson Z,z@example.org\n", Limits())
    return upload(work, organizer, table, "people.csv").id


def _registration_id(work: Work, workshop: Workshop, person: Person) -> int:
    found = select(Registration.id).where(
        Registration.workshop_id == workshop.id, Registration.person_id == person.id
    )
    return work.session.scalars(found).one()


def _form(work: Work, workshop: Workshop) -> dict[str, object]:
    """A question and a code of the form by which people register."""
    question = RegistrationQuestion(workshop_id=workshop.id, position=1, kind="short", text="Which diet?")
    code = RegistrationCode(workshop_id=workshop.id, code="WORLD", role_names=["attendee"], created_at=now())
    return {"form_question_id": work.add(question).id, "form_code_id": work.add(code).id}


def _certificate(work: Work, workshop: Workshop, person: Person) -> dict[str, object]:
    """A certificate that this person has made."""
    facts = Facts(person.name, "", workshop.title, "", "", "", "", was_seen=True)
    made = work.add(
        Certificate(
            workshop_id=workshop.id,
            person_id=person.id,
            code="WRLDWRLDWRLDWRLD",
            facts=facts.stored(),
            issued_at=now(),
        )
    )
    return {"certificate_id": made.id, "certificate_code": made.code}


def _file(work: Work, workshop: Workshop, data_dir: Path) -> StoredFile:
    """A row and bytes on the disk, without the upload's checks, which have their own tests."""
    digest = "ab" + "0" * 62
    folder = data_dir / "files" / "ab"
    folder.mkdir(parents=True, exist_ok=True)
    for suffix in ("", ".480.webp", ".1600.webp", ".page1.320.webp"):
        (folder / (digest + suffix)).write_bytes(b"%PDF-1.4 bytes")
    row = StoredFile(
        workshop_id=workshop.id,
        sha256=digest,
        name="poster.pdf",
        media_type="application/pdf",
        size_bytes=14,
        created_at=now(),
    )
    return work.add(row)
