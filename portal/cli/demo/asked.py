"""Questions, polls, an announcement, a survey, a knock and a pin of the demo, through the same actions as anywhere."""

from datetime import timedelta

from sqlalchemy import select

from portal.access import Actor
from portal.announcements.actions import announce
from portal.announcements.rules import Audience
from portal.announcements.rules import Draft as AnnouncementDraft
from portal.cli.demo.content import asked
from portal.clock import now
from portal.knocks.actions import knock
from portal.knocks.rules import Draft as Knocking
from portal.knocks.rules import Whereabouts, Wish
from portal.polls.actions import save as save_poll
from portal.polls.actions import set_state as set_poll
from portal.polls.actions import vote as vote_poll
from portal.polls.rules import Ballot, Choice, Kind, Turn
from portal.polls.rules import Draft as PollDraft
from portal.polls.rules import State as PollState
from portal.posters.models import Poster
from portal.programme.models import ProgrammeSession
from portal.questions.actions import answer, ask, vote
from portal.questions.rules import Asked, Change
from portal.rounds.actions import pin
from portal.store.work import Work
from portal.surveys.actions import add_question, save, set_state
from portal.surveys.rules import State
from portal.threads.models import Message
from portal.workshops.models import Workshop


def add_asked(
    work: Work, people: dict[str, Actor], workshop: Workshop, sessions: list[ProgrammeSession]
) -> None:
    """Let the demo's accounts ask, vote and answer; `people` by their role."""
    session = next(one for one in sessions if one.title == asked.SESSION)
    address = f"s{session.id}"
    _questions(work, people, address)
    _poll(work, people, address, asked.SESSION_POLL, ((0,), (1,)))
    whole = _poll(work, people, f"w{workshop.id}", asked.WHOLE_POLL, ((0, 1), (1,)))
    set_poll(work, people["organizer"], Turn(whole, PollState.CLOSED))
    _announcement(work, people["organizer"])
    survey = save(work, people["organizer"], asked.SURVEY)
    for question in asked.SURVEY_QUESTIONS:
        add_question(work, people["organizer"], survey.id, question)
    set_state(work, people["organizer"], survey.id, State.OPEN)
    _knock(work, people["attendee"])
    _pin(work, people["organizer"])


def _knock(work: Work, attendee: Actor) -> None:
    """A question waits at one of the presenter's posters; nobody is mailed."""
    board, text = asked.KNOCK
    found = select(Poster).where(Poster.workshop_id == attendee.workshop_id, Poster.board == board)
    poster = work.session.scalars(found).one()
    draft = Knocking(poster.id, Wish.QUESTION, text)
    row = knock(work, attendee, draft, Whereabouts(frozenset(), lambda _: True))
    row.at = now() - timedelta(minutes=18)
    work.session.get_one(Message, (poster.thread_id, row.seq)).posted_at = row.at


def _pin(work: Work, organizer: Actor) -> None:
    """The board with the knock stands first in the hall."""
    found = select(Poster.id).where(
        Poster.workshop_id == organizer.workshop_id, Poster.board == asked.KNOCK[0]
    )
    pin(work, organizer, work.session.scalars(found).one())


def _questions(work: Work, people: dict[str, Actor], address: str) -> None:
    ids = []
    for number, (role, text, others) in enumerate(asked.QUESTIONS):
        ids.append(ask(work, people[role], Asked(address, f"demo-{number}", text)).id)
        for other in others:
            vote(work, people[other], Change(ids[-1]))
    answer(work, people["organizer"], Change(ids[1], text=asked.ANSWER))


def _poll(
    work: Work,
    people: dict[str, Actor],
    address: str,
    poll: tuple[str, Kind, tuple[str, ...]],
    votes: tuple[tuple[int, ...], ...],
) -> int:
    title, kind, options = poll
    draft = PollDraft(address, f"demo-{address}", title, kind, options)
    made = save_poll(work, people["organizer"], draft).id
    set_poll(work, people["organizer"], Turn(made, PollState.OPEN))
    for role, numbers in zip(("presenter", "organizer"), votes, strict=True):
        vote_poll(work, people[role], Ballot(made, Choice(numbers)))
    return made


def _announcement(work: Work, organizer: Actor) -> None:
    """One that is in the inbox already, so that it does not stand over what a visitor came to see."""
    draft = AnnouncementDraft("demo", asked.ANNOUNCEMENT, Audience.ALL, minutes=10)
    row = announce(work, organizer, draft)
    ago = timedelta(minutes=asked.MINUTES_AGO)
    row.created_at = now() - ago
    row.until = row.until and row.until - ago
