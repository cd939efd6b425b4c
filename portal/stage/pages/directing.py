"""For chairs and organizers on the day: which source everybody sees first."""

from flask import request
from flask.typing import ResponseReturnValue

from portal.access import Actor
from portal.doors.http import go, signed_in
from portal.stage import actions, forms
from portal.stage.pages.blueprint import bp
from portal.store.work import Work


@bp.post("/<slug>/stages/<int:stage_id>/source")
@signed_in
def choose_source(work: Work, actor: Actor, slug: str, stage_id: int) -> ResponseReturnValue:
    stage = actions.choose_source(work, actor, forms.read_choice_form(stage_id, request.form))
    return go("stage.stage", slug=slug, stage_slug=stage.slug)
