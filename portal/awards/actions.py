"""The vote for the best poster, changed: opened and closed by an organizer, voted in by everybody."""

from sqlalchemy import select, update

from portal.access import Actor
from portal.audit.actions import record
from portal.awards.events import VoteMoved
from portal.awards.models import AwardVote, AwardVoting
from portal.awards.queries import places_in, workshop_to_lead, workshop_to_vote_in
from portal.awards.rules import BEST_POSTER, State, check_turn, check_vote, winners
from portal.clock import now
from portal.posters.models import Poster
from portal.posters.queries import presents, seen_by
from portal.store.upsert import upsert
from portal.store.work import Work


def set_state(work: Work, actor: Actor, wanted: str) -> None:
    """Open the vote, close it, or open it again; what it is already changes nothing. Closed, it marks the winners."""
    workshop = workshop_to_lead(work, actor)
    # Two organizers at once take turns, also before there is a vote to hold.
    work.lock(workshop)
    row = work.session.get(AwardVoting, workshop.id)
    check_turn(row.state if row else State.NOT_YET, wanted)
    if row is None:
        row = work.add(AwardVoting(workshop_id=workshop.id, state=State.NOT_YET, head=0, moved_at=now()))
    work.lock(row)
    if row.state == wanted:
        return
    row.state, row.head, row.moved_at = wanted, row.head + 1, now()
    work.session.flush()
    _mark(work, workshop.id, winners(places_in(work, workshop.id)) if wanted == State.CLOSED else frozenset())
    work.announce(VoteMoved(workshop=workshop.id, head=row.head, state=row.state))
    record(work, actor, "awards.set_state", "the vote for the best poster", state=str(wanted))


def vote(work: Work, actor: Actor, poster_id: int) -> None:
    """Vote for a poster in place of what one voted for before; raises Conflict where it cannot count."""
    workshop = workshop_to_vote_in(work, actor)
    poster = work.get_in(workshop.id, Poster, poster_id)
    # Held until the end: nobody votes while the votes are being counted.
    found = select(AwardVoting.state).where(AwardVoting.workshop_id == workshop.id).with_for_update(read=True)
    state = work.session.scalars(found).one_or_none()
    check_vote(
        state or State.NOT_YET,
        has_seen=poster.id in seen_by(work, actor),
        is_own=presents(work, actor, poster.id),
    )
    voice = {"poster_id": poster.id, "voted_at": now()}
    mine = upsert(work, AwardVote).values(workshop_id=workshop.id, person_id=actor.known_id, **voice)
    work.session.execute(mine.on_conflict_do_update(index_elements=["workshop_id", "person_id"], set_=voice))


def _mark(work: Work, workshop_id: int, won: frozenset[int]) -> None:
    """The winners carry what they have won, and nobody else does."""
    here = update(Poster).where(Poster.workshop_id == workshop_id)
    work.session.execute(here.where(Poster.award != "", Poster.id.not_in(won)).values(award=""))
    work.session.execute(here.where(Poster.award == "", Poster.id.in_(won)).values(award=BEST_POSTER))
