"""Report something, and read what became of it."""

from collections.abc import Callable, Mapping
from typing import cast

from flask import current_app, flash, request, url_for
from flask.typing import ResponseReturnValue

from portal.access import Actor, Permission, require
from portal.doors.http import go_on, next_path, page, signed_in
from portal.doors.portal import this_portal
from portal.errors import NotFound
from portal.moderation import actions, forms, queries
from portal.moderation.pages.blueprint import bp
from portal.moderation.rules import DONE, KINDS, OUTCOMES, REASONS, TOLD, Kind, Reported
from portal.store.work import Work
from portal.workshops.queries import workshop_of

REPORTABLE = "reportable"
"""Where portal.app keeps, for each kind of thing of a higher feature, who describes it."""

Describe = Callable[[Work, Actor, int], Reported]

THANKS = "Thank you. The moderators have your report, and you will be told what became of it."


@bp.get("/<slug>/threads/<int:thread_id>/messages/<int:seq>/report")
@signed_in
def report_message_form(work: Work, actor: Actor, slug: str, thread_id: int, seq: int) -> ResponseReturnValue:
    """Say what is wrong with a message."""
    return _form(slug, Kind.MESSAGE, queries.message_to_report(work, actor, thread_id, seq))


@bp.post("/<slug>/threads/<int:thread_id>/messages/<int:seq>/report")
@signed_in
def report_message(work: Work, actor: Actor, slug: str, thread_id: int, seq: int) -> ResponseReturnValue:
    report = forms.read_report(request.form)
    _count(actor)
    actions.report_message(work, actor, thread_id, seq, report)
    flash(THANKS, "success")
    return go_on("moderation.own", slug=slug)


@bp.get("/<slug>/report/<kind>/<int:thing_id>")
@signed_in
def report_form(work: Work, actor: Actor, slug: str, kind: str, thing_id: int) -> ResponseReturnValue:
    """Say what is wrong with a person, a question or a poster."""
    which = _kind(kind)
    return _form(slug, which, _described(work, actor, which, thing_id))


@bp.post("/<slug>/report/<kind>/<int:thing_id>")
@signed_in
def report(work: Work, actor: Actor, slug: str, kind: str, thing_id: int) -> ResponseReturnValue:
    which = _kind(kind)
    said = forms.read_report(request.form)
    _count(actor)
    if which == Kind.PERSON:
        actions.report_person(work, actor, thing_id, said)
    else:
        thing = _described(work, actor, which, thing_id)
        actions.report_thing(work, actor, (which, thing_id, 0), thing, said)
    flash(THANKS, "success")
    return go_on("moderation.own", slug=slug)


@bp.get("/<slug>/reports")
@signed_in
def own(work: Work, actor: Actor, **_: str) -> ResponseReturnValue:
    """What one reported, and what was decided about oneself."""
    require(actor, Permission.REPORT, workshop_of(work, actor))
    return page(
        "moderation/own.html",
        reports=queries.own_reports(work, actor),
        measures=queries.own_measures(work, actor),
        kinds=KINDS,
        outcomes=OUTCOMES,
        told=TOLD,
        done=DONE,
    )


def way_to_report(slug: str, thread_id: int, seq: int) -> str:
    """The page on which a message is reported."""
    return url_for("moderation.report_message_form", slug=slug, thread_id=thread_id, seq=seq)


def _form(slug: str, kind: Kind, thing: Reported) -> ResponseReturnValue:
    return page(
        "moderation/report.html",
        thing=thing,
        what=KINDS[kind],
        reasons=REASONS,
        back=next_path() or url_for("moderation.own", slug=slug),
    )


def _described(work: Work, actor: Actor, kind: Kind, thing_id: int) -> Reported:
    """The thing as this person may see it; raises NotFound."""
    if kind == Kind.PERSON:
        return queries.person_to_report(work, actor, thing_id)
    require(actor, Permission.REPORT, workshop_of(work, actor))
    known = cast(Mapping[str, Describe], current_app.extensions[REPORTABLE])
    if kind.value not in known:
        raise NotFound
    return known[kind.value](work, actor, thing_id)


def _kind(word: str) -> Kind:
    if word not in set(Kind) - {Kind.MESSAGE}:
        raise NotFound
    return Kind(word)


def _count(actor: Actor) -> None:
    portal = this_portal()
    portal.limits.hit(portal.settings.limit_report, "moderation.report", str(actor.known_id))
