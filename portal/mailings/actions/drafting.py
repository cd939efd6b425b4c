"""A mailing before it is sent: written, changed, tried on oneself, kept as a template."""

from portal.access import Actor
from portal.accounts.queries import own_person
from portal.audit.actions import record
from portal.clock import now
from portal.errors import Conflict, Invalid
from portal.invitations.actions import Way, keep_links, new_link
from portal.mail.actions import write
from portal.mail.models import Mail
from portal.mailings.models import Mailing, MailTemplate
from portal.mailings.queries import head_of, mailing_to_send, template_to_use, templates_of, workshop_to_mail
from portal.mailings.queries.readers import told_readers
from portal.mailings.rules import MailingDraft, MailingState, check_draft, render, words_in
from portal.store.work import Work

MOST_TEMPLATES = 50


def start(work: Work, actor: Actor, draft: MailingDraft) -> Mailing:
    """Keep a draft; nothing is sent."""
    workshop = workshop_to_mail(work, actor)
    checked = check_draft(draft)
    return work.add(
        Mailing(
            workshop_id=workshop.id,
            subject=checked.subject,
            body=checked.body,
            audience=checked.audience,
            picked=list(checked.picked),
            state=MailingState.DRAFT,
            by_id=actor.known_id,
            by_name=actor.name,
            created_at=now(),
        )
    )


def change(work: Work, actor: Actor, mailing_id: int, draft: MailingDraft) -> Mailing:
    """Write a draft anew; raises Conflict once it is on its way."""
    mailing = draft_to_change(work, actor, mailing_id)
    checked = check_draft(draft)
    mailing.subject, mailing.body = checked.subject, checked.body
    mailing.audience, mailing.picked = checked.audience, list(checked.picked)
    return mailing


def delete(work: Work, actor: Actor, mailing_id: int) -> None:
    """Throw a draft away; what was sent stays in the history."""
    work.session.delete(draft_to_change(work, actor, mailing_id))


def try_out(work: Work, actor: Actor, mailing_id: int, way: Way) -> Mail:
    """Mail it to oneself, as one would get it, with a personal link that works."""
    mailing = mailing_to_send(work, actor, mailing_id)
    workshop = workshop_to_mail(work, actor)
    person = own_person(work, actor)
    if not person.email:
        raise Conflict("You have no mail address in your account.")
    [reader] = told_readers(work, workshop.id, [person])
    link = new_link(person.id, person.email)
    if "link" in words_in(mailing.body) | words_in(mailing.subject):
        keep_links(work, workshop.id, [link], way, by=actor.name)
    head = head_of(workshop, way.base_url, actor.name)
    mail = render(mailing.subject, mailing.body, reader, head, link=link.address(workshop, way))
    subject = f"Test: {mail.subject}"
    ids = {"workshop_id": workshop.id, "person_id": person.id}
    return write(work, to=person.email, subject=subject, text=mail.text, html=mail.html, **ids)


def keep_template(work: Work, actor: Actor, mailing_id: int, name: str) -> MailTemplate:
    """Keep subject and body under a name; a template of the same name is written anew."""
    mailing = mailing_to_send(work, actor, mailing_id)
    workshop = workshop_to_mail(work, actor)
    work.lock(workshop)
    kept = templates_of(work, workshop.id)
    same = next((one for one in kept if one.name == name), None)
    if same is None and len(kept) >= MOST_TEMPLATES:
        told = f"A workshop keeps {MOST_TEMPLATES} templates at most; delete one first."
        raise Invalid(told, fields={"name": told})
    record(work, actor, "mailings.keep_template", name)
    if same is None:
        words = {"subject": mailing.subject, "body": mailing.body}
        return work.add(MailTemplate(workshop_id=workshop.id, name=name, **words))
    same.subject, same.body = mailing.subject, mailing.body
    return same


def drop_template(work: Work, actor: Actor, template_id: int) -> None:
    """Throw a template away."""
    template = template_to_use(work, actor, template_id)
    record(work, actor, "mailings.drop_template", template.name)
    work.session.delete(template)


def draft_to_change(work: Work, actor: Actor, mailing_id: int) -> Mailing:
    """A mailing that is a draft still, locked; raises Conflict."""
    mailing = mailing_to_send(work, actor, mailing_id)
    work.lock(mailing)
    if mailing.state != MailingState.DRAFT:
        raise Conflict("This mailing is on its way or was sent; write a new one, or start from it.")
    return mailing
