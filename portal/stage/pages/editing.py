"""For organizers: the stages, their sources and sessions."""

from flask import g, request
from flask.typing import ResponseReturnValue

from portal.access import Actor
from portal.doors.http import go, page, signed_in
from portal.doors.portal import this_portal
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
