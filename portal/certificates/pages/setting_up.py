"""The page on which an organizer turns certificates on and says how they read."""

from dataclasses import replace

from flask import flash, request
from flask.typing import ResponseReturnValue

from portal.access import Actor
from portal.certificates import actions, queries
from portal.certificates.forms import read_settings
from portal.certificates.pages.blueprint import bp
from portal.certificates.pages.own import address_of, more_letters, pdf_answer
from portal.certificates.pages.paper import draw, seal_of
from portal.clock import now
from portal.doors.http import go, page, prepared, signed_in
from portal.doors.offload import offload
from portal.doors.portal import this_portal
from portal.store.work import Work


@bp.get("/<slug>/certificates/setup")
@signed_in
def setup(work: Work, actor: Actor, **_: str) -> ResponseReturnValue:
    """The settings, and where things stand."""
    workshop = queries.workshop_to_set_up(work, actor)
    return page(
        "certificates/setup.html",
        settings=queries.settings_of(work, workshop.id),
        is_over=queries.is_over(workshop, now()),
        made=queries.made_count(work, workshop.id),
    )


@bp.post("/<slug>/certificates/setup")
@signed_in
def set_up(work: Work, actor: Actor, slug: str) -> ResponseReturnValue:
    settings = read_settings(request.form)
    actions.set_up(work, actor, settings)
    flash("Certificates are on." if settings.is_on else "Certificates are off.", "success")
    return go("certificates.setup", slug=slug)


def _draw(actor: Actor, slug: str) -> bytes:
    with this_portal().store.reading() as work:
        workshop = queries.workshop_to_set_up(work, actor)
        facts = replace(queries.facts_of(work, actor, workshop), was_seen=True)
        seal = seal_of("", address_of(slug, ""), now().astimezone(workshop.zone).date(), is_sample=True)
    return offload(draw, facts, seal, more_letters())


@bp.get("/<slug>/certificates/preview.pdf")
@prepared(_draw)
def preview(_work: Work, _actor: Actor, data: bytes, slug: str) -> ResponseReturnValue:
    """A sample with the organizer's own name; it carries no code."""
    return pdf_answer(data, f"{slug}-certificate-sample.pdf")
