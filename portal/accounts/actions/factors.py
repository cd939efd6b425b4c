"""Second factors: set up, asked for, taken away."""

import hmac

import pyotp
from sqlalchemy import delete, select

from portal.access import Actor, Permission, require
from portal.accounts.actions import end_other_sign_ins, start_sign_in, tell_of_device
from portal.accounts.models import Person, RecoveryCode, SecondFactor, SignIn
from portal.accounts.queries.factors import factor_to_confirm, half_to_finish, has_factor, own_factor
from portal.accounts.rules import Device
from portal.accounts.rules.factors import (
    RECOVERY_CODES,
    STEP_SECONDS,
    hash_of_code,
    new_recovery_code,
    plain_code,
)
from portal.audit.actions import record
from portal.clock import now
from portal.errors import Conflict, Invalid
from portal.events import Eviction
from portal.mail.actions import write
from portal.store.work import Work

WRONG = "This code is not right, or it was used already. Wait for the next one and try again."


def begin(work: Work, actor: Actor) -> SecondFactor:
    """A new secret, which counts once it is confirmed; raises Conflict where one counts already."""
    work.lock(work.get(Person, actor.known_id))
    factor = own_factor(work, actor)
    if factor is None:
        secret = pyotp.random_base32()
        return work.add(SecondFactor(person_id=actor.known_id, secret=secret, created_at=now()))
    if factor.confirmed_at is not None:
        raise Conflict("You have a second factor already. Remove it first to set up another.")
    factor.secret, factor.created_at, factor.last_step = pyotp.random_base32(), now(), 0
    return factor


def address_of(factor: SecondFactor, account: str, site: str) -> str:
    """What a QR code tells an authenticator app."""
    return pyotp.TOTP(factor.secret).provisioning_uri(name=account, issuer_name=site)


def confirm(work: Work, actor: Actor, code: str) -> list[str]:
    """Let it count, after a first code; the recovery codes, which nobody sees again.

    Every other browser is signed out, since it came in without one. Raises Invalid for a wrong code.
    """
    factor = factor_to_confirm(work, actor)
    work.lock(factor)
    _use_step(factor, code)
    factor.confirmed_at = now()
    end_other_sign_ins(work, actor)
    work.announce(Eviction(person_id=actor.known_id))
    _tell(work, actor.known_id, "Your second factor is set up", "a second factor now protects your account")
    return _new_codes(work, actor.known_id)


def check(work: Work, person_id: int, code: str) -> None:
    """Take a code of the app, or a recovery code, once; raises Invalid."""
    factor = work.get(SecondFactor, person_id)
    work.lock(factor)
    try:
        _use_step(factor, code)
    except Invalid:
        _use_recovery_code(work, person_id, code)


def finish_sign_in(work: Work, half_token: str | None, code: str, device: Device) -> str:
    """The token of the whole sign-in, for a right code; the half one is over then."""
    half, person = half_to_finish(work, half_token)
    work.lock(half)
    half, person = half_to_finish(work, half_token)
    if has_factor(work, person.id):  # an operator may have taken it away meanwhile
        check(work, person.id, code)
    half.ended_at = now()
    tell_of_device(work, person.id, device)
    return start_sign_in(work, person.id, agent=device.agent, days=device.days, how=half.how)


def remove(work: Work, actor: Actor, code: str) -> None:
    """Take one's own second factor away, with a code of it."""
    check(work, actor.known_id, code)
    _forget(work, actor.known_id)
    _tell(
        work, actor.known_id, "Your second factor was removed", "the second factor was taken off your account"
    )


def renew_codes(work: Work, actor: Actor, code: str) -> list[str]:
    """Ten new recovery codes in place of the old ones, with a code of the app."""
    check(work, actor.known_id, code)
    return _new_codes(work, actor.known_id)


def reset(work: Work, actor: Actor, person: Person) -> None:
    """Take somebody's second factor away who lost it, and sign them out everywhere; for operators."""
    require(actor, Permission.RESET_SECOND_FACTOR, person)
    if work.session.get(SecondFactor, person.id) is None:
        raise Conflict(f"{person.email} has no second factor.")
    _forget(work, person.id)
    for one in work.session.scalars(
        select(SignIn).where(SignIn.person_id == person.id, SignIn.ended_at.is_(None))
    ):
        one.ended_at = now()
        work.announce(Eviction(sign_in_id=one.id))
    record(work, actor, "accounts.reset_second_factor", "the second factor", person=(person.id, person.name))
    _tell(
        work, person.id, "Your second factor was reset", "an operator took the second factor off your account"
    )


def _use_step(factor: SecondFactor, code: str) -> None:
    """Take a code of this moment, or of half a minute before or after, and none that is older than the last one."""
    typed = plain_code(code).encode()
    present = int(now().timestamp()) // STEP_SECONDS
    totp = pyotp.TOTP(factor.secret)
    for step in (present - 1, present, present + 1):
        if step > factor.last_step and hmac.compare_digest(totp.generate_otp(step).encode(), typed):
            factor.last_step = step
            return
    raise Invalid(WRONG, fields={"code": WRONG})


def _use_recovery_code(work: Work, person_id: int, code: str) -> None:
    found = select(RecoveryCode).where(
        RecoveryCode.person_id == person_id,
        RecoveryCode.code_hash == hash_of_code(code),
        RecoveryCode.used_at.is_(None),
    )
    row = work.session.scalars(found).one_or_none()
    if row is None:
        raise Invalid(WRONG, fields={"code": WRONG})
    row.used_at = now()


def _new_codes(work: Work, person_id: int) -> list[str]:
    work.session.execute(delete(RecoveryCode).where(RecoveryCode.person_id == person_id))
    codes = [new_recovery_code() for _ in range(RECOVERY_CODES)]
    work.session.add_all(RecoveryCode(person_id=person_id, code_hash=hash_of_code(code)) for code in codes)
    return codes


def _forget(work: Work, person_id: int) -> None:
    work.session.execute(delete(RecoveryCode).where(RecoveryCode.person_id == person_id))
    work.session.delete(work.get(SecondFactor, person_id))
    work.session.flush()
    work.announce(Eviction(person_id=person_id))


def _tell(work: Work, person_id: int, subject: str, what: str) -> None:
    person = work.get(Person, person_id)
    text = (
        f"Hello,\n\n{what} just now.\n\n"
        "If that was not you, sign in by a link and tell the people who run this portal.\n"
    )
    if person.email:
        write(work, to=person.email, subject=subject, text=text)
