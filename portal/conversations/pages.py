"""One's conversations, and one of them."""

from collections.abc import Callable
from typing import cast

from flask import Blueprint, current_app, flash, request, url_for
from flask.typing import ResponseReturnValue

from portal.access import Actor
from portal.contacts.queries import between, circle_of
from portal.contacts.rules import LONGEST_NOTE
from portal.conversations import actions, forms, queries
from portal.doors.http import go, page, signed_in, typed
from portal.doors.portal import this_portal
from portal.profiles.queries import is_in_sight
from portal.store.work import Work
from portal.threads.pages import chat_here

bp = Blueprint("conversations", __name__)

REPORT = "conversation_report"
"""Where portal.app keeps who knows the page on which a message is reported, None where there is none."""

ReportOf = Callable[[str, int, int], str]
"""(workshop's slug, thread, message) → the page on which it is reported."""


@bp.get("/<slug>/messages")
@signed_in
def inbox(work: Work, actor: Actor, slug: str) -> ResponseReturnValue:
    """With whom one writes, and what waits."""
    listed = queries.conversations_of(work, actor)
    return page("conversations/inbox.html", conversations=listed, waiting=sum(one.unread for one in listed))


@bp.get("/<slug>/messages/<int:person_id>")
@signed_in
def one(work: Work, actor: Actor, slug: str, person_id: int) -> ResponseReturnValue:
    """What two people write to each other, or the form for the first words."""
    found = queries.conversation_with(work, actor, person_id)
    chat, here = None, between(work, actor, person_id)
    if found.thread_id is not None:
        chat = {**chat_here(work, actor, slug, found.thread_id), "title": found.person.name}
        if here.has_blocked:
            chat["why_not"] = "You have blocked this person, so nobody writes here. It can still be read."
    return page(
        "conversations/one.html",
        person=found.person,
        chat=chat,
        is_in_sight=is_in_sight(work, actor, person_id, circle_of(work, actor)),
        meeting={
            "between": here,
            "longest": LONGEST_NOTE,
            "is_in_conversation": True,
        },
        has_waiting=chat is not None and queries.unread_in(work, actor, chat["id"]) > 0,
        report_href=_report_href(slug, found),
        text=typed("text"),
        client_id=forms.read_id(request.form),
    )


@bp.post("/<slug>/messages/<int:person_id>")
@signed_in
def write(work: Work, actor: Actor, slug: str, person_id: int) -> ResponseReturnValue:
    portal = this_portal()
    portal.limits.hit(portal.settings.limit_post, "threads.post", str(actor.known_id))
    if queries.conversation_with(work, actor, person_id).thread_id is None:
        portal.limits.hit(portal.settings.limit_write_to, "conversations.begin", str(actor.known_id))
    actions.write_to(work, actor, person_id, *forms.read_message(request.form))
    return go("conversations.one", slug=slug, person_id=person_id, _anchor="talk")


@bp.post("/<slug>/messages/<int:person_id>/read")
@signed_in
def read(work: Work, actor: Actor, slug: str, person_id: int) -> ResponseReturnValue:
    """Have read all of it; with scripts this happens by itself."""
    thread_id = queries.conversation_with(work, actor, person_id).thread_id
    if thread_id is not None:
        actions.read_all(work, actor, thread_id)
        flash("Nothing of it waits any more.", "success")
    return go("conversations.inbox", slug=slug)


def path_of_thread(work: Work, actor: Actor, slug: str, thread_id: int) -> str:
    """The page on which a message between two people is read; or, before they write, where they meet."""
    return url_for("conversations.one", slug=slug, person_id=queries.other_in(work, actor, thread_id))


def _report_href(slug: str, found: queries.Conversation) -> str:
    """Where the newest message of the other is reported."""
    report = cast(ReportOf | None, current_app.extensions.get(REPORT))
    if report is None or found.thread_id is None or not found.newest_of_theirs:
        return ""
    return report(slug, found.thread_id, found.newest_of_theirs)
