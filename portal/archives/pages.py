"""Archives for organizers: make one, wait for it, take it."""

from flask import Blueprint, flash, jsonify, request, send_file
from flask.typing import ResponseReturnValue

from portal.access import Actor
from portal.archives import actions, queries
from portal.clock import now
from portal.doors.http import go, page, signed_in
from portal.doors.portal import this_portal
from portal.store.work import Work

bp = Blueprint("archives", __name__)


@bp.get("/<slug>/archives")
@signed_in
def archives(work: Work, actor: Actor, slug: str) -> ResponseReturnValue:
    """The archives there are, and the form for a new one."""
    found = queries.archives_to_see(work, actor)
    days = this_portal().settings.archive_days
    return page("archives/archives.html", archives=found, days=days)


@bp.post("/<slug>/archives")
@signed_in
def make(work: Work, actor: Actor, slug: str) -> ResponseReturnValue:
    """Begin to make one."""
    made = actions.ask(work, actor, has_chats=bool(request.form.get("has_chats")))
    return go("archives.one", slug=slug, archive_id=made.id)


@bp.get("/<slug>/archives/<int:archive_id>")
@signed_in
def one(work: Work, actor: Actor, slug: str, archive_id: int) -> ResponseReturnValue:
    """Where one stands."""
    return page("archives/one.html", found=queries.archive_to_see(work, actor, archive_id), now=now())


@bp.get("/<slug>/archives/<int:archive_id>/progress")
@signed_in
def progress(work: Work, actor: Actor, slug: str, archive_id: int) -> ResponseReturnValue:
    """How far it is, for the page that waits."""
    found = queries.archive_to_see(work, actor, archive_id)
    return jsonify(step=found.step, done=found.done, total=found.total, is_running=found.is_running)


@bp.post("/<slug>/archives/<int:archive_id>/file")
@signed_in
def take(work: Work, actor: Actor, slug: str, archive_id: int) -> ResponseReturnValue:
    """The archive itself; who took it is written down."""
    found, path = actions.take(work, actor, archive_id, this_portal().settings.data_dir)
    name = f"{slug}-archive-{found.created_at:%Y-%m-%d}.zip"
    answer = send_file(path.absolute(), "application/zip", as_attachment=True, download_name=name)
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


@bp.post("/<slug>/archives/<int:archive_id>/delete")
@signed_in
def delete(work: Work, actor: Actor, slug: str, archive_id: int) -> ResponseReturnValue:
    """Keep one no longer."""
    actions.delete(work, actor, archive_id)
    flash("The archive is deleted.", "success")
    return go("archives.archives", slug=slug)
