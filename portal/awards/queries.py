"""The vote for the best poster, read; what was voted for is told when the vote is closed and not before."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import exists, func, select
from sqlalchemy.orm import defer

from portal.access import Actor, Permission, may, require
from portal.awards.models import AwardVote, AwardVoting
from portal.awards.rules import Place, State, ranked
from portal.posters.models import Poster, PosterPresenter
from portal.posters.queries import seen_by
from portal.registrations.models import Registration
from portal.registrations.rules import State as RegistrationState
from portal.store.work import Work
from portal.workshops.models import Workshop
from portal.workshops.queries import workshop_of


@dataclass(frozen=True)
class Voting:
    """The vote as one person sees it.

    `choices`: the posters that they may vote for, while it is open; `voters`: how many have voted, for those who lead
    it; `places`: the result when it is closed, all of it for those who lead it and the winners for everybody else.
    """

    state: str
    head: int
    may_lead: bool
    choices: tuple[Poster, ...] = ()
    chosen: int | None = None
    voters: int | None = None
    places: tuple[tuple[Place, Poster], ...] = ()

    @property
    def winners(self) -> tuple[tuple[Place, Poster], ...]:
        return tuple(one for one in self.places if one[0].rank == 1)


def workshop_to_vote_in(work: Work, actor: Actor) -> Workshop:
    """The workshop, for those who may vote there."""
    workshop = workshop_of(work, actor)
    require(actor, Permission.VOTE_AWARD, workshop)
    return workshop


def workshop_to_lead(work: Work, actor: Actor) -> Workshop:
    """The workshop, for those who open and close its vote."""
    workshop = workshop_of(work, actor)
    require(actor, Permission.LEAD_AWARDS, workshop)
    return workshop


def voting_to_see(work: Work, actor: Actor) -> Voting:
    """The vote as this person may see it."""
    workshop = workshop_to_vote_in(work, actor)
    row = work.session.get(AwardVoting, workshop.id)
    may_lead = may(actor, Permission.LEAD_AWARDS, workshop)
    if row is None:
        return Voting(State.NOT_YET, 0, may_lead)
    if row.state == State.OPEN:
        return Voting(
            row.state,
            row.head,
            may_lead,
            choices=_choices(work, actor, workshop.id),
            chosen=chosen_by(work, actor),
            voters=_voters(work, workshop.id) if may_lead else None,
        )
    places = places_in(work, workshop.id)
    told = [place for place in places if may_lead or place.rank == 1]
    posters = _posters(work, [place.poster_id for place in told])
    return Voting(
        row.state,
        row.head,
        may_lead,
        voters=sum(place.votes for place in places),
        places=tuple((place, posters[place.poster_id]) for place in told),
    )


def chosen_by(work: Work, actor: Actor) -> int | None:
    """What this person voted for, as the store has it."""
    mine = select(AwardVote.poster_id).where(
        AwardVote.workshop_id == actor.workshop_id, AwardVote.person_id == actor.known_id
    )
    return work.session.scalars(mine).one_or_none()


def places_in(work: Work, workshop_id: int) -> tuple[Place, ...]:
    """The votes of people who are still let in, and who have not become presenters of what they voted for."""
    is_own = exists().where(
        PosterPresenter.poster_id == AwardVote.poster_id, PosterPresenter.person_id == AwardVote.person_id
    )
    found = (
        select(AwardVote.poster_id, func.count().label("votes"))
        .join(
            Registration,
            (Registration.workshop_id == AwardVote.workshop_id)
            & (Registration.person_id == AwardVote.person_id),
        )
        .where(
            AwardVote.workshop_id == workshop_id, Registration.state == RegistrationState.ACCEPTED, ~is_own
        )
        .group_by(AwardVote.poster_id)
    )
    return ranked({row.poster_id: row.votes for row in work.session.execute(found)})


def heads_of(work: Work, workshop_ids: Collection[int]) -> list[AwardVoting]:
    """The votes of these workshops, as far as there are any."""
    return list(
        work.session.scalars(select(AwardVoting).where(AwardVoting.workshop_id.in_(list(workshop_ids))))
    )


def _choices(work: Work, actor: Actor, workshop_id: int) -> tuple[Poster, ...]:
    seen = seen_by(work, actor)
    own = select(PosterPresenter.poster_id).where(PosterPresenter.person_id == actor.known_id)
    found = (
        select(Poster)
        .where(Poster.workshop_id == workshop_id, Poster.id.in_(seen), Poster.id.not_in(own))
        .options(defer(Poster.abstract))
        .order_by(Poster.position, Poster.id)
    )
    return tuple(work.session.scalars(found))


def _voters(work: Work, workshop_id: int) -> int:
    return (
        work.session.scalar(
            select(func.count()).select_from(AwardVote).where(AwardVote.workshop_id == workshop_id)
        )
        or 0
    )


def _posters(work: Work, ids: Collection[int]) -> dict[int, Poster]:
    found = select(Poster).where(Poster.id.in_(list(ids))).options(defer(Poster.abstract))
    return {poster.id: poster for poster in work.session.scalars(found)}
