"""Being introduced: ask for it, answer, leave the queue."""

from collections.abc import Sequence
from datetime import datetime

from portal.access import Actor, Permission, require
from portal.clock import now
from portal.errors import Conflict, NotFound
from portal.lounge.actions.hosting import set_table
from portal.lounge.actions.sitting import changed, note_meeting
from portal.lounge.actions.turns import take_turn
from portal.lounge.events import IntroductionMoved
from portal.lounge.models import LoungeIntroduction, LoungeTable, LoungeTopics, LoungeWait
from portal.lounge.queries import lounge_to_meet_in, matches_in
from portal.lounge.rules import MOST_MISSED, Met, Outcome, TableDraft
from portal.store.work import Work

OVER = "This introduction is over. You are still in the queue, if you were before."


def ask(work: Work, actor: Actor, topics: Sequence[str]) -> None:
    """Wait to be introduced to somebody; asking again says that one is still here, and what one likes to talk about."""
    workshop = lounge_to_meet_in(work, actor)
    require(actor, Permission.SPEAK_UP, workshop)
    take_turn(work, workshop.id)
    at, me = now(), actor.known_id
    kept = work.session.get(LoungeTopics, (workshop.id, me))
    if kept is None:
        work.add(LoungeTopics(workshop_id=workshop.id, person_id=me, tags=list(topics)))
    else:
        kept.tags = list(topics)
    wait = _wait(work, workshop.id, me)
    if wait is None:
        work.add(LoungeWait(workshop_id=workshop.id, person_id=me, since=at, seen_at=at))
    else:
        wait.seen_at, wait.missed = at, 0
    introduce(work, workshop.id, at)


def leave_queue(work: Work, actor: Actor) -> None:
    """Wait no longer; whom one was told of waits on for somebody else. Twice is the same as once."""
    workshop = lounge_to_meet_in(work, actor)
    take_turn(work, workshop.id)
    wait = _wait(work, workshop.id, actor.known_id)
    if wait is not None:
        drop_wait(work, wait, now())
        introduce(work, workshop.id, now())


def answer(work: Work, actor: Actor, introduction_id: int, *, is_yes: bool) -> LoungeTable | None:
    """Say whether one would like to meet; returns the table as soon as both would.

    Who is declined is told no more than that it did not work out, and the two are never introduced again. Raises Conflict
    where the time is over.
    """
    workshop = lounge_to_meet_in(work, actor)
    turn = take_turn(work, workshop.id)
    told = work.get_in(workshop.id, LoungeIntroduction, introduction_id)
    work.session.refresh(told)
    me, at = actor.known_id, now()
    if me not in told.people:
        raise NotFound
    if told.outcome == Outcome.ACCEPTED and told.table_id is not None and is_yes:
        return work.get(LoungeTable, told.table_id)
    if told.outcome != Outcome.OPEN:
        raise Conflict(OVER)
    if not is_yes:
        end(work, told, Outcome.DECLINED, at)
        introduce(work, workshop.id, at)
        return None
    told.is_first_willing |= me == told.first_id
    told.is_second_willing |= me == told.second_id
    tell(work, told)
    if not (told.is_first_willing and told.is_second_willing):
        return None
    return _seat_for_two(work, told, turn, at)


def introduce(work: Work, workshop_id: int, at: datetime) -> None:
    """Tell of each other all those in the queue who can be, within a turn that was taken."""
    work.session.flush()
    for match in matches_in(work, workshop_id, at):
        told = work.add(
            LoungeIntroduction(
                workshop_id=workshop_id,
                first_id=match.first_id,
                second_id=match.second_id,
                reason=match.reason,
                proposed_at=at,
            )
        )
        for one in told.people:
            wait = _wait(work, workshop_id, one)
            if wait is not None:
                wait.introduction_id = told.id
        tell(work, told)
    work.session.flush()


def end(work: Work, told: LoungeIntroduction, outcome: Outcome, at: datetime) -> None:
    """An introduction comes to nothing, and both wait on; who was silent too often is taken out of the queue."""
    told.outcome = outcome
    kind = Met.DECLINED if outcome == Outcome.DECLINED else Met.MISSED
    note_meeting(work, told.workshop_id, told.people, kind, at)
    for one in told.people:
        wait = _wait(work, told.workshop_id, one)
        if wait is None:
            continue
        wait.introduction_id = None
        if outcome == Outcome.MISSED and not told.is_willing(one):
            wait.missed += 1
            if wait.missed >= MOST_MISSED:
                work.session.delete(wait)
    work.session.flush()
    tell(work, told)


def drop_wait(work: Work, wait: LoungeWait, at: datetime) -> None:
    """Take somebody out of the queue, within a turn that was taken."""
    told_id = wait.introduction_id
    workshop_id, person_id = wait.workshop_id, wait.person_id
    work.session.delete(wait)
    work.session.flush()
    told = work.session.get(LoungeIntroduction, told_id) if told_id else None
    if told is not None and told.outcome == Outcome.OPEN:
        told.is_first_willing |= told.first_id != person_id  # who was left did not miss anything
        told.is_second_willing |= told.second_id != person_id
        end(work, told, Outcome.MISSED, at)
    work.announce(IntroductionMoved(lounge=workshop_id, person=person_id))


def tell(work: Work, told: LoungeIntroduction) -> None:
    """The pages of both look again."""
    for one in told.people:
        work.announce(IntroductionMoved(lounge=told.workshop_id, person=one))


def _seat_for_two(work: Work, told: LoungeIntroduction, turn: int, at: datetime) -> LoungeTable:
    """Both would like to meet: a small locked table for them, and they are out of the queue."""
    draft = TableDraft("A table for two", seats=2, is_locked=True)
    table = set_table(work, told.workshop_id, turn, draft, told.first_id)
    told.outcome, told.table_id = Outcome.ACCEPTED, table.id
    work.session.flush()
    changed(work, table, turn)
    note_meeting(work, told.workshop_id, told.people, Met.INTRODUCED, at)
    for one in told.people:
        wait = _wait(work, told.workshop_id, one)
        if wait is not None:
            work.session.delete(wait)
    work.session.flush()
    return table


def _wait(work: Work, workshop_id: int, person_id: int) -> LoungeWait | None:
    return work.session.get(LoungeWait, (workshop_id, person_id))
