"""The public pages of a workshop, the list of all workshops, and what their organizers change."""

from typing import Any

from flask import Blueprint, redirect, request, url_for
from flask.typing import ResponseReturnValue

from portal.access import Actor, Permission, may
from portal.accounts.actions import choose_zone
from portal.clock import now
from portal.doors.furniture import NavItem
from portal.doors.http import anyone, go, local_path, page, signed_in
from portal.doors.identity import token_of_request
from portal.doors.portal import this_portal
from portal.store.work import Work
from portal.workshops import actions, forms, queries
from portal.workshops.models import ImportantDate, Member, News, Topic, Workshop
from portal.workshops.rules import PARTS, moment_of, time_of

bp = Blueprint("workshops", __name__)

NAVIGATION = (
    NavItem("workshops.about", "About", "info", Permission.SEE_PAGE, page="about"),
    NavItem("workshops.topics", "Topics", "tags", Permission.SEE_PAGE, page="topics", is_minor=True),
    NavItem("workshops.dates", "Dates", "clock", Permission.SEE_PAGE, page="dates", is_minor=True),
    NavItem("workshops.news", "News", "newspaper", Permission.SEE_PAGE, page="news", is_minor=True),
    NavItem("workshops.people", "People", "users", Permission.SEE_PAGE, page="people", is_minor=True),
)

YEAR_SECONDS = 365 * 24 * 3600
MOST_ON_ABOUT = 4
GROUPS = (("On today", ("today",)), ("Ahead", ("ahead", "open")), ("Over", ("over",)))


@bp.get("/")
@anyone
def home(work: Work, actor: Actor) -> ResponseReturnValue:
    """The workshops that the visitor may know of, by whether they are on, ahead or over."""
    found = queries.workshops_to_see(work, lambda workshop: _actor_in(work, actor, workshop))
    cards = [_card(work, actor, workshop) for workshop in found]
    groups = [(heading, [card for card in cards if card["time"] in times]) for heading, times in GROUPS]
    return page("workshops/home.html", groups=[(heading, cards) for heading, cards in groups if cards])


@bp.get("/<slug>/")
@anyone
def about(work: Work, actor: Actor, **_: str) -> ResponseReturnValue:
    workshop = queries.page_to_see(work, actor, "about")
    return page(
        "workshops/about.html",
        time=time_of(workshop.starts_on, workshop.ends_on, now().astimezone(workshop.zone).date()),
        ahead=this_portal().read_ahead(work, actor, workshop)[:MOST_ON_ABOUT],
        surveys=this_portal().read_surveys(work, actor, workshop),
        dates=_dates(work, workshop) if _may_see(actor, workshop, "dates") else [],
        news=queries.lines_of(work, workshop.id, News)[:MOST_ON_ABOUT]
        if _may_see(actor, workshop, "news")
        else [],
    )


@bp.get("/help")
@anyone
def help_page(work: Work, actor: Actor) -> ResponseReturnValue:
    return page("workshops/help.html")


@bp.get("/<slug>/topics")
@anyone
def topics(work: Work, actor: Actor, **_: str) -> ResponseReturnValue:
    workshop = queries.page_to_see(work, actor, "topics")
    return page("workshops/topics.html", topics=queries.lines_of(work, workshop.id, Topic))


@bp.get("/<slug>/dates")
@anyone
def dates(work: Work, actor: Actor, **_: str) -> ResponseReturnValue:
    workshop = queries.page_to_see(work, actor, "dates")
    return page("workshops/dates.html", dates=_dates(work, workshop))


@bp.get("/<slug>/news")
@anyone
def news(work: Work, actor: Actor, **_: str) -> ResponseReturnValue:
    workshop = queries.page_to_see(work, actor, "news")
    return page("workshops/news.html", news=queries.lines_of(work, workshop.id, News))


@bp.get("/<slug>/people")
@anyone
def people(work: Work, actor: Actor, **_: str) -> ResponseReturnValue:
    workshop = queries.page_to_see(work, actor, "people")
    return page("workshops/people.html", parts=queries.members_by_part(work, workshop.id))


