"""For organizers and chairs: the link of the screen, the code of the hall, and whether guests may come in."""

from flask import flash, request, session, url_for
from flask.typing import ResponseReturnValue

from portal.access import Actor, Permission, may
from portal.doors.http import go, page, signed_in
from portal.doors.portal import this_portal
from portal.screens import actions, forms, queries
from portal.screens.pages.blueprint import bp
from portal.screens.pages.showing import address_of
from portal.stage.models import Stage
from portal.store.work import Work

NEW_LINK = "new_screen_link"


@bp.get("/<slug>/stages/<int:stage_id>/hall")
@signed_in
def manage(work: Work, actor: Actor, slug: str, stage_id: int) -> ResponseReturnValue:
    stage = queries.stage_to_run(work, actor, stage_id)
    code = queries.code_of(work, stage.id)
    return page(
        "screens/manage.html",
        stage=stage,
        link=queries.link_of(work, stage.id),
        link_address=_shown_once(slug, stage),
        code=code,
        address=address_of(code) if code else "",
        guest_count=queries.guest_count(work, stage.id),
        may_let_in=may(actor, Permission.LET_GUESTS_IN, stage),
    )


@bp.post("/<slug>/stages/<int:stage_id>/hall/link")
@signed_in
def make_link(work: Work, actor: Actor, slug: str, stage_id: int) -> ResponseReturnValue:
    token = actions.make_link(work, actor, stage_id)
    session[NEW_LINK] = {"stage": stage_id, "token": token}
    return go("screens.manage", slug=slug, stage_id=stage_id)


@bp.post("/<slug>/stages/<int:stage_id>/hall/link/end")
@signed_in
def end_link(work: Work, actor: Actor, slug: str, stage_id: int) -> ResponseReturnValue:
    actions.end_link(work, actor, stage_id)
    session.pop(NEW_LINK, None)
    flash("The screen link has ended.", "good")
    return go("screens.manage", slug=slug, stage_id=stage_id)


@bp.post("/<slug>/stages/<int:stage_id>/hall/code")
@signed_in
def renew_code(work: Work, actor: Actor, slug: str, stage_id: int) -> ResponseReturnValue:
    actions.renew_code(work, actor, stage_id)
    return go("screens.manage", slug=slug, stage_id=stage_id)


@bp.post("/<slug>/stages/<int:stage_id>/hall/code/end")
@signed_in
def close_code(work: Work, actor: Actor, slug: str, stage_id: int) -> ResponseReturnValue:
    actions.close_code(work, actor, stage_id)
    flash("The code has ended, and whoever came in by it without an account is out.", "good")
    return go("screens.manage", slug=slug, stage_id=stage_id)


@bp.post("/<slug>/stages/<int:stage_id>/hall/guests")
@signed_in
def guests(work: Work, actor: Actor, slug: str, stage_id: int) -> ResponseReturnValue:
    actions.allow_guests(work, actor, stage_id, is_on=forms.read_switch(request.form))
    return go("screens.manage", slug=slug, stage_id=stage_id)


def _shown_once(slug: str, stage: Stage) -> str:
    """The address of a link that was made just now; only the hash of its token is kept."""
    made = session.get(NEW_LINK)
    if not isinstance(made, dict) or made.get("stage") != stage.id:
        return ""
    session.pop(NEW_LINK)
    path = url_for("screens.by_link", slug=slug, stage_slug=stage.slug, screen_token=made["token"])
    return this_portal().settings.origin + path
