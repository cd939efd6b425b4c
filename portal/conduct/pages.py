"""The code of conduct for everybody, the entrance where one agrees, and reports with their answers."""

from flask import Blueprint, flash, request, url_for
from flask.typing import ResponseReturnValue

from portal.access import Actor, Permission, may
from portal.conduct import actions, forms, queries
from portal.conduct.rules import OFFERED, STATE_WORDS
from portal.doors.http import anyone, client_key, go, go_on, next_path, page, signed_in, typed
from portal.doors.portal import this_portal
from portal.store.work import Work
from portal.workshops.queries import workshop_of, workshop_to_see

bp = Blueprint("conduct", __name__)

OPEN_WITHOUT = frozenset(
    {"accounts", "conduct", "privacy", "registrations", "help", "workshops", "threads", "notices"}
)
"""Blueprints whose pages one may read before one has agreed."""


def entrance(work: Work, actor: Actor) -> str | None:
    """The page on which this person first has to agree, for a page that waits behind it."""
    wanted = request.accept_mimetypes
    is_page = not wanted or (wanted.accept_html and wanted.best != "application/json")
    if not is_page or request.blueprint in OPEN_WITHOUT or not queries.is_agreement_due(work, actor):
        return None
    slug = (request.view_args or {}).get("slug")
    return url_for("conduct.conduct", slug=slug, next=request.full_path.rstrip("?")) if slug else None


@bp.get("/<slug>/conduct")
@anyone
def conduct(work: Work, actor: Actor, slug: str) -> ResponseReturnValue:
    """The text, for everybody; and for who has a place and has not agreed yet, the way in."""
    terms = queries.terms_to_see(work, actor)
    return page(
        "conduct/conduct.html",
        terms=terms,
        is_due=queries.is_agreement_due(work, actor),
        next_path=next_path(),
        contacts=queries.contacts_of(work, terms.workshop_id) if actor.is_accepted else [],
        may_edit_terms=may(actor, Permission.EDIT_WORKSHOP, workshop_of(work, actor)),
        may_read=queries.is_confidant(work, actor),
    )


@bp.post("/<slug>/conduct")
@signed_in
def agree(work: Work, actor: Actor, slug: str) -> ResponseReturnValue:
    actions.agree(work, actor, forms.read_version(request.form))
    return go_on("workshops.about", slug=slug)


@bp.get("/<slug>/conduct/edit")
@signed_in
def edit(work: Work, actor: Actor, slug: str) -> ResponseReturnValue:
    """The code of conduct, the contact people and the privacy text, for organizers."""
    terms = queries.terms_to_edit(work, actor)
    settings = this_portal().settings
    return page(
        "conduct/edit.html",
        terms=terms,
        offered=OFFERED,
        chosen={one for one, _ in queries.chosen_contacts(work, terms.workshop_id)},
        people=queries.people_to_choose(work, terms.workshop_id),
        site_responsible=settings.privacy_responsible,
        site_contact=settings.privacy_contact,
    )


@bp.post("/<slug>/conduct/edit")
@signed_in
def change(work: Work, actor: Actor, slug: str) -> ResponseReturnValue:
    actions.set_terms(work, actor, forms.read_terms(request.form))
    flash("Saved. Who has not agreed to this text is asked before the next page.", "success")
    return go("conduct.conduct", slug=slug)


@bp.get("/<slug>/conduct/report")
@anyone
def report(work: Work, actor: Actor, slug: str) -> ResponseReturnValue:
    """A form that reaches the contact people, and what this person has reported before."""
    workshop = workshop_to_see(work, actor)
    return page(
        "conduct/report.html",
        text=typed("text"),
        place=typed("place", next_path()),
        own=queries.own_reports(work, actor),
        contacts=queries.contacts_of(work, workshop.id) if actor.is_accepted else [],
        may_read=queries.is_confidant(work, actor),
    )


@bp.post("/<slug>/conduct/report")
@anyone
def send(work: Work, actor: Actor, slug: str) -> ResponseReturnValue:
    portal = this_portal()
    # An anonymous report is counted by the browser's address alone, like one of somebody who is not signed in.
    portal.limits.hit(portal.settings.limit_conduct, "conduct.report", client_key())
    draft = forms.read_report(request.form)
    _, key = actions.report(work, actor, draft, base_url=portal.settings.base_url)
    return go("conduct.own", slug=slug, key=key)


@bp.get("/<slug>/conduct/report/<key>")
@anyone
def own(work: Work, actor: Actor, slug: str, key: str) -> ResponseReturnValue:
    """How far a report is and what was answered, for who has its address."""
    return page("conduct/own.html", report=queries.report_with(work, actor, key), address=request.url)


@bp.get("/<slug>/conduct/reports")
@signed_in
def reports(work: Work, actor: Actor, slug: str) -> ResponseReturnValue:
    """All reports, for the contact people."""
    return page("conduct/reports.html", reports=queries.reports_to_read(work, actor))


@bp.get("/<slug>/conduct/reports/<int:report_id>")
@signed_in
def one(work: Work, actor: Actor, slug: str, report_id: int) -> ResponseReturnValue:
    found = queries.report_to_read(work, actor, report_id)
    return page(
        "conduct/one.html",
        report=found,
        states=[(str(state), word) for state, word in STATE_WORDS.items()],
        answer=typed("answer", found.answer),
        state=typed("state", found.state),
    )


@bp.post("/<slug>/conduct/reports/<int:report_id>")
@signed_in
def answer(work: Work, actor: Actor, slug: str, report_id: int) -> ResponseReturnValue:
    reply = forms.read_reply(request.form)
    actions.answer(work, actor, report_id, reply, base_url=this_portal().settings.base_url)
    flash("Saved.", "success")
    return go("conduct.one", slug=slug, report_id=report_id)


def path_of_thread(work: Work, actor: Actor, slug: str, _thread_id: int) -> str:
    """Where a notice about a report leads: to the reports, or to one's own."""
    name = "conduct.reports" if queries.is_confidant(work, actor) else "conduct.report"
    return url_for(name, slug=slug)
