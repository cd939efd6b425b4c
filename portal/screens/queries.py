"""What the screen of a stage shows, who may run it, and who sits in the hall."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from portal.access import Actor, Hall, Permission, may, require
from portal.accounts.models import Person
from portal.accounts.rules import hash_of
from portal.accounts.rules.lasting import Lasting
from portal.clock import now
from portal.errors import NotFound
from portal.polls.models import Poll
from portal.polls.queries import board_at, polls_on, results
from portal.polls.rules import State as PollState
from portal.programme.models import ProgrammeSession, Talk
from portal.programme.queries import sessions_of
from portal.programme.rules import State, state_of
from portal.questions.models import Question
from portal.questions.queries import place_at, questions_on, row_at
from portal.questions.rules import Board
from portal.registrations import queries as registrations
from portal.screens.models import HallCode, HallGuest, ScreenLink
from portal.screens.rules import GUEST_MARK, Place, poll_to_show, question_to_show
from portal.stage.models import Stage
from portal.stage.queries import stages_of
from portal.stage.rules import on_air, talk_on
from portal.store.work import Work
from portal.workshops.models import Workshop
from portal.workshops.queries import workshop_to_see

Entry = ProgrammeSession | Talk

NO_CODE = "No hall has this code. Look at the screen again: codes are replaced now and then."


@dataclass(frozen=True)
class OnScreen:
    """What stands on the screen of a stage: `entry` is on now, `after` comes next; `counts` only of a closed poll."""

    stage: Stage
    session: ProgrammeSession | None
    entry: Entry | None
    after: Entry | None
    question: Question | None
    poll: Poll | None
    counts: Any
    code: HallCode | None


def read_actor(
    work: Work, token: str | None, workshop: str | int | None, lasting: Lasting = registrations.USUAL
) -> Actor:
    """Who holds this token: of a sign-in, or of a guest in a hall; raises NotFound for a foreign slug."""
    if token is None or not token.startswith(GUEST_MARK):
        return registrations.read_actor(work, token, workshop, lasting)
    outside = registrations.read_actor(work, None, workshop)
    found = (
        select(HallGuest.person_id, HallGuest.stage_id, HallGuest.workshop_id, Person.name)
        .join(Person, Person.id == HallGuest.person_id)
        .join(HallCode, HallCode.stage_id == HallGuest.stage_id)
        .where(HallGuest.token_hash == hash_of(token), HallGuest.expires_at > now(), HallCode.lets_guests_in)
    )
    guest = work.session.execute(found).one_or_none()
    if guest is None:
        return outside
    is_here = outside.workshop_id == guest.workshop_id
    hall = Hall(guest.stage_id, _sessions_on(work, guest.stage_id)) if is_here else None
    return Actor(person_id=guest.person_id, name=guest.name, workshop_id=outside.workshop_id, hall=hall)


def stage_at(work: Work, workshop_id: int, slug: str) -> Stage:
    """The stage with this address; raises NotFound."""
    found = next((one for one in stages_of(work, workshop_id) if one.slug == slug), None)
    if found is None:
        raise NotFound("There is no stage with this address.")
    return found


def stage_to_show(work: Work, actor: Actor, slug: str) -> Stage:
    """The stage whose screen somebody opens as themselves."""
    workshop = workshop_to_see(work, actor)
    require(actor, Permission.SEE_STAGE, workshop)
    return stage_at(work, workshop.id, slug)


def stage_by_link(work: Work, workshop_id: int | None, slug: str, token: str) -> Stage:
    """The stage behind a secret link; raises NotFound, with one answer whatever is wrong."""
    found = select(ScreenLink).where(
        ScreenLink.token_hash == hash_of(token), ScreenLink.workshop_id == workshop_id
    )
    link = work.session.scalars(found).one_or_none()
    stage = work.get(Stage, link.stage_id) if link else None
    if stage is None or stage.slug != slug:
        raise NotFound("This screen link does not work any more. An organizer can make a new one.")
    return stage


def hall_to_see(work: Work, actor: Actor, slug: str) -> Stage:
    """The stage, for who sits in front of it with a telephone."""
    stage = stage_at(work, workshop_to_see(work, actor).id, slug)
    require(actor, Permission.SEE_HALL, Place(stage.workshop_id, stage.id))
    return stage


def stage_to_run(work: Work, actor: Actor, stage_id: int) -> Stage:
    """The stage, for those who run its screen."""
    stage = work.get_in(actor.workshop_id, Stage, stage_id)
    require(actor, Permission.RUN_SCREEN, stage)
    return stage


def link_of(work: Work, stage_id: int) -> ScreenLink | None:
    return work.session.get(ScreenLink, stage_id)


def code_of(work: Work, stage_id: int) -> HallCode | None:
    return work.session.get(HallCode, stage_id)


def code_to_use(work: Work, code: str, workshop_id: int | None = None) -> tuple[HallCode, Stage, Workshop]:
    """An open code with its stage, of one workshop or of any; raises NotFound, alike for every code that is none."""
    found = select(HallCode, Stage, Workshop).join(Stage, Stage.id == HallCode.stage_id)
    rows = work.session.execute(
        found.join(Workshop, Workshop.id == HallCode.workshop_id).where(HallCode.code == code)
    )
    row = rows.one_or_none() if code else None
    if row is None or workshop_id not in (None, row[0].workshop_id):
        raise NotFound(NO_CODE)
    return work.hold(row[0]), work.hold(row[1]), work.hold(row[2])


def may_see(actor: Actor, place: Place) -> bool:
    """Whether they may ask and vote in this hall."""
    return may(actor, Permission.SEE_HALL, place)


def guests_of(work: Work, stage_id: int) -> list[HallGuest]:
    """Who came in by the code of this stage and is still let in."""
    return list(work.session.scalars(select(HallGuest).where(HallGuest.stage_id == stage_id)))


def guest_count(work: Work, stage_id: int) -> int:
    found = select(func.count()).where(HallGuest.stage_id == stage_id, HallGuest.expires_at > now())
    return work.session.scalar(found) or 0


def on_screen(work: Work, stage: Stage, at: datetime) -> OnScreen:
    """What the screen of this stage shows at this instant; who may see it was asked before."""
    here = [one for one in sessions_of(work, stage.workshop_id) if one.stage_id == stage.id]
    session = on_air(here, at)
    is_on = session is not None and state_of(session, at) == State.NOW
    entry = (talk_on(session.talks, at) or session) if session and is_on else None
    question = _question(work, entry) if entry else None
    poll = _poll(work, stage, session if is_on else None, question)
    return OnScreen(
        stage=stage,
        session=session if is_on else None,
        entry=entry,
        after=_after(here, session if is_on else None, at),
        question=question,
        poll=poll,
        counts=results(work, poll) if poll and poll.state == PollState.CLOSED else None,
        code=code_of(work, stage.id),
    )


def _question(work: Work, entry: Entry) -> Question | None:
    place = place_at(work, f"{'t' if isinstance(entry, Talk) else 's'}{entry.id}")
    row = row_at(work, place.address)
    return question_to_show(questions_on(work, Board(place, row_id=row.id))) if row else None


def _poll(
    work: Work, stage: Stage, session: ProgrammeSession | None, question: Question | None
) -> Poll | None:
    own = polls_on(work, board_at(work, f"s{session.id}")) if session else []
    whole = polls_on(work, board_at(work, f"w{stage.workshop_id}"))
    return poll_to_show(own, whole, beside_question=question is not None)


def _after(here: Sequence[ProgrammeSession], session: ProgrammeSession | None, at: datetime) -> Entry | None:
    """The next talk of the session that is on, else what begins next on this stage."""
    talks = [one for one in session.talks if one.starts_at and one.starts_at > at] if session else []
    if talks:
        return min(talks, key=lambda one: one.starts_at or at)
    return next((one for one in here if state_of(one, at) == State.AHEAD), None)


def _sessions_on(work: Work, stage_id: int) -> frozenset[int]:
    return frozenset(
        work.session.scalars(select(ProgrammeSession.id).where(ProgrammeSession.stage_id == stage_id))
    )
