"""The page of a session's slides: uploaded, replaced and taken away by its speakers, its chair and the organizers."""

from flask import flash, request
from flask.typing import ResponseReturnValue

from portal.access import Actor, Permission, may
from portal.doors.http import go, page, prepared, signed_in
from portal.doors.portal import this_portal
from portal.errors import Invalid
from portal.files.actions import stash
from portal.files.forms import read_upload
from portal.files.rules import Stashed
from portal.slides import actions, forms, queries
from portal.slides.pages.blueprint import bp
from portal.slides.pages.watching import slides_here
from portal.store.work import Work


@bp.get("/<slug>/sessions/<int:session_id>/slides")
@signed_in
def slides(work: Work, actor: Actor, slug: str, session_id: int) -> ResponseReturnValue:
    """What is there, in which state, and the forms that bring more."""
    session = queries.session_for(work, actor, Permission.EDIT_SLIDES, session_id)
    board = queries.board_of(work, session)
    places = [(None, "The whole session"), *((talk.id, talk.title) for talk in session.talks)]
    return page(
        "slides/slides.html",
        session=session,
        slides=slides_here(work, actor, session),
        places=[(id_, title) for id_, title in places if may(actor, Permission.EDIT_SLIDES, board.of(id_))],
        talks=places,
        speakers=queries.speaker_names(work, board),
        may_name=may(actor, Permission.CHAIR_QUESTIONS, board),
    )


@bp.post("/<slug>/sessions/<int:session_id>/slides")
@prepared(lambda actor, session_id, **_: _stashed(actor, session_id))
def add(work: Work, actor: Actor, stashed: Stashed, slug: str, session_id: int) -> ResponseReturnValue:
    """New slides, or another file in the place of those that `deck` names."""
    deck_id = forms.read_deck_to_replace(request.form)
    if deck_id is None:
        actions.add_slides(work, actor, session_id, forms.read_talk(request.form), stashed)
        flash("The slides are here. Their pages are prepared in a moment.", "good")
    else:
        actions.replace_slides(work, actor, deck_id, stashed)
        flash("The new file has taken the place of the old one, for everybody.", "good")
    return go("slides.slides", slug=slug, session_id=session_id)


@bp.post("/<slug>/slides/<int:deck_id>/delete")
@signed_in
def drop(work: Work, actor: Actor, slug: str, deck_id: int) -> ResponseReturnValue:
    return go("slides.slides", slug=slug, session_id=actions.drop_slides(work, actor, deck_id))


@bp.post("/<slug>/slides/<int:deck_id>/draw")
@signed_in
def draw_again(work: Work, actor: Actor, slug: str, deck_id: int) -> ResponseReturnValue:
    portal = this_portal()
    portal.limits.hit(portal.settings.limit_upload, "upload", str(actor.known_id))
    deck = actions.draw_again(work, actor, deck_id)
    return go("slides.slides", slug=slug, session_id=deck.session_id)


def _stashed(actor: Actor, session_id: int) -> Stashed:
    """The uploaded slides, checked and laid down before the transaction begins."""
    portal = this_portal()
    with portal.store.reading() as work:
        queries.session_for(work, actor, Permission.EDIT_SLIDES, session_id)
    portal.limits.hit(portal.settings.limit_upload, "upload", str(actor.known_id))
    upload = read_upload(request.files)
    if upload is None:
        raise Invalid("Choose a PDF first.", fields={"file": "Choose a PDF first."})
    return stash(
        portal.settings.data_dir, upload.stream, upload.name, limit_mb=portal.settings.upload_limit_mb
    )
