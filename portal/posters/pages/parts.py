"""The files of a poster, one at a time: sent, replaced and removed by its presenters and by organizers."""

from dataclasses import dataclass

from flask import flash, request
from flask.typing import ResponseReturnValue

from portal.access import Actor
from portal.doors.http import go_on, page, prepared, signed_in
from portal.doors.portal import this_portal
from portal.errors import Invalid, NotFound
from portal.files.actions import stash
from portal.files.forms import read_upload
from portal.files.rules import Stashed
from portal.posters import actions, queries
from portal.posters.pages.blueprint import bp
from portal.posters.rules import PARTS, Part, PartSpec
from portal.store.work import Work


@dataclass(frozen=True)
class Shown:
    """A part as its form shows it."""

    part: Part
    spec: PartSpec
    limit_mb: int


def parts_shown() -> list[Shown]:
    """The three kinds of files, each with what is taken."""
    return [Shown(part, spec, limit_of(part)) for part, spec in PARTS.items()]


def part_of(word: str) -> Part:
    """The part that an address names; raises NotFound for any other word."""
    if word not in set(Part):
        raise NotFound
    return Part(word)


def limit_of(part: Part) -> int:
    settings = this_portal().settings
    return settings.clip_limit_mb if part is Part.CLIP else settings.upload_limit_mb


def receive_part(actor: Actor, slug: str, poster_id: int, part: str) -> Stashed:
    """Check the file and lay it down, with no transaction open; only for those who may send one."""
    portal = this_portal()
    with portal.store.reading() as work:
        queries.poster_to_edit(work, actor, poster_id)
    wanted = part_of(part)
    upload = read_upload(request.files)
    if upload is None:
        told = f"Choose a file first: {PARTS[wanted].told}."
        raise Invalid(told, fields={"file": told})
    portal.limits.hit(portal.settings.limit_upload, "upload", str(actor.known_id))
    return stash(
        portal.settings.data_dir,
        upload.stream,
        upload.name,
        limit_mb=limit_of(wanted),
        taken=PARTS[wanted].kinds,
    )


@bp.get("/<slug>/posters/<int:poster_id>/files/<part>")
@signed_in
def part_form(work: Work, actor: Actor, slug: str, poster_id: int, part: str) -> ResponseReturnValue:
    poster = queries.poster_to_edit(work, actor, poster_id)
    shown = next(one for one in parts_shown() if one.part is part_of(part))
    return page("posters/part.html", poster=poster, shown=shown)


@bp.post("/<slug>/posters/<int:poster_id>/files/<part>")
@prepared(receive_part)
def send_part(
    work: Work, actor: Actor, stashed: Stashed, slug: str, poster_id: int, *, part: str
) -> ResponseReturnValue:
    actions.put_file(work, actor, poster_id, stashed, part_of(part))
    flash(f"{PARTS[part_of(part)].word}: {stashed.name} is in the room.", "success")
    return go_on("posters.room", slug=slug, poster_id=poster_id)


@bp.post("/<slug>/posters/<int:poster_id>/files/<part>/remove")
@signed_in
def remove_part(work: Work, actor: Actor, slug: str, poster_id: int, part: str) -> ResponseReturnValue:
    actions.remove_file(work, actor, poster_id, part_of(part))
    flash(f"{PARTS[part_of(part)].word}: removed.", "success")
    return go_on("posters.part_form", slug=slug, poster_id=poster_id, part=part)
