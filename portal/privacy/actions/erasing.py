"""Erase somebody: asked for, undone in time, and done step by step; each step is safe to repeat."""

from collections.abc import Sequence

from sqlalchemy import String, Table, cast, delete, or_, select, update

from portal.access import Actor, Permission, require
from portal.accounts.models import Address, LeftAddress, Person, SignIn
from portal.accounts.queries import person_with
from portal.accounts.rules import digest_of_left
from portal.archives.models import WorkshopArchive
from portal.audit.actions import record
from portal.clock import now
from portal.errors import Conflict, Invalid, NotFound
from portal.events import Eviction
from portal.files.models import StoredFile
from portal.mail.actions import write
from portal.mail.models import Mail
from portal.privacy.actions.nobody import nobody
from portal.privacy.actions.rows import (
    Found,
    count_votes_anew,
    drop_files,
    find_names,
    forget_person,
    replace_names,
    votes_of,
)
from portal.privacy.models import ErasureRequest
from portal.privacy.queries.erasing import own_request, person_count, sole_workshops
from portal.privacy.queries.tables import shelves
from portal.privacy.rules import GRACE, is_telling
from portal.registrations.models import Registration
from portal.registrations.queries import registration_of
from portal.store.base import Base
from portal.store.jobs import Job
from portal.store.upsert import upsert
from portal.store.work import Work
from portal.threads.actions import forget_author, forget_name
from portal.threads.models import Message
from portal.workshops.models import Workshop
from portal.workshops.queries import workshop_of


def ask(
    work: Work, actor: Actor, workshop_id: int | None, *, is_at_once: bool, base_url: str
) -> ErasureRequest:
    """Ask to be erased, in one workshop or everywhere; asking again only makes it sooner.

    Raises Conflict for the last organizer of a workshop, with what to do.
    """
    person = work.get(Person, actor.known_id)
    work.lock(person)
    if workshop_id is not None and registration_of(work, workshop_id, person.id) is None:
        raise NotFound
    _refuse_last(work, person.id, workshop_id)
    return _request(work, actor, person, workshop_id, is_at_once=is_at_once, base_url=base_url)


def ask_for(work: Work, actor: Actor, email: str, *, base_url: str) -> ErasureRequest:
    """Let somebody be erased from this workshop, by its organizers; the person is told and nothing happens for 7 days."""
    workshop = workshop_of(work, actor)
    require(actor, Permission.ERASE_PERSON, workshop)
    person = person_with(work, email)
    if person is None or registration_of(work, workshop.id, person.id) is None:
        told = "Nobody with this address has a registration here."
        raise Invalid(told, fields={"email": told})
    work.lock(person)
    _refuse_last(work, person.id, workshop.id)
    asked = _request(work, actor, person, workshop.id, is_at_once=False, base_url=base_url)
    record(work, actor, "privacy.erase", "A person, in this workshop", person=(person.id, person.name))
    return asked


def ask_by_operator(work: Work, email: str) -> ErasureRequest:
    """Erase somebody everywhere and at once, by the command of the operator."""
    person = person_with(work, email)
    if person is None:
        raise NotFound("Nobody has this address.")
    _refuse_last(work, person.id, None)
    return _request(work, Actor(), person, None, is_at_once=True, base_url="")


def undo(work: Work, actor: Actor, request_id: int) -> None:
    """Take it back, as long as nothing has happened. Raises NotFound for what is not one's own, Conflict afterwards."""
    request = own_request(work, actor, request_id)
    work.lock(request)
    if request.begun_at is not None:
        raise Conflict("It has begun already and cannot be taken back.")
    work.session.delete(request)


