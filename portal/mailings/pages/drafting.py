"""The organizers' mailings: the list, a draft with its preview, and templates."""

from collections.abc import Sequence
from typing import Any

from flask import flash, request, url_for
from flask.typing import ResponseReturnValue

from portal.access import Actor
from portal.doors.http import go, page, signed_in
from portal.doors.portal import this_portal
from portal.errors import Invalid
from portal.invitations.actions import Way
from portal.mailings import actions, forms, queries
from portal.mailings.models import Mailing
from portal.mailings.pages.blueprint import bp
from portal.mailings.queries import readers
from portal.mailings.rules import AUDIENCES, WORDS, MailingDraft, MailingState, render
from portal.mailings.rules.starters import STARTERS
from portal.store.work import Work
from portal.workshops.models import Workshop

SIGNATURE = "Hello {name},\n\n\n\nWith kind regards,\n{sender}\n"


def way() -> Way:
    """Where links begin and how long they work, from the settings."""
    settings = this_portal().settings
    return Way(settings.base_url, settings.invitation_days)


@bp.get("/<slug>/mailings")
@signed_in
def mailings(work: Work, actor: Actor, **_: str) -> ResponseReturnValue:
    """Everything that was written to people here, the newest first, and what a new one may begin with."""
    found = queries.mailings_of(work, actor)
    workshop = queries.workshop_to_mail(work, actor)
    return page(
        "mailings/mailings.html",
        mailings=found,
        progress=queries.progress_of(work, found),
        templates=queries.templates_of(work, workshop.id),
        starters=STARTERS,
        audiences=AUDIENCES,
    )


def way_to(slug: str, people: Sequence[int]) -> str:
    """The page of a new mailing to just these people."""
    return url_for("mailings.new", slug=slug, people=",".join(map(str, people)))


@bp.get("/<slug>/mailings/new")
@signed_in
def new(work: Work, actor: Actor, **_: str) -> ResponseReturnValue:
    """The form, filled from what the address names: a template, an earlier mailing, a group, people."""
    workshop = queries.workshop_to_mail(work, actor)
    draft = _beginning(work, actor)
    emails = readers.addresses_of(work, draft.picked)
    known = sorted(readers.people_with(work, workshop.id, emails)) if emails else []
    return page("mailings/new.html", draft=draft, picked="\n".join(known), **_choices())


@bp.post("/<slug>/mailings/new")
@signed_in
def add(work: Work, actor: Actor, slug: str) -> ResponseReturnValue:
    """Keep it as a draft; the next page shows it as its readers will see it."""
    workshop = queries.workshop_to_mail(work, actor)
    mailing = actions.start(work, actor, _read(work, workshop))
    return go("mailings.one", slug=slug, mailing_id=mailing.id)


@bp.get("/<slug>/mailings/<int:mailing_id>")
@signed_in
def one(work: Work, actor: Actor, mailing_id: int, **_: str) -> ResponseReturnValue:
    """A draft with its preview and its people, or what became of a mailing that was sent."""
    mailing = queries.mailing_to_send(work, actor, mailing_id)
    workshop = queries.workshop_to_mail(work, actor)
    if mailing.state != MailingState.DRAFT:
        return page(
            "mailings/sent.html",
            mailing=mailing,
            progress=queries.progress_of(work, [mailing])[mailing.id],
            mails=queries.mails_of(work, mailing),
            audiences=AUDIENCES,
        )
    group = readers.group_of(work, workshop, mailing.audience, mailing.picked)
    return page(
        "mailings/draft.html",
        mailing=mailing,
        group=group,
        picked="\n".join(readers.addresses_of(work, mailing.picked)),
        shown=_preview(work, actor, workshop, mailing, group),
        is_mail_sent=bool(this_portal().settings.smtp_url),
        per_minute=this_portal().settings.mail_per_minute,
        **_choices(),
    )


@bp.post("/<slug>/mailings/<int:mailing_id>")
@signed_in
def change(work: Work, actor: Actor, slug: str, mailing_id: int) -> ResponseReturnValue:
    """Write the draft anew."""
    workshop = queries.workshop_to_mail(work, actor)
    actions.change(work, actor, mailing_id, _read(work, workshop))
    flash("Saved.", "success")
    return go("mailings.one", slug=slug, mailing_id=mailing_id)


