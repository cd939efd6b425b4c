"""The form of a table: opened, changed, locked, closed."""

from flask import flash, request
from flask.typing import ResponseReturnValue

from portal.access import Actor, Permission, may
from portal.doors.http import go, page, signed_in
from portal.lounge import actions, forms, queries
from portal.lounge.pages.blueprint import bp
from portal.lounge.pages.visiting import count
from portal.lounge.rules import MOST_SEATS, TableCard
from portal.store.work import Work


@bp.get("/<slug>/lounge/tables/new")
@signed_in
def new_form(work: Work, actor: Actor, slug: str) -> ResponseReturnValue:
    queries.lounge_to_set_up(work, actor)
    return _form(work, actor, None)


@bp.post("/<slug>/lounge/tables/new")
@signed_in
def new(work: Work, actor: Actor, slug: str) -> ResponseReturnValue:
    count(actor)
    opened = actions.open_table(work, actor, forms.read_table(request.form))
    return go("lounge.table", slug=slug, table_id=opened.id)


@bp.get("/<slug>/lounge/tables/<int:table_id>/edit")
@signed_in
def edit_form(work: Work, actor: Actor, slug: str, table_id: int) -> ResponseReturnValue:
    return _form(work, actor, queries.card_of(work, queries.table_to_lead(work, actor, table_id)))


@bp.post("/<slug>/lounge/tables/<int:table_id>/edit")
@signed_in
def edit(work: Work, actor: Actor, slug: str, table_id: int) -> ResponseReturnValue:
    count(actor)
    actions.change_table(work, actor, table_id, forms.read_table(request.form))
    return go("lounge.table", slug=slug, table_id=table_id)


@bp.post("/<slug>/lounge/tables/<int:table_id>/lock")
@signed_in
def lock(work: Work, actor: Actor, slug: str, table_id: int) -> ResponseReturnValue:
    count(actor)
    is_locked = forms.read_yes(request.form, "is_locked")
    actions.set_locked(work, actor, table_id, is_locked=is_locked)
    flash("The table is locked. Nobody new sits down." if is_locked else "The table is open to everybody.")
    return go("lounge.table", slug=slug, table_id=table_id)


@bp.get("/<slug>/lounge/tables/<int:table_id>/close")
@signed_in
def close_form(work: Work, actor: Actor, slug: str, table_id: int) -> ResponseReturnValue:
    table = queries.card_of(work, queries.table_to_lead(work, actor, table_id))
    return page("lounge/close.html", table=table)


@bp.post("/<slug>/lounge/tables/<int:table_id>/close")
@signed_in
def close(work: Work, actor: Actor, slug: str, table_id: int) -> ResponseReturnValue:
    count(actor)
    actions.close_table(work, actor, table_id)
    flash("The table is closed.", "success")
    return go("lounge.lounge", slug=slug)


def _form(work: Work, actor: Actor, table: TableCard | None) -> ResponseReturnValue:
    workshop = queries.lounge_to_set_up(work, actor)
    return page(
        "lounge/edit.html",
        table=table,
        seat_choices=[(number, f"{number} seats") for number in range(2, MOST_SEATS + 1)],
        may_set_up=may(actor, Permission.SET_UP_TABLE, workshop),
    )
