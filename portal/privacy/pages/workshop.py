"""What a workshop keeps and for how long: for everybody, and for those who decide it."""

from flask import flash, request, url_for
from flask.typing import ResponseReturnValue

from portal.access import Actor, Permission, may
from portal.conduct.queries import terms_of
from portal.doors.http import anyone, go, page, signed_in
from portal.doors.portal import this_portal
from portal.privacy import actions, forms, queries
from portal.privacy.pages.blueprint import bp
from portal.privacy.rules import WORD
from portal.store.work import Work
from portal.workshops.queries import workshop_to_see


@bp.get("/<slug>/privacy")
@anyone
def workshop(work: Work, actor: Actor, slug: str) -> ResponseReturnValue:
    """Who is responsible, what is kept and until when; to be read before one registers."""
    here = workshop_to_see(work, actor)
    terms, settings = terms_of(work, here.id), this_portal().settings
    return page(
        "privacy/workshop.html",
        responsible=terms.responsible or settings.privacy_responsible,
        contact=terms.contact or settings.privacy_contact or here.contact,
        text=terms.privacy,
        kept=queries.kept_in(work, here),
        hosts=settings.embed_hosts,
        mail_days=settings.mail_days,
        may_edit_terms=may(actor, Permission.EDIT_WORKSHOP, here),
    )


@bp.get("/<slug>/privacy/keeping")
@signed_in
def keeping(work: Work, actor: Actor, slug: str) -> ResponseReturnValue:
    """How long each kind is kept, how much there is of it and when it goes, for organizers."""
    here = queries.workshop_to_keep(work, actor)
    return page("privacy/keeping.html", going=queries.going_of(work, here))


@bp.post("/<slug>/privacy/keeping")
@signed_in
def keep_for(work: Work, actor: Actor, slug: str) -> ResponseReturnValue:
    actions.keep_for(work, actor, forms.read_months(request.form))
    flash("Saved.", "success")
    return go("privacy.keeping", slug=slug)


@bp.get("/<slug>/privacy/erase")
@signed_in
def erase_other(work: Work, actor: Actor, slug: str) -> ResponseReturnValue:
    """Have somebody erased from this workshop, who asked the organizers for it."""
    queries.workshop_to_erase_in(work, actor)
    return page("privacy/erase_other.html", word=WORD)


@bp.post("/<slug>/privacy/erase")
@signed_in
def ask_for_other(work: Work, actor: Actor, slug: str) -> ResponseReturnValue:
    queries.workshop_to_erase_in(work, actor)
    email = forms.read_erasure_of(request.form)
    asked = actions.ask_for(work, actor, email, base_url=this_portal().settings.base_url)
    flash(
        f"It will be done on {asked.due_at:%d %B %Y}. The person was told and can take it back until then.",
        "success",
    )
    return go("privacy.keeping", slug=slug)


def path_of_thread(_work: Work, _actor: Actor, slug: str, _thread_id: int) -> str:
    """Where a notice about what goes leads."""
    return url_for("privacy.keeping", slug=slug)
