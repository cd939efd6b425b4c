"""What one board had, for its presenters and the organizers: as a page, and as a file."""

from collections.abc import Iterator

from flask import Response
from flask.typing import ResponseReturnValue

from portal.access import Actor
from portal.clock import now
from portal.doors.http import page, signed_in
from portal.doors.wording import zone_choice
from portal.posters.rules import Took
from portal.rosters.rules.sheet import write_sheet
from portal.rounds import queries
from portal.rounds.pages.blueprint import bp
from portal.store.work import Work
from portal.workshops.queries import workshop_of

WORDS = {Took.POSTER: "Poster", Took.SLIDES: "Slides", Took.CLIP: "Clip", Took.LINK: "A link"}
HEADINGS = ("what", "which", "count")


@bp.get("/<slug>/posters/<int:poster_id>/figures")
@signed_in
def figures(work: Work, actor: Actor, slug: str, poster_id: int) -> ResponseReturnValue:
    tally = queries.figures_of(work, actor, poster_id, now())
    return page("rounds/figures.html", tally=tally, poster=tally.poster, words=WORDS)


@bp.get("/<slug>/posters/<int:poster_id>/figures.csv")
@signed_in
def figures_sheet(work: Work, actor: Actor, slug: str, poster_id: int) -> ResponseReturnValue:
    """The same as a file, its times in the chosen zone."""
    tally = queries.figures_of(work, actor, poster_id, now())
    zone = zone_choice(workshop_of(work, actor).time_zone, now()).zone

    def rows() -> Iterator[tuple[str, str, str]]:
        yield "visitors", tally.poster.title, str(tally.figures.people)
        yield "visits", tally.poster.title, str(tally.figures.visits)
        yield "stars", tally.poster.title, str(tally.figures.stars)
        for kind, people in tally.figures.taken:
            yield "downloads", WORDS[Took(kind)], str(people)
        for bar in tally.bars:
            came = bar.at.astimezone(zone).isoformat(timespec="minutes")
            yield "visitors who came first", came, str(bar.people)
        for name in tally.figures.names:
            yield "visitor", name, "1"
        for one in tally.questions:
            state = "answered question" if one.is_answered else "open question"
            yield state, f"{one.who}: {one.text}", "1"

    name = f"{slug}-poster-{poster_id}-{now().astimezone(zone):%Y-%m-%d}.csv"
    return Response(
        write_sheet(HEADINGS, rows()),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
