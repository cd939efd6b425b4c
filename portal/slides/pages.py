"""The page of a session's slides: uploaded and taken away."""

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from portal.access import Actor, Permission, require
from portal.doors.http import go, page, prepared, signed_in
from portal.doors.portal import this_portal
from portal.errors import Invalid
from portal.files.actions import stash
from portal.files.forms import read_upload
from portal.files.rules import Shelf, Stashed
from portal.slides import actions, forms, queries
from portal.store.work import Work

bp = Blueprint("slides", __name__)


@bp.get("/<slug>/sessions/<int:session_id>/slides")
@signed_in
def slides(work: Work, actor: Actor, slug: str, session_id: int) -> ResponseReturnValue:
    chosen, decks = queries.session_with_slides(work, actor, session_id)
    return page("slides/slides.html", session=chosen, decks=decks)


@bp.post("/<slug>/sessions/<int:session_id>/slides")
@prepared(lambda actor, **_: _stashed(actor))
def add(work: Work, actor: Actor, stashed: Stashed, slug: str, session_id: int) -> ResponseReturnValue:
    actions.add_slides(work, actor, session_id, forms.read_talk(request.form), stashed)
    return go("slides.slides", slug=slug, session_id=session_id)


@bp.post("/<slug>/slides/<int:deck_id>/delete")
@signed_in
def drop(work: Work, actor: Actor, slug: str, deck_id: int) -> ResponseReturnValue:
    return go("slides.slides", slug=slug, session_id=actions.drop_slides(work, actor, deck_id))


def _stashed(actor: Actor) -> Stashed:
    """The uploaded slides, checked and laid down before the transaction begins."""
    portal = this_portal()
    require(actor, Permission.EDIT_STAGE, Shelf(actor.workshop_id))
    portal.limits.hit(portal.settings.limit_upload, "upload", str(actor.known_id))
    upload = read_upload(request.files)
    if upload is None:
        raise Invalid("Choose a PDF first.", fields={"file": "Choose a PDF first."})
    return stash(
        portal.settings.data_dir, upload.stream, upload.name, limit_mb=portal.settings.upload_limit_mb
    )
