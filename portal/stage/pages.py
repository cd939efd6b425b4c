"""The pages of a stage: what is on, one session, and the bar that every page has."""

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue

from portal.access import Actor, Permission
from portal.clock import now
from portal.doors.furniture import NavItem, NowBar
from portal.doors.http import anyone, page
from portal.doors.wording import when
from portal.errors import NotFound
from portal.stage import queries
from portal.stage.rules import minutes_until
from portal.store.work import Work
from portal.workshops.models import Workshop
from portal.workshops.queries import workshop_around

bp = Blueprint("stage", __name__)

NAVIGATION = (NavItem("stage.stage", "Stage", "tv", Permission.SEE_STAGE, is_phone=True),)


def now_bar(work: Work, actor: Actor, workshop: Workshop) -> NowBar:
    """The bar under the masthead of every page of a workshop."""
    on = queries.on_now(work, actor, workshop, now())
    if on is None:
        return NowBar("none")
    entry = on.talk or on.session
    where = [on.session.title if on.talk else "", on.stage_name]
    return NowBar(
        state="now" if on.is_now else "next",
        title=entry.title,
        session_title=" · ".join(part for part in where if part),
        label=_label(on),
        href=url_for("stage.session", slug=workshop.slug, session_id=on.session.id),
        starts_at=entry.starts_at,
        ends_at=entry.ends_at,
    )


@bp.get("/<slug>/now")
@anyone
def bar(work: Work, actor: Actor, slug: str) -> ResponseReturnValue:
    """The bar alone, for a page that stays open."""
    workshop = workshop_around(work, actor)
    if workshop is None:
        raise NotFound
    return render_template("parts/now_bar.html", workshop=workshop, now_bar=now_bar(work, actor, workshop))


@bp.get("/<slug>/stage")
@bp.get("/<slug>/stage/<stage_slug>")
@anyone
def stage(work: Work, actor: Actor, slug: str, stage_slug: str | None = None) -> ResponseReturnValue:
    found = queries.stage_to_see(work, actor, stage_slug)
    return page("stage/stage.html", stage=found)


@bp.get("/<slug>/sessions/<int:session_id>")
@anyone
def session(work: Work, actor: Actor, slug: str, session_id: int) -> ResponseReturnValue:
    return page("stage/session.html", room=queries.room_to_see(work, actor, session_id, now()))


def _label(on: queries.OnNow) -> str:
    entry = on.talk or on.session
    if on.is_now:
        left = minutes_until(entry.ends_at, now())
        return f"{left} min left" if left else ""
    minutes = minutes_until(entry.starts_at, now())
    return f"in {minutes} min" if minutes < 60 else when(entry.starts_at)
