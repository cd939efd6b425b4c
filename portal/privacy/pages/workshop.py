"""What a workshop keeps and for how long: for everybody, and for those who decide it."""

from flask.typing import ResponseReturnValue

from portal.access import Actor, Permission, may
from portal.conduct.queries import terms_of
from portal.doors.http import anyone, page, signed_in
from portal.doors.portal import this_portal
from portal.privacy import queries
from portal.privacy.pages.blueprint import bp
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
    """How long each kind is kept, for organizers."""
    here = queries.workshop_to_keep(work, actor)
    return page("privacy/keeping.html", kept=queries.kept_in(work, here))
