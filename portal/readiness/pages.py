"""The board of who is ready, as a page and as a file; and the pages whose opening is a sign."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from typing import cast
from urllib.parse import quote

from flask import Blueprint, Response, current_app, flash, g, request
from flask.typing import ResponseReturnValue

from portal.access import Actor, Permission, may
from portal.clock import now
from portal.doors.http import go_on, page, signed_in, written_first
from portal.doors.portal import this_portal
from portal.doors.wording import zone_choice
from portal.errors import Refusal
from portal.files.models import StoredFile
from portal.files.rules import path_of
from portal.readiness import actions, forms, queries
from portal.readiness.rules import SIGN_WORDS, Kind, Page, Ready, Row, Sign, to_remind
from portal.rosters.rules.sheet import write_sheet
from portal.store.work import Work

bp = Blueprint("readiness", __name__)

MAIL_WAY = "readiness_mail_way"
"""Where portal.app leaves how those are written to who are not ready: (slug, ids of people) → an address of ours."""
MailWay = Callable[[str, Sequence[int]], str]

OPENED: Mapping[str, Page] = {
    "stage.stage": Page.STAGE,
    "backstage.backstage": Page.STAGE,
    "stage.session": Page.OWN,
    "programme.agenda": Page.OWN,
    "posters.mine": Page.OWN,
    "posters.room": Page.POSTER,
}
KNOWN = "readiness_known"
PREVIEW_WIDTH = 480
MOST_IN_A_MAIL = 50


@bp.get("/<slug>/readiness")
@signed_in
def board(work: Work, actor: Actor, slug: str) -> ResponseReturnValue:
    """Everybody who has a part, and what is missing still."""
    rows = queries.rows_of(work, actor, _has_preview)
    wanted = forms.read_wanted(request.args)
    shown = [row for row in rows if wanted.fits(row)]
    people = to_remind(shown)
    workshop = queries.workshop_to_prepare(work, actor)
    return page(
        "readiness/readiness.html",
        rows=shown,
        total=len(rows),
        not_ready=sum(not row.is_ready for row in rows),
        missing={sign: sum(sign in row.missing for row in rows) for sign in Sign},
        counts={kind: sum(row.kind is kind for row in rows) for kind in Kind},
        wanted=wanted,
        words=SIGN_WORDS,
        kinds=Kind,
        people=people,
        mail=_mail_way(slug, people),
        may_edit=may(actor, Permission.EDIT_READINESS, workshop),
        here=request.full_path.rstrip("?"),
    )


@bp.get("/<slug>/readiness.csv")
@signed_in
def sheet(work: Work, actor: Actor, slug: str) -> ResponseReturnValue:
    """The same rows as a file, its times in the chosen zone."""
    workshop = queries.workshop_to_prepare(work, actor)
    zone = zone_choice(workshop.time_zone, now()).zone
    wanted = forms.read_wanted(request.args)
    rows = [row for row in queries.rows_of(work, actor, _has_preview) if wanted.fits(row)]

    def told(at: datetime | None) -> str:
        return at.astimezone(zone).isoformat(sep=" ", timespec="minutes") if at else ""

    def line(row: Row) -> list[str]:
        signs = [row.signs.get(sign) for sign in Sign]
        return [
            row.kind.value,
            row.board,
            row.title,
            told(row.starts_at),
            ", ".join(one.email for one in row.people),
            *(f"{found.words} {told(found.at)}".strip() if found else "" for found in signs),
            row.stand_in,
            "yes" if row.is_ready else "no",
        ]

    headings = ("kind", "board", "title", "time", "addresses", *SIGN_WORDS.values(), "steps in", "ready")
    name = f"{slug}-readiness-{now().astimezone(zone):%Y-%m-%d}.csv"
    return Response(
        write_sheet(headings, (line(row) for row in rows)),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@bp.post("/<slug>/readiness/<kind>/<int:about_id>/stand-in")
@signed_in
def set_stand_in(work: Work, actor: Actor, slug: str, kind: str, about_id: int) -> ResponseReturnValue:
    """Who presents if the presenter cannot."""
    actions.set_stand_in(work, actor, forms.read_kind(kind), about_id, request.form.get("name", ""))
    flash("Written down.", "success")
    return go_on("readiness.board", slug=slug)


@bp.after_app_request
def note_opening(answer: Response) -> Response:
    """A page that somebody with a part has found on their own is a sign; the first time alone is kept."""
    opened = OPENED.get(request.endpoint or "")
    actor = g.get("actor")
    if opened is None or actor is None or answer.status_code != 200 or not queries.is_concerned(actor):
        return answer
    known = current_app.extensions.setdefault(KNOWN, set())
    key = (actor.workshop_id, actor.person_id, opened)
    if key not in known:
        # That it cannot be kept just now is no reason to take the page away.
        with suppress(Refusal):
            written_first(lambda work: actions.note_opening(work, *key))
            known.add(key)
    return answer


def _has_preview(file: StoredFile) -> bool:
    return path_of(this_portal().settings.data_dir, file.sha256, PREVIEW_WIDTH).is_file()


def _mail_way(slug: str, people: Sequence[Ready]) -> str:
    """The portal's own way where there is one, else the mail program of whoever asks; nothing where nobody is meant."""
    addresses = [one.email for one in people if one.email]
    if not addresses:
        return ""
    way = cast("MailWay | None", current_app.extensions.get(MAIL_WAY))
    if way is not None:
        return way(slug, [one.id for one in people])
    return f"mailto:?bcc={quote(','.join(addresses[:MOST_IN_A_MAIL]), safe='@,')}"
