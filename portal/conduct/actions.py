"""Say what the rules are, agree to them, report, and answer a report."""

from sqlalchemy import delete, insert, select

from portal.access import Actor, Permission, require
from portal.accounts.models import Person
from portal.accounts.rules import hash_of, new_token
from portal.audit.actions import record
from portal.clock import now
from portal.conduct.models import ConductAgreement, ConductContact, ConductReport, WorkshopTerms
from portal.conduct.queries import (
    contacts_of,
    people_to_choose,
    report_to_read,
    terms_of,
)
from portal.conduct.rules import ANCHOR, Reply, ReportDraft, Terms, check_report, next_version
from portal.errors import Invalid
from portal.mail.actions import write_all
from portal.mail.rules import Letter
from portal.notices.actions import tell
from portal.notices.rules import Cause, Kind
from portal.store.work import Work
from portal.threads.actions import anchor
from portal.workshops.models import Workshop
from portal.workshops.queries import workshop_to_edit, workshop_to_see


def set_terms(work: Work, actor: Actor, terms: Terms) -> WorkshopTerms:
    """Take another code of conduct, privacy text and contact people; a changed code is asked for again."""
    workshop = workshop_to_edit(work, actor)
    work.lock(workshop)
    row = terms_of(work, workshop.id)
    row.version = next_version(row.conduct, terms.conduct, row.version)
    row.conduct_at = now() if row.conduct != terms.conduct else row.conduct_at
    row.conduct, row.privacy = terms.conduct, terms.privacy
    workshop.conduct_version = row.version if terms.conduct else 0
    row.responsible, row.contact = terms.responsible, terms.contact
    work.session.add(row)
    known = {one for one, _ in people_to_choose(work, workshop.id)}
    if terms.contact_ids - known:
        told = "One of these people helps here no longer. Choose again."
        raise Invalid(told, fields={"contacts": told})
    work.session.execute(delete(ConductContact).where(ConductContact.workshop_id == workshop.id))
    if terms.contact_ids:
        rows = [{"workshop_id": workshop.id, "person_id": one} for one in sorted(terms.contact_ids)]
        work.session.execute(insert(ConductContact), rows)
    record(work, actor, "conduct.edit", "Code of conduct and privacy", version=row.version)
    work.session.flush()
    return row


def agree(work: Work, actor: Actor, version: int) -> None:
    """Agree to the text with this number. Raises Invalid where the text has changed while it was read."""
    workshop = workshop_to_see(work, actor)
    require(actor, Permission.AGREE_TO_CONDUCT, workshop)
    terms = terms_of(work, workshop.id)
    if version != terms.version:
        told = "The text was changed just now. Please read it again."
        raise Invalid(told, fields={"version": told})
    work.lock(work.get(Person, actor.known_id))
    mine = work.session.get(ConductAgreement, (workshop.id, actor.known_id))
    if mine is None:
        mine = ConductAgreement(workshop_id=workshop.id, person_id=actor.known_id)
        work.session.add(mine)
    mine.version, mine.agreed_at = version, now()
    work.session.flush()


def report(work: Work, actor: Actor, draft: ReportDraft, *, base_url: str) -> tuple[ConductReport, str]:
    """Tell the contact people at once, by a notice and by mail; returns the report and the key to its answer.

    What was reported stands in neither: they come and read it.
    """
    workshop = workshop_to_see(work, actor)
    draft = check_report(draft)
    is_named = actor.is_signed_in and not draft.is_anonymous
    key = new_token()
    row = work.add(
        ConductReport(
            workshop_id=workshop.id,
            thread_id=_anchor(work, workshop),
            person_id=actor.person_id if is_named else None,
            person_name=actor.name if is_named else "",
            key_hash=hash_of(key),
            text=draft.text,
            place=draft.place,
            at=now(),
        )
    )
    readers = [one for one, _ in contacts_of(work, workshop.id)]
    cause = Cause(workshop.id, row.thread_id, row.notice, actor.name if is_named else "Somebody", "")
    tell(work, cause, Kind.REPORTED, readers)
    text = (
        f"Hello,\n\nthere is a new report to the organizers of {workshop.title}. You are one of those who read it:\n\n"
        f"{base_url}/{workshop.slug}/conduct/reports/{row.id}\n\n"
        "What it says is confidential, so it is not in this mail.\n"
    )
    _mail(work, workshop.id, readers, f"A report to the organizers of {workshop.name}", text)
    return row, key


def answer(work: Work, actor: Actor, report_id: int, reply: Reply, *, base_url: str) -> ConductReport:
    """Say how far a report is, and answer its sender, who is told of a new answer."""
    row = report_to_read(work, actor, report_id)
    work.lock(row)
    is_new_answer = bool(reply.answer) and reply.answer != row.answer
    row.state, row.answer = reply.state, reply.answer
    if is_new_answer:
        row.answered_by, row.answered_name, row.answered_at = actor.known_id, actor.name, now()
    record(work, actor, "conduct.answer", f"Report {row.id}", state=str(reply.state), answered=is_new_answer)
    if is_new_answer and row.person_id is not None:
        workshop = work.get(Workshop, row.workshop_id)
        cause = Cause(row.workshop_id, row.thread_id, row.notice, "The organizers", "")
        tell(work, cause, Kind.REPLIED, [row.person_id])
        text = (
            f"Hello,\n\nthe organizers of {workshop.title} have answered your report. Sign in to read it:\n\n"
            f"{base_url}/{workshop.slug}/conduct/report\n"
        )
        _mail(work, row.workshop_id, [row.person_id], f"An answer to your report, {workshop.name}", text)
    return row


def _anchor(work: Work, workshop: Workshop) -> int:
    """The closed, empty thread at which notices about reports stand."""
    work.lock(workshop)
    return anchor(work, workshop.id, ANCHOR)


def _mail(work: Work, workshop_id: int, person_ids: list[int], subject: str, text: str) -> None:
    people = work.session.scalars(select(Person).where(Person.id.in_(person_ids)).order_by(Person.id))
    letters = [
        Letter(person.email, subject, text, workshop_id=workshop_id, person_id=person.id)
        for person in people
        if person.email
    ]
    write_all(work, letters)
