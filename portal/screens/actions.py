"""The link and the code of a hall, made, replaced and ended; guests let in, and out again within two seconds."""

from sqlalchemy import select

from portal.access import Actor, Permission, require
from portal.accounts.models import Person
from portal.accounts.rules import hash_of, new_token
from portal.audit.actions import record
from portal.clock import now
from portal.errors import Conflict, NotFound
from portal.events import Eviction
from portal.screens.models import HallCode, HallGuest, ScreenLink
from portal.screens.queries import (
    NO_CODE,
    code_of,
    code_to_use,
    guest_count,
    guests_of,
    link_of,
    stage_to_run,
)
from portal.screens.rules import GUEST_LASTS, GUEST_MARK, GUEST_NAME, MOST_GUESTS, new_code
from portal.stage.models import Stage
from portal.store.work import Work


def make_link(work: Work, actor: Actor, stage_id: int) -> str:
    """The token of a new screen link; an older one of the same stage stops working."""
    stage = _locked(work, actor, stage_id)
    token = new_token()
    link = link_of(work, stage.id)
    if link is None:
        link = ScreenLink(stage_id=stage.id, workshop_id=stage.workshop_id)
        work.session.add(link)
    link.token_hash, link.created_at = hash_of(token), now()
    work.session.flush()
    record(work, actor, "screens.make_link", stage.name)
    return token


def end_link(work: Work, actor: Actor, stage_id: int) -> None:
    """Let the screen link stop working; ending twice is the same as once."""
    stage = _locked(work, actor, stage_id)
    link = link_of(work, stage.id)
    if link is not None:
        work.session.delete(link)
        work.session.flush()
        record(work, actor, "screens.end_link", stage.name)


def renew_code(work: Work, actor: Actor, stage_id: int) -> HallCode:
    """A new code; who came in by the old one is out and may come in by the new one."""
    stage = _locked(work, actor, stage_id)
    found = code_of(work, stage.id)
    if found is None:
        found = HallCode(stage_id=stage.id, workshop_id=stage.workshop_id, lets_guests_in=False)
        work.session.add(found)
    with work.session.no_autoflush:
        found.code, found.created_at = _free_code(work), now()
    work.session.flush()
    _send_out(work, stage)
    record(work, actor, "screens.renew_code", stage.name)
    return found


def close_code(work: Work, actor: Actor, stage_id: int) -> None:
    """Let the code stop working; whoever came in by it is out, and guests have to be allowed anew."""
    stage = _locked(work, actor, stage_id)
    found = code_of(work, stage.id)
    if found is not None:
        _send_out(work, stage)
        work.session.delete(found)
        work.session.flush()
        record(work, actor, "screens.close_code", stage.name)


def allow_guests(work: Work, actor: Actor, stage_id: int, *, is_on: bool) -> None:
    """Let people without an account ask and vote with the code, or no longer; those who did are out then."""
    stage = _locked(work, actor, stage_id)
    require(actor, Permission.LET_GUESTS_IN, stage)
    found = code_of(work, stage.id)
    if found is None:
        raise Conflict("Make a code first; guests come in by it.")
    found.lets_guests_in = is_on
    if not is_on:
        _send_out(work, stage)
    work.session.flush()
    record(work, actor, "screens.allow_guests", stage.name, is_on=is_on)


def join(work: Work, code: str) -> str:
    """Let a browser in as a guest; its token. Raises NotFound where the code lets nobody in."""
    _, stage, _ = code_to_use(work, code)
    work.lock(stage)
    newest = select(HallCode).where(HallCode.code == code, HallCode.lets_guests_in)
    if work.session.scalars(newest.execution_options(populate_existing=True)).one_or_none() is None:
        raise NotFound(NO_CODE)
    if guest_count(work, stage.id) >= MOST_GUESTS:
        raise Conflict("The hall is full. Sign in instead, or ask the organizers.")
    person = work.add(Person(name=GUEST_NAME, created_at=now()))
    token = GUEST_MARK + new_token()
    work.add(
        HallGuest(
            person_id=person.id,
            stage_id=stage.id,
            workshop_id=stage.workshop_id,
            token_hash=hash_of(token),
            expires_at=now() + GUEST_LASTS,
        )
    )
    return token


def _locked(work: Work, actor: Actor, stage_id: int) -> Stage:
    """Two who run the same screen take turns."""
    stage = stage_to_run(work, actor, stage_id)
    work.lock(stage)
    return stage


def _send_out(work: Work, stage: Stage) -> None:
    """End what the guests of a stage were let into; what they asked and voted stays."""
    for guest in guests_of(work, stage.id):
        work.announce(Eviction(person_id=guest.person_id, workshop_id=guest.workshop_id))
        work.session.delete(guest)
    work.session.flush()


def _free_code(work: Work) -> str:
    while True:
        code = new_code()
        if work.session.scalar(select(HallCode.stage_id).where(HallCode.code == code)) is None:
            return code