def begin(work: Work, request_id: int) -> ErasureRequest | None:
    """Let a due request begin: from here on nobody is signed in as this person. None where nothing is to be done."""
    request = work.session.get(ErasureRequest, request_id)
    if request is None:
        return None
    work.lock(request)
    person = work.session.get(Person, request.person_id) if request.person_id else None
    if request.done_at is not None or request.due_at > now() or person is None:
        return None
    if request.begun_at is None:
        sole = sole_workshops(work, person.id, request.workshop_id)
        if sole:
            request.done_at, request.refused = now(), _last_organizer(sole)[:300]
            return None
        request.begun_at = now()
        request.names = _names_of(work, person)
    work.session.flush()
    if request.workshop_id is None:
        work.session.execute(delete(SignIn).where(SignIn.person_id == person.id))
        work.announce(Eviction(person_id=person.id))
    else:
        work.announce(Eviction(person_id=person.id, workshop_id=request.workshop_id))
    return work.hold(request)


def forget_messages(work: Work, request_id: int) -> int:
    """Empty the next messages; how many, 0 when all are."""
    request = work.get(ErasureRequest, request_id)
    return forget_author(work, _person_id(request), nobody(work), workshop_id=request.workshop_id)


def forget_rows(work: Work, request_id: int) -> None:
    """Let go of files and rows, and of the name beside what stays."""
    request = work.get(ErasureRequest, request_id)
    person_id, workshop_id, ghost = _person_id(request), request.workshop_id, nobody(work)
    uploaded = StoredFile.uploader_id == person_id
    drop_files(
        work,
        uploaded if workshop_id is None else uploaded & (StoredFile.workshop_id == workshop_id),
        person_id,
    )
    voted, polled = votes_of(work, person_id)
    _drop_archives(work, person_id, workshop_id)
    if workshop_id is None:
        _drop_jobs(work, person_id)
    forget_name(work, person_id, ghost, workshop_id=workshop_id)
    # Addresses last: by them mails are found.
    for shelf in sorted(shelves(), key=lambda one: one.name == "addresses"):
        is_account = not shelf.personal.is_of_workshop
        if not (is_account and (workshop_id is not None or shelf.name == "addresses")):
            forget_person(work, shelf, person_id, ghost, workshop_id)
    count_votes_anew(work, voted, polled)
    # Once more: until now a page may have been let in again.
    work.announce(Eviction(person_id=person_id, workshop_id=workshop_id))


def tables_to_read() -> list[Table]:
    """Every table in whose words a name may stand; an erasure forgets its own names at its end."""
    return [
        table
        for name, table in sorted(Base.metadata.tables.items())
        if name not in {"people", "addresses", "erasures"}
    ]


def find_in(work: Work, request_id: int, table: Table) -> list[Found]:
    """Where the names of this person stand in a table."""
    request = work.get(ErasureRequest, request_id)
    return find_names(work, table, request.names, request.workshop_id)


def replace_in(work: Work, request_id: int, found: Sequence[Found]) -> None:
    """Put a word that names nobody in the place of the names that were found."""
    request = work.get(ErasureRequest, request_id)
    replace_names(work, found, request.names)


def finish(work: Work, request_id: int, pepper: str) -> None:
    """The last step: the account itself, and that it is done. Only a keyed hash of the addresses stays."""
    request = work.get(ErasureRequest, request_id)
    person_id = _person_id(request)
    request.done_at, request.names = now(), []
    if request.workshop_id is not None:
        record(work, Actor(workshop_id=request.workshop_id), "privacy.erased", "A person")
        return
    for email in work.session.scalars(select(Address.email).where(Address.person_id == person_id)).all():
        row = upsert(work, LeftAddress).values(digest=digest_of_left(email, pepper), left_at=now())
        work.session.execute(row.on_conflict_do_nothing())
    work.session.execute(
        update(ErasureRequest)
        .where(ErasureRequest.person_id == person_id)
        .values(
            done_at=now(),
            names=[],
            person_id=None,
        )
    )
    work.session.execute(delete(Person).where(Person.id == person_id))
    work.announce(Eviction(person_id=person_id))


