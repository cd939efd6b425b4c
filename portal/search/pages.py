"""The search as a page, and its suggestions for a script."""

from typing import Any

from flask import Blueprint, jsonify, request, url_for
from flask.typing import ResponseReturnValue

from portal.access import Actor, Permission, may
from portal.doors.http import anyone, client_key, page
from portal.doors.identity import token_of_request
from portal.doors.portal import this_portal
from portal.search import forms, queries
from portal.search.rules import GROUPS, LONGEST_QUERY, MOST_SUGGESTED, Group, Hit, Person, Piece, Results
from portal.store.work import Work
from portal.workshops.queries import workshop_of

MOST_OF_EACH = 10
MOST_OF_ONE = 100

bp = Blueprint("search", __name__)


@bp.get("/<slug>/search")
@anyone
def find(work: Work, actor: Actor, slug: str) -> ResponseReturnValue:
    """What was found, by groups; one group alone is shown whole."""
    _count()
    wanted, only = forms.read_wanted(request.args), forms.read_group(request.args)
    groups, most = ((only,), MOST_OF_ONE) if only else (tuple(GROUPS), MOST_OF_EACH)
    return page(
        "search/search.html",
        results=queries.find(work, actor, wanted, groups, most),
        only=only,
        headings=GROUPS,
        longest=LONGEST_QUERY,
        href=_hrefs(work, actor, slug),
    )


@bp.get("/<slug>/search/suggestions")
@anyone
def suggest(work: Work, actor: Actor, slug: str) -> ResponseReturnValue:
    """A few of each group, while somebody types."""
    _count()
    results = queries.find(work, actor, forms.read_wanted(request.args), tuple(GROUPS), MOST_SUGGESTED)
    href = _hrefs(work, actor, slug)
    return jsonify(
        count=results.count,
        groups=[
            {
                "heading": GROUPS[group][0],
                "count": results.counts[group],
                "items": _items(results, group, href),
            }
            for group in results.groups
        ],
    )


def _count() -> None:
    portal = this_portal()
    portal.limits.hit(portal.settings.limit_search, "search", token_of_request() or client_key())


def _hrefs(work: Work, actor: Actor, slug: str) -> Any:
    """Where a hit leads to: into the room of a poster for those who may enter, else to the page that lists it."""
    may_enter = may(actor, Permission.SEE_POSTERS, workshop_of(work, actor))

    def href(hit: Hit) -> str:
        if hit.group == Group.TALKS:
            return url_for("programme.schedule", slug=slug, _anchor=f"talk-{hit.id}")
        if hit.group == Group.SESSIONS:
            return url_for("stage.session", slug=slug, session_id=hit.id)
        if may_enter:
            return url_for("posters.room", slug=slug, poster_id=hit.id)
        return url_for("posters.papers", slug=slug, _anchor=f"paper-{hit.id}")

    return href


def _items(results: Results, group: Group, href: Any) -> list[dict[str, Any]]:
    if group != Group.PEOPLE:
        return [
            {"title": _told(hit.title), "note": _told(hit.names), "href": href(hit)}
            for hit in results.hits[group]
        ]
    return [
        {
            "title": _told(person.name),
            "note": [{"text": _about(person)}],
            "href": _href_of(person, href),
        }
        for person in results.people
    ]


def _href_of(person: Person, href: Any) -> str:
    """Their profile, where they want to be found; else the first work that names them."""
    words = request.view_args or {}
    if person.person_id is not None:
        return url_for("profiles.one", **words, person_id=person.person_id)
    return str(href(person.hits[0])) if person.hits else url_for("workshops.people", **words)


def _about(person: Person) -> str:
    return person.affiliation or ", ".join((*person.parts, *(hit.plain_title for hit in person.hits[:1])))


def _told(pieces: tuple[Piece, ...]) -> list[dict[str, Any]]:
    return [{"text": piece.text, "hit": True} if piece.is_hit else {"text": piece.text} for piece in pieces]
