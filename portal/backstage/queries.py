"""Backstage, read: what is on, the signal, the queue of hands, and one's own."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import func, select, tuple_

from portal.access import Actor, Permission, require
from portal.backstage.events import BackstageTold, HandSeen, HandTold, OnSeen, SignalSeen
from portal.backstage.models import Hand
from portal.backstage.rules import UP, HandState, On
from portal.clock import now
from portal.errors import NotFound
from portal.programme.models import ProgrammeSession, Talk
from portal.programme.queries import sessions_of
from portal.programme.rules import State, state_of
from portal.stage.models import Backstage, Stage
from portal.stage.queries import stage_to_see
from portal.stage.rules import on_air, talk_on
from portal.store.work import Work


def workshop_of_hand(work: Work, hand_id: int) -> int:
    """The workshop of a raised hand; raises NotFound."""
    return work.known(("hand", hand_id), lambda: work.get(Hand, hand_id).workshop_id)


def stage_at(work: Work, actor: Actor, slug: str) -> Stage:
    """The stage with this address, for accepted people."""
    found = stage_to_see(work, actor, slug)
    if found is None:
        raise NotFound
    return found


def backstage_for(work: Work, actor: Actor, permission: Permission, stage_id: int) -> Backstage:
    """What is behind a stage, for somebody who may do this there."""
    found = select(Backstage).where(
        Backstage.stage_id == stage_id, Backstage.workshop_id == actor.workshop_id
    )
    row = work.session.scalars(found).one_or_none()
    if row is None:
        raise NotFound
    require(actor, permission, row)
    return work.hold(row)


def on_stage(work: Work, row: Backstage, at: datetime) -> On | None:
    """What is on, or else comes next; none when nothing more comes."""
    return _on(sessions_of(work, row.workshop_id), row.stage_id, at)


def hands_up(work: Work, stage_id: int) -> list[Hand]:
    """The queue, in the order in which the hands were raised."""
    found = select(Hand).where(Hand.stage_id == stage_id, Hand.state.in_(UP))
    return [work.hold(hand) for hand in work.session.scalars(found.order_by(Hand.raised_at, Hand.id))]


def waiting_on(work: Work, stage_id: int) -> int:
    """How many hands are up."""
    found = select(func.count()).select_from(Hand).where(Hand.stage_id == stage_id, Hand.state.in_(UP))
    return work.session.scalar(found) or 0


def own_hand(work: Work, actor: Actor, stage_id: int) -> Hand | None:
    """This person's hand, if it was ever raised on this stage."""
    mine = select(Hand).where(Hand.stage_id == stage_id, Hand.person_id == actor.known_id)
    return work.session.scalars(mine).one_or_none()


def told_of(row: Backstage, hand: Hand | None, person_id: int) -> HandTold:
    """How a hand stands, for its person; without one it is down."""
    state = HandState(hand.state) if hand else HandState.LOWERED
    return HandTold(
        stage=row.stage_id,
        person=person_id,
        version=hand.version if hand else 0,
        state=state,
        meeting=row.meeting_url if state == HandState.CALLED else "",
    )


def hand_wire(hand: Hand) -> HandSeen:
    """A hand as the queue shows it."""
    return HandSeen(
        id=hand.id,
        person={"id": hand.person_id, "name": hand.person_name, "role": hand.person_role},
        state=hand.state,
        raised_at=hand.raised_at.isoformat(),
    )


def signal_wire(row: Backstage) -> SignalSeen | None:
    """The signal, if one is shown."""
    return SignalSeen(signal=row.signal, address=row.signal_for) if row.signal else None


def on_wire(on: On | None) -> OnSeen | None:
    if on is None:
        return None
    return OnSeen(
        address=on.address,
        title=on.title,
        speakers=list(on.speakers),
        starts_at=on.starts_at.isoformat() if on.starts_at else None,
        ends_at=on.ends_at.isoformat() if on.ends_at else None,
        is_now=on.is_now,
    )


def backstages_told(work: Work, stage_ids: Collection[int]) -> list[BackstageTold]:
    """The head of each, and what is on."""
    rows = work.session.scalars(select(Backstage).where(Backstage.stage_id.in_(stage_ids))).all()
    sessions = {one: sessions_of(work, one) for one in {row.workshop_id for row in rows}}
    at = now()
    return [
        BackstageTold(
            stage=row.stage_id,
            head=row.head,
            on=on_wire(_on(sessions[row.workshop_id], row.stage_id, at)),
        )
        for row in rows
    ]


def hands_told(work: Work, whose: Collection[tuple[int, int]]) -> list[HandTold]:
    """How the hands of these people (stage, person) stand; of those who never raised one nothing is told."""
    found = select(Hand, Backstage).join(Backstage, Backstage.stage_id == Hand.stage_id)
    here = found.where(tuple_(Hand.stage_id, Hand.person_id).in_(list(whose)))
    return [told_of(row, hand, hand.person_id) for hand, row in work.session.execute(here)]


def _on(sessions: Sequence[ProgrammeSession], stage_id: int, at: datetime) -> On | None:
    session = on_air((one for one in sessions if one.stage_id == stage_id), at)
    if session is None or state_of(session, at) == State.PAST:
        return None
    talk = talk_on(session.talks, at)
    entry: ProgrammeSession | Talk = talk or session
    return On(
        address=f"t{talk.id}" if talk else f"s{session.id}",
        session_id=session.id,
        title=entry.title,
        speakers=tuple(entry.speaker_names),
        starts_at=entry.starts_at,
        ends_at=entry.ends_at,
        is_now=state_of(session, at) == State.NOW,
    )