@bp.get("/<slug>/edit")
@signed_in
def edit(work: Work, actor: Actor, **_: str) -> ResponseReturnValue:
    workshop = queries.workshop_to_edit(work, actor)
    return page("workshops/edit.html", values=forms.values_of(workshop), **forms.choices())


@bp.post("/<slug>/edit")
@signed_in
def change(work: Work, actor: Actor, **_: str) -> ResponseReturnValue:
    draft = forms.read_workshop(request.form)
    actions.change(work, actor, queries.workshop_of(work, actor), draft)
    return go("workshops.about", slug=draft.slug)


@bp.get("/<slug>/edit/lists")
@signed_in
def edit_lists(work: Work, actor: Actor, **_: str) -> ResponseReturnValue:
    workshop = queries.workshop_to_edit(work, actor)
    return page(
        "workshops/edit_lists.html",
        topics="\n".join(topic.text for topic in queries.lines_of(work, workshop.id, Topic)),
        dates=forms.date_rows(queries.dates_of(work, workshop), workshop.zone),
        news=forms.news_rows(queries.lines_of(work, workshop.id, News)),
        members=forms.member_rows(queries.lines_of(work, workshop.id, Member)),
        parts=tuple(PARTS),
    )


@bp.post("/<slug>/edit/lists")
@signed_in
def change_lists(work: Work, actor: Actor, slug: str) -> ResponseReturnValue:
    workshop = queries.workshop_of(work, actor)
    lists = forms.read_lists(request.form, workshop.zone)
    actions.set_topics(work, actor, workshop, lists.topics)
    actions.set_dates(work, actor, workshop, lists.dates)
    actions.set_news(work, actor, workshop, lists.news)
    actions.set_members(work, actor, workshop, lists.members)
    return go("workshops.edit_lists", slug=slug)


@bp.post("/preferences")
@anyone
def preferences(work: Work, actor: Actor) -> ResponseReturnValue:
    """Colours and time zone for a browser without scripts; scripts write the same cookies.

    Who is signed in and chooses their own zone is remembered with it; scripts send that too.
    """
    answer = redirect(local_path(request.form.get("next"), url_for("workshops.home")), 303)
    chosen = forms.read_preferences(request.form)
    if actor.is_signed_in and chosen.get("zone") == "mine" and chosen.get("tz"):
        choose_zone(work, actor, chosen["tz"])
    for name, value in chosen.items():
        answer.set_cookie(
            name,
            value,
            max_age=YEAR_SECONDS if value else 0,
            samesite="Lax",
            secure=this_portal().settings.is_https,
        )
    return answer


def _actor_in(work: Work, actor: Actor, workshop: Workshop) -> Actor:
    """Outside a workshop nobody has roles, so for one that is not published yet they are asked for."""
    if workshop.is_published or not actor.is_signed_in:
        return actor
    return this_portal().read_actor(work, token_of_request(), workshop.id)


def _card(work: Work, actor: Actor, workshop: Workshop) -> dict[str, Any]:
    time = time_of(workshop.starts_on, workshop.ends_on, now().astimezone(workshop.zone).date())
    ahead = this_portal().read_ahead(work, actor, workshop) if time != "over" else []
    is_on = bool(ahead) and ahead[0].is_now
    return {"workshop": workshop, "time": "today" if is_on else time, "ahead": ahead[0] if ahead else None}


def _may_see(actor: Actor, workshop: Workshop, name: str) -> bool:
    return may(actor, Permission.SEE_PAGE, queries.access_to(workshop, name))


def _dates(work: Work, workshop: Workshop) -> list[tuple[ImportantDate, str]]:
    """Each date with whether it is past, the next one, or later."""
    found = queries.dates_of(work, workshop)
    moments = [moment_of(one, workshop.zone) for one in found]
    ahead = [moment for moment in moments if moment and moment > now()]
    states = [
        "" if at is None else "past" if at not in ahead else "next" if at == ahead[0] else ""
        for at in moments
    ]
    return list(zip(found, states, strict=True))