def _request(
    work: Work, actor: Actor, person: Person, workshop_id: int | None, *, is_at_once: bool, base_url: str
) -> ErasureRequest:
    due_at = now() if is_at_once else now() + GRACE
    open_one = select(ErasureRequest).where(
        ErasureRequest.person_id == person.id,
        ErasureRequest.workshop_id.is_(None)
        if workshop_id is None
        else ErasureRequest.workshop_id == workshop_id,
        ErasureRequest.done_at.is_(None),
    )
    request = work.session.scalars(open_one).first()
    if request is None:
        request = work.add(
            ErasureRequest(
                person_id=person.id,
                workshop_id=workshop_id,
                asked_by=actor.person_id,
                asked_at=now(),
                due_at=due_at,
            )
        )
    elif due_at < request.due_at:
        request.due_at = due_at
    else:
        return request
    work.queue("privacy.erase", due_at=due_at, request_id=request.id)
    if not is_at_once and person.email:
        _tell(work, person, workshop_id, request, base_url)
    return request


def _tell(
    work: Work, person: Person, workshop_id: int | None, request: ErasureRequest, base_url: str
) -> None:
    where = f"from {work.get(Workshop, workshop_id).title}" if workshop_id else "everywhere on this portal"
    text = (
        f"Hello,\n\nwhat is kept about you will be erased {where}, on {request.due_at:%d %B %Y}.\n\n"
        f"Until then you can take that back: {base_url}/me/privacy\n\n"
        "If you did not ask for it, the organizers did, or somebody else has used your account.\n"
    )
    write(work, to=person.email, subject="You will be erased", text=text)


def _refuse_last(work: Work, person_id: int, workshop_id: int | None) -> None:
    if sole := sole_workshops(work, person_id, workshop_id):
        raise Conflict(_last_organizer(sole))


def _last_organizer(workshops: Sequence[Workshop]) -> str:
    names = ", ".join(workshop.name for workshop in workshops)
    return (
        f"{names} would have no organizer left. Make somebody else an organizer there first, under Registrations; "
        "then it works."
    )


def _names_of(work: Work, person: Person) -> list[str]:
    """What somebody was called: the name, those with which they signed before, and their addresses.

    Where another account has the same name, nobody can tell who is meant by it in the words of others.
    """
    signed = select(Message.author_name).where(Message.author_id == person.id).distinct()
    names = {person.name, *work.session.scalars(signed)}
    alone = [name for name in names if name and person_count(work, name, but=person.id) == 0]
    mentions = [f"@{name}" for name in alone if not is_telling(name)]
    emails = [address.email for address in person.addresses]
    return sorted([*alone, *mentions, *emails], key=len, reverse=True)


def _drop_archives(work: Work, person_id: int, workshop_id: int | None) -> None:
    """Archives that were made before name who took part; organizers can make them anew."""
    here = (
        [workshop_id]
        if workshop_id is not None
        else work.session.scalars(
            select(Registration.workshop_id).where(Registration.person_id == person_id)
        ).all()
    )
    made = select(WorkshopArchive.id).where(WorkshopArchive.workshop_id.in_(here))
    for archive_id in work.session.scalars(made).all():
        work.queue("archives.drop", archive_id=archive_id)


def _drop_jobs(work: Work, person_id: int) -> None:
    """Work that still waits for this person's addresses is not done any more."""
    emails = list(work.session.scalars(select(Address.email).where(Address.person_id == person_id)))
    if not emails:
        return
    mails = [str(one) for one in work.session.scalars(select(Mail.id).where(Mail.recipient.in_(emails)))]
    arguments = cast(Job.arguments, String)
    told = [arguments.contains(email, autoescape=True) for email in emails]
    mailed = [
        (Job.name == "mail.deliver") & (arguments.in_((f'{{"mail_id": {one}}}', f'{{"mail_id":{one}}}')))
        for one in mails
    ]
    work.session.execute(
        delete(Job).where(or_(*told, *mailed)), execution_options={"synchronize_session": False}
    )


def _person_id(request: ErasureRequest) -> int:
    if request.person_id is None:
        raise NotFound
    return request.person_id
