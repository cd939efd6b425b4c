"""For organizers: the stages, their sources and sessions, and the slides of talks."""

from flask import g, request
from flask.typing import ResponseReturnValue

from portal.access import Actor, Permission, require
from portal.doors.http import go, page, prepared, signed_in
from portal.doors.portal import this_portal
from portal.errors import Invalid
from portal.files.actions import stash
from portal.files.forms import read_upload
from portal.files.rules import Shelf, Stashed
from portal.stage import actions, forms, queries
from portal.stage.models import Stage
from portal.stage.pages.blueprint import bp
from portal.stage.rules import KIND_WORDS
from portal.store.work import Work


@bp.get("/<slug>/stages")
@signed_in
def stages(work: Work, actor: Actor, slug: str) -> ResponseReturnValue:
    return page("stage/stages.html", stages=queries.stages_to_manage(work, actor))


@bp.get("/<slug>/stages/new")
@signed_in
def new(work: Work, actor: Actor, slug: str) -> ResponseReturnValue:
    return _form(work, actor, None)


@bp.post("/<slug>/stages/new")
@signed_in
def add(work: Work, actor: Actor, slug: str) -> ResponseReturnValue:
    made = actions.add_stage(work, actor, forms.read_stage(request.form, this_portal().settings))
    return go("stage.stage", slug=slug, stage_slug=made.slug)


@bp.get("/<slug>/stages/<int:stage_id>/edit")
@signed_in
def edit(work: Work, actor: Actor, slug: str, stage_id: int) -> ResponseReturnValue:
    return _form(work, actor, queries.stage_to_edit(work, actor, stage_id))


@bp.post("/<slug>/stages/<int:stage_id>/edit")
@signed_in
def change(work: Work, actor: Actor, slug: str, stage_id: int) -> ResponseReturnValue:
    draft = forms.read_stage(request.form, this_portal().settings)
    actions.change_stage(work, actor, stage_id, draft)
    return go("stage.stages", slug=slug)


@bp.get("/<slug>/stages/<int:stage_id>/delete")
@signed_in
def confirm(work: Work, actor: Actor, slug: str, stage_id: int) -> ResponseReturnValue:
    return page("stage/delete.html", stage=queries.stage_to_edit(work, actor, stage_id))


@bp.post("/<slug>/stages/<int:stage_id>/delete")
@signed_in
def delete(work: Work, actor: Actor, slug: str, stage_id: int) -> ResponseReturnValue:
    actions.delete_stage(work, actor, stage_id)
    return go("stage.stages", slug=slug)


@bp.get("/<slug>/sessions/<int:session_id>/slides")
@signed_in
def slides(work: Work, actor: Actor, slug: str, session_id: int) -> ResponseReturnValue:
    chosen, decks = queries.session_with_slides(work, actor, session_id)
    return page("stage/slides.html", session=chosen, decks=decks)


@bp.post("/<slug>/sessions/<int:session_id>/slides")
@prepared(lambda actor, **_: _stashed(actor))
def add_slides(work: Work, actor: Actor, stashed: Stashed, slug: str, session_id: int) -> ResponseReturnValue:
    actions.add_slides(work, actor, session_id, forms.read_talk(request.form), stashed)
    return go("stage.slides", slug=slug, session_id=session_id)


@bp.post("/<slug>/slides/<int:deck_id>/delete")
@signed_in
def drop_slides(work: Work, actor: Actor, slug: str, deck_id: int) -> ResponseReturnValue:
    return go("stage.slides", slug=slug, session_id=actions.drop_slides(work, actor, deck_id))


def _form(work: Work, actor: Actor, stage: Stage | None) -> ResponseReturnValue:
    rows = forms.typed_rows(request.form) if "refusal" in g else forms.stored_rows(stage)
    stages = {one.id: one.name for one in queries.stages_to_manage(work, actor)}
    return page(
        "stage/edit.html",
        stage=stage,
        rows=rows,
        kinds=KIND_WORDS,
        sessions=queries.sessions_to_choose(work, actor),
        chosen=set(request.form.getlist("session")) if "refusal" in g else None,
        stage_names=stages,
    )


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
