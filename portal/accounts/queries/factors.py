"""Second factors, and sign-ins that wait for one, read."""

from sqlalchemy import func, select

from portal.access import Actor
from portal.accounts.models import Person, RecoveryCode, SecondFactor, SignIn
from portal.accounts.rules import hash_of
from portal.clock import now
from portal.errors import NotFound
from portal.store.work import Work

BEGIN_ANEW = "Too much time has passed. Please sign in again from the beginning."


def has_factor(work: Work, person_id: int) -> bool:
    """Whether somebody has a second factor that counts."""
    factor = work.session.get(SecondFactor, person_id)
    return factor is not None and factor.confirmed_at is not None


def own_factor(work: Work, actor: Actor) -> SecondFactor | None:
    """One's own second factor, confirmed or just begun."""
    return work.session.get(SecondFactor, actor.known_id)


def factor_to_confirm(work: Work, actor: Actor) -> SecondFactor:
    """The second factor that one has begun to set up; raises NotFound."""
    factor = own_factor(work, actor)
    if factor is None or factor.confirmed_at is not None:
        raise NotFound("There is no second factor to set up. Begin on the page of your second factor.")
    return factor


def recovery_codes_left(work: Work, actor: Actor) -> int:
    found = select(func.count()).where(
        RecoveryCode.person_id == actor.known_id, RecoveryCode.used_at.is_(None)
    )
    return work.session.scalar(found) or 0


def half_sign_in(work: Work, token: str | None) -> tuple[SignIn, Person] | None:
    """The sign-in of this browser that waits for its second factor, and whose it is; None when it has ended."""
    if token is None:
        return None
    mine = select(SignIn).where(SignIn.token_hash == hash_of(token), SignIn.is_half.is_(True))
    found = work.session.scalars(mine).one_or_none()
    if found is None or found.ended_at is not None or found.expires_at <= now():
        return None
    return work.hold(found), work.hold(found.person)


def half_to_finish(work: Work, token: str | None) -> tuple[SignIn, Person]:
    """The same; raises NotFound with the remedy when there is none."""
    found = half_sign_in(work, token)
    if found is None:
        raise NotFound(BEGIN_ANEW)
    return found
