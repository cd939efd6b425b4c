"""The page on which an organizer copies a workshop for next year."""

from flask import Blueprint, flash, request
from flask.typing import ResponseReturnValue

from portal.access import Actor
from portal.clones import actions, forms, queries
from portal.clones.rules import PARTS
from portal.doors.http import go, page, signed_in
from portal.store.work import Work

bp = Blueprint("clones", __name__)


@bp.get("/<slug>/copy")
@signed_in
def new_copy(work: Work, actor: Actor, **_: str) -> ResponseReturnValue:
    """What comes along, where it will stand, and by how many weeks its dates move."""
    source = queries.workshop_to_copy(work, actor)
    return page("clones/copy.html", source=source, parts=PARTS)


@bp.post("/<slug>/copy")
@signed_in
def copy(work: Work, actor: Actor, **_: str) -> ResponseReturnValue:
    """Make the copy, which its team alone sees until it is published."""
    made = actions.copy(work, actor, forms.read_order(request.form, request.form.getlist("parts")))
    flash("The copy is made. Only its team sees it until you publish it here.", "success")
    return go("workshops.edit", slug=made.slug)
