"""What one says of oneself, and what of it each workshop sees."""

from dataclasses import dataclass

from flask import flash, request, url_for
from flask.typing import ResponseReturnValue

from portal.access import Actor
from portal.accounts.models import Person
from portal.doors.http import go, go_on, next_path, page, prepared, signed_in
from portal.doors.portal import this_portal
from portal.files.actions import portray
from portal.files.forms import read_upload
from portal.files.rules import Square
from portal.profiles import actions, forms, queries
from portal.profiles.pages.blueprint import bp
from portal.profiles.pages.finding import sent
from portal.profiles.rules import ProfileDraft
from portal.store.work import Work
from portal.workshops.models import Topic
from portal.workshops.queries import lines_of


@dataclass(frozen=True)
class Sent:
    """What the form of a profile brought, its picture already checked and drawn."""

    draft: ProfileDraft
    square: Square | None
    is_without: bool


def receive(actor: Actor) -> Sent:
    """Read the form and draw its picture, with no transaction open."""
    draft, upload = forms.read_profile(request.form), read_upload(request.files, "picture")
    is_without = bool(request.form.get("no_picture"))
    if upload is None:
        return Sent(draft, None, is_without)
    portal = this_portal()
    portal.limits.hit(portal.settings.limit_upload, "upload", str(actor.known_id))
    limit = min(portal.settings.portrait_limit_mb, portal.settings.upload_limit_mb)
    square = portray(portal.settings.data_dir, upload.stream, limit_mb=limit)
    return Sent(draft, square, is_without=False)


@bp.get("/me/profile")
@signed_in
def edit(work: Work, actor: Actor) -> ResponseReturnValue:
    """One's own profile, the same in every workshop."""
    return page(
        "profiles/edit.html",
        profile=queries.own_profile(work, actor),
        person=work.get(Person, actor.known_id),
        picture=queries.own_portrait(work, actor),
        next_path=next_path(),
    )


@bp.post("/me/profile")
@prepared(receive)
def change(work: Work, actor: Actor, sent: Sent) -> ResponseReturnValue:
    actions.say(work, actor, sent.draft)
    if sent.square is not None:
        actions.put_portrait(work, actor, sent.square)
    elif sent.is_without:
        actions.drop_portrait(work, actor)
    flash("Your profile is saved.", "success")
    return go_on("profiles.edit")


@bp.get("/me/profile/picture/<int:width>.webp")
@signed_in
def own_picture(work: Work, actor: Actor, width: int) -> ResponseReturnValue:
    return sent(*queries.portrait_of(work, actor, actor.known_id, width, None))


@bp.get("/<slug>/directory/me")
@signed_in
def own_listing(work: Work, actor: Actor, slug: str) -> ResponseReturnValue:
    """What this workshop sees of oneself."""
    workshop = queries.workshop_of_people(work, actor)
    return page(
        "profiles/listing.html",
        listing=queries.own_listing(work, actor),
        profile=queries.own_profile(work, actor),
        person=work.get(Person, actor.known_id),
        picture=queries.own_portrait(work, actor),
        topics=[topic.text for topic in lines_of(work, workshop.id, Topic)],
        profile_href=url_for("profiles.edit", next=request.path),
    )


@bp.post("/<slug>/directory/me")
@signed_in
def change_listing(work: Work, actor: Actor, slug: str) -> ResponseReturnValue:
    workshop = queries.workshop_of_people(work, actor)
    topics = [topic.text for topic in lines_of(work, workshop.id, Topic)]
    draft = forms.read_listing(request.form, topics)
    actions.show(work, actor, draft)
    flash(
        "Saved. Others find you in the list of people." if draft.is_listed else "Saved. You are hidden.",
        "success",
    )
    return go("profiles.listing", slug=slug)


@bp.post("/<slug>/directory/invisible")
@signed_in
def set_invisible(work: Work, actor: Actor, slug: str) -> ResponseReturnValue:
    """Be invisible for a while, with one press."""
    is_on = request.form.get("is_on") != "no"
    actions.set_invisible(work, actor, is_on=is_on)
    told = (
        "Nobody is told that you are here." if is_on else "Those to whom you show it see again where you are."
    )
    flash(told, "success")
    return go_on("profiles.listing", slug=slug)