@bp.post("/<slug>/mailings/<int:mailing_id>/delete")
@signed_in
def delete(work: Work, actor: Actor, slug: str, mailing_id: int) -> ResponseReturnValue:
    """Throw the draft away."""
    actions.delete(work, actor, mailing_id)
    flash("The draft is deleted.", "success")
    return go("mailings.mailings", slug=slug)


@bp.post("/<slug>/mailings/<int:mailing_id>/test")
@signed_in
def try_out(work: Work, actor: Actor, slug: str, mailing_id: int) -> ResponseReturnValue:
    """Mail it to oneself."""
    mail = actions.try_out(work, actor, mailing_id, way())
    flash(f"A test mail is on its way to {mail.recipient}.", "success")
    return go("mailings.one", slug=slug, mailing_id=mailing_id)


@bp.post("/<slug>/mailings/<int:mailing_id>/keep")
@signed_in
def keep_template(work: Work, actor: Actor, slug: str, mailing_id: int) -> ResponseReturnValue:
    """Keep its words for the next time."""
    template = actions.keep_template(work, actor, mailing_id, forms.read_template_name(request.form))
    flash(f"Kept as “{template.name}”.", "success")
    return go("mailings.mailings", slug=slug)


@bp.post("/<slug>/mailings/templates/<int:template_id>/delete")
@signed_in
def drop_template(work: Work, actor: Actor, slug: str, template_id: int) -> ResponseReturnValue:
    """Throw a template away."""
    actions.drop_template(work, actor, template_id)
    flash("The template is deleted.", "success")
    return go("mailings.mailings", slug=slug)


def _beginning(work: Work, actor: Actor) -> MailingDraft:
    """What the address names to begin with."""
    words = request.args
    draft = MailingDraft("", SIGNATURE)
    starter = STARTERS.get(words.get("starter", ""))
    if starter:
        draft = MailingDraft(starter.subject, starter.body, starter.audience)
    elif words.get("template", "").isdecimal():
        kept = queries.template_to_use(work, actor, int(words["template"][:9]))
        draft = MailingDraft(kept.subject, kept.body)
    elif words.get("like", "").isdecimal():
        like = queries.mailing_to_send(work, actor, int(words["like"][:9]))
        draft = MailingDraft(like.subject, like.body, like.audience, tuple(like.picked))
    people = forms.read_ids(words.get("people", ""))
    audience = "picked" if people else words.get("audience", draft.audience)
    return MailingDraft(
        draft.subject, draft.body, audience if audience in AUDIENCES else "accepted", people or draft.picked
    )


def _read(work: Work, workshop: Workshop) -> MailingDraft:
    draft, emails = forms.read_draft(request.form)
    known = readers.people_with(work, workshop.id, emails)
    strange = [email for email in emails if email not in known]
    if strange:
        told = f"{strange[0]} is nobody here who may be written to; invite them first."
        raise Invalid(told, fields={"picked": told})
    return MailingDraft(draft.subject, draft.body, draft.audience, tuple(sorted(set(known.values()))))


def _preview(
    work: Work, actor: Actor, workshop: Workshop, mailing: Mailing, group: readers.Group
) -> dict[str, Any]:
    """The mail of one reader, chosen in the address, else of the first; of the organizer where the group is empty."""
    wanted = request.args.get("person", "")
    ids = [one.person_id for one in group.readers]
    chosen = int(wanted) if wanted.isdecimal() and int(wanted[:9]) in ids else (ids or [actor.known_id])[0]
    reader = readers.reader_with(work, workshop.id, chosen)
    head = queries.head_of(workshop, this_portal().settings.base_url, actor.name)
    link, out = f"{head.home}invitation/EXAMPLE", f"{head.home}unsubscribe/EXAMPLE"
    mail = render(mailing.subject, mailing.body, reader, head, link=link, unsubscribe=out)
    return {"reader": reader, "mail": mail, "others": group.readers[:500]}


def _choices() -> dict[str, Any]:
    return {"audiences": AUDIENCES, "words": WORDS}
