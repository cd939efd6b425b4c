"""How long a workshop keeps what: chosen, told in time, and gone by itself, step by step."""

from collections.abc import Mapping
from datetime import timedelta

from sqlalchemy import String, cast, delete, select

from portal.access import Actor, Role
from portal.accounts.models import Person
from portal.audit.actions import record
from portal.clock import now
from portal.files.models import StoredFile
from portal.mail.actions import write_all
from portal.mail.models import Mail
from portal.mail.rules import Letter
from portal.notices.actions import tell
from portal.notices.rules import Cause
from portal.notices.rules import Kind as NoticeKind
from portal.privacy.actions.nobody import nobody
from portal.privacy.actions.rows import drop_files, forget_everybody
from portal.privacy.models import Retention, RetentionStep
from portal.privacy.queries.keeping import Kept, kept_in, workshop_to_keep
from portal.privacy.queries.tables import shelves
from portal.privacy.rules import KINDS, WARNING, Kind
from portal.registrations.models import Registration
from portal.registrations.queries import people_in_roles
from portal.store.work import Work
from portal.threads.actions import anchor, empty_threads
from portal.workshops.models import Workshop

ANCHOR = "privacy"
"""The kind of the thread at which notices about what goes stand; nobody ever writes there."""


def keep_for(work: Work, actor: Actor, months: Mapping[Kind, int]) -> None:
    """Choose for how many months each kind is kept; 0 is without an end."""
    workshop = workshop_to_keep(work, actor)
    work.lock(workshop)
    row = work.session.get(Retention, workshop.id)
    if row is None:
        row = Retention(workshop_id=workshop.id)
        work.session.add(row)
    row.months = {str(kind): count for kind, count in months.items()}
    record(work, actor, "privacy.keep_for", "How long things are kept", **row.months)
    work.session.flush()


def look(work: Work, workshop_id: int, *, base_url: str) -> None:
    """Tell the organizers 14 days before something goes, and let go what is due; twice is the same as once.

    Where less than 14 days are left when it is first seen, it waits until they have passed.
    """
    workshop = work.get(Workshop, workshop_id)
    work.lock(workshop)
    told: list[RetentionStep] = []
    for kept in kept_in(work, workshop):
        step = work.session.get(RetentionStep, (workshop.id, str(kept.kind)))
        if kept.until is None:
            if step is not None and step.done_at is None:
                work.session.delete(step)
            continue
        if step is not None and (step.done_at is not None or step.told_at is not None):
            step = _moved(work, step, kept)
        if step is None and kept.until - WARNING <= now():
            step = work.add(
                RetentionStep(
                    workshop_id=workshop.id,
                    kind=str(kept.kind),
                    due_at=max(kept.until, now() + WARNING),
                    told_at=now(),
                )
            )
            told.append(step)
        if step is not None and step.done_at is None and step.due_at <= now():
            work.queue("privacy.forget_kind", workshop_id=workshop.id, kind=step.kind)
    if told:
        _tell(work, workshop, told, base_url)


def is_something_to_do(work: Work, workshop: Workshop) -> bool:
    """Whether `look` would change anything; only read."""
    for kept in kept_in(work, workshop):
        step = work.session.get(RetentionStep, (workshop.id, str(kept.kind)))
        if step is None:
            if kept.until is not None and kept.until - WARNING <= now():
                return True
        elif step.done_at is None and (
            kept.until is None or kept.until > step.due_at or step.due_at <= now()
        ):
            return True
    return False


def forget_some(work: Work, workshop_id: int, kind: Kind) -> int:
    """Let the next part of a kind go; 0 when nothing is left, and then it is done."""
    step = work.session.get(RetentionStep, (workshop_id, str(kind)))
    if step is None:
        return 0
    work.lock(step)
    if step.done_at is not None or step.due_at > now():
        return 0
    gone = _forget(work, workshop_id, kind)
    step.rows += gone
    if gone == 0 or kind != Kind.CHAT:
        step.done_at = now()
        record(
            work,
            Actor(workshop_id=workshop_id),
            "privacy.forget",
            KINDS[kind].title,
            rows=step.rows,
        )
        return 0
    return gone


def drop_old_mails(work: Work, days: int) -> int:
    """Mails that were sent so many days ago are kept no longer."""
    old = delete(Mail).where(Mail.sent_at < now() - timedelta(days=days))
    result = work.session.execute(old, execution_options={"synchronize_session": False})
    return int(getattr(result, "rowcount", 0))


def _forget(work: Work, workshop_id: int, kind: Kind) -> int:
    ghost = nobody(work)
    if kind == Kind.FILES:
        return drop_files(work, StoredFile.workshop_id == workshop_id)
    if kind == Kind.CHAT and (gone := empty_threads(work, workshop_id, ghost)):
        return gone
    organizers = cast(Registration.role_names, String).like(f'%"{Role.ORGANIZER}"%')
    gone = sum(
        forget_everybody(
            work, shelf, ghost, workshop_id, organizers if shelf.name == "registrations" else None
        )
        for shelf in shelves()
        if shelf.personal.is_of_workshop and shelf.kind == kind and shelf.name != "messages"
    )
    return 0 if kind == Kind.CHAT else gone


def _moved(work: Work, step: RetentionStep, kept: Kept) -> RetentionStep | None:
    """A longer time that was chosen after the warning counts; a shorter one only after a new warning."""
    if step.done_at is None and kept.until is not None and kept.until > step.due_at:
        if kept.until - WARNING > now():
            work.session.delete(step)
            work.session.flush()
            return None
        step.due_at = kept.until
    return step


def _tell(work: Work, workshop: Workshop, steps: list[RetentionStep], base_url: str) -> None:
    organizers = [one for one, _ in people_in_roles(work, workshop.id, (Role.ORGANIZER,))]
    thread_id = anchor(work, workshop.id, ANCHOR)
    first = min(steps, key=lambda step: step.due_at)
    number = -int(first.due_at.timestamp()) // 86400
    tell(
        work,
        Cause(workshop.id, thread_id, number, "The portal", _titles(steps)),
        NoticeKind.KEEPING,
        organizers,
    )
    lines = "\n".join(f"- {KINDS[Kind(step.kind)].title}, on {step.due_at:%d %B %Y}" for step in steps)
    text = (
        f"Hello,\n\nthe time for which {workshop.title} keeps these is nearly over, and they go by themselves:\n\n"
        f"{lines}\n\nWhat that means, and how to keep them longer: {base_url}/{workshop.slug}/privacy/keeping\n"
    )
    people = work.session.scalars(select(Person).where(Person.id.in_(organizers)).order_by(Person.id))
    subject = f"What will soon be erased of {workshop.name}"
    letters = [
        Letter(person.email, subject, text, workshop_id=workshop.id, person_id=person.id)
        for person in people
        if person.email
    ]
    write_all(work, letters)


def _titles(steps: list[RetentionStep]) -> str:
    return ", ".join(KINDS[Kind(step.kind)].title for step in steps)
