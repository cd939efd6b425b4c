"""What is kept about the person who looks: read, taken along, erased."""

from dataclasses import replace

from flask import flash, request, send_file
from flask.typing import ResponseReturnValue

from portal.access import Actor
from portal.accounts.actions import is_password_right
from portal.accounts.queries import own_person
from portal.clock import now
from portal.doors.http import go, page, prepared, signed_in
from portal.doors.offload import offload
from portal.doors.portal import this_portal
from portal.errors import NotFound
from portal.privacy import actions, forms, queries
from portal.privacy.pages.blueprint import bp
from portal.privacy.rules import WORD, file_of
from portal.store.work import Work
from portal.workshops.models import Workshop


@bp.get("/me/privacy")
@signed_in
def mine(work: Work, actor: Actor) -> ResponseReturnValue:
    """Every kind of data about this person, in one workshop or in all; copies, erasures and allowed hosts."""
    workshops = queries.workshops_of(work, actor)
    chosen = _chosen(workshops)
    return page(
        "privacy/mine.html",
        workshops=workshops,
        chosen=chosen,
        kinds=queries.data_of(work, actor, chosen),
        exports=queries.own_exports(work, actor),
        erasures=queries.own_requests(work, actor),
        hosts=queries.hosts_of(work, actor),
        at=now(),
        mail_days=this_portal().settings.mail_days,
    )


@bp.get("/me/privacy/data/<kind>")
@signed_in
def rows(work: Work, actor: Actor, kind: str) -> ResponseReturnValue:
    """The rows of one kind, some on each page."""
    chosen = _chosen(queries.workshops_of(work, actor))
    number = forms.read_number(request.args.get("page")) or 1
    return page("privacy/rows.html", shown=queries.page_of(work, actor, kind, chosen, number), chosen=chosen)


@bp.post("/me/privacy/exports")
@signed_in
def ask_for_export(work: Work, actor: Actor) -> ResponseReturnValue:
    portal = this_portal()
    portal.limits.hit(portal.settings.limit_export, "privacy.export", str(actor.known_id))
    actions.ask_for_export(work, actor)
    flash("The copy is being made. A mail tells you when it is ready.", "success")
    return go("privacy.mine", _anchor="copy")


@bp.get("/me/privacy/exports/<int:export_id>.zip")
@signed_in
def fetch(work: Work, actor: Actor, export_id: int) -> ResponseReturnValue:
    """The copy itself, for its own person alone."""
    export = queries.own_export(work, actor, export_id)
    path = file_of(this_portal().settings.data_dir, export.id, export.key).absolute()
    if not path.is_file():
        raise NotFound("This copy is not here any more. Ask for a new one.")
    return send_file(path, "application/zip", as_attachment=True, download_name="my-data.zip", max_age=0)


@bp.get("/me/privacy/erase")
@signed_in
def erase(work: Work, actor: Actor) -> ResponseReturnValue:
    """What it means, and the last question."""
    workshops = queries.workshops_of(work, actor)
    return page(
        "privacy/erase.html",
        workshops=workshops,
        chosen=_chosen(workshops),
        has_password=own_person(work, actor).password_hash is not None,
        word=WORD,
    )


def _read_asked(actor: Actor) -> forms.Asked:
    """The word is typed; and who wants it at once has proven with the password that it is them, if they have one."""
    asked, portal = forms.read_erasure(request.form), this_portal()
    portal.limits.hit_strictly(portal.settings.limit_erase, "privacy.erase", str(actor.known_id))
    if not asked.is_at_once:
        return asked
    with portal.store.reading() as work:
        password_hash = own_person(work, actor).password_hash
    if password_hash is not None and not offload(is_password_right, password_hash, asked.password):
        raise forms.wrong_password()
    return replace(asked, password="")


@bp.post("/me/privacy/erase")
@prepared(_read_asked)
def ask_to_erase(work: Work, actor: Actor, asked: forms.Asked) -> ResponseReturnValue:
    base_url = this_portal().settings.base_url
    actions.ask(work, actor, asked.workshop_id, is_at_once=asked.is_at_once, base_url=base_url)
    if asked.is_at_once:
        flash("It is being done now. You are signed out when it reaches your account.", "success")
    else:
        flash("It will be done in 7 days. Until then you can take it back here.", "success")
    return go("privacy.mine", _anchor="erase")


@bp.post("/me/privacy/erasures/<int:request_id>/undo")
@signed_in
def undo_erasure(work: Work, actor: Actor, request_id: int) -> ResponseReturnValue:
    actions.undo(work, actor, request_id)
    flash("Taken back. Nothing was erased.", "success")
    return go("privacy.mine", _anchor="erase")


def _chosen(workshops: list[Workshop]) -> Workshop | None:
    """The workshop to which the page is narrowed."""
    wanted = request.values.get("in", "")
    return next((one for one in workshops if one.slug == wanted), None)
