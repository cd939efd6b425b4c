"""What a workshop needs before its day, point by point, each with the page where it is done."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select

from portal.access import Actor, Permission, Role, require
from portal.console.rules import Check, Mark
from portal.mail.models import Mail
from portal.posters.models import Poster, PosterPresenter, PosterSlot
from portal.programme.models import ProgrammeSession, Talk
from portal.registrations.models import Registration
from portal.registrations.rules import State
from portal.settings import Settings
from portal.stage.queries import stages_of
from portal.store.work import Work
from portal.workshops.models import Workshop
from portal.workshops.queries import workshop_of


@dataclass(frozen=True)
class LookAt:
    """What a check may look at."""

    work: Work
    workshop: Workshop
    settings: Settings

    def count(self, model: type[Any], *conditions: Any) -> int:
        """How many rows of this workshop fit."""
        found = select(func.count()).select_from(model).where(model.workshop_id == self.workshop.id)
        return self.work.session.scalar(found.where(*conditions)) or 0


MakeCheck = Callable[[LookAt], Iterable[Check]]
"""Gives the points of one matter; portal.app hands them over in the order in which they are shown."""


def checks_of(work: Work, actor: Actor, settings: Settings, makers: Iterable[MakeCheck]) -> Sequence[Check]:
    """All points, for those who set the workshop up."""
    workshop = workshop_of(work, actor)
    require(actor, Permission.SEE_CONSOLE, workshop)
    look = LookAt(work, workshop, settings)
    return [check for make in makers for check in make(look)]


def the_workshop(look: LookAt) -> Iterable[Check]:
    one = look.workshop
    edit = "workshops.edit"
    days = (
        f"From {one.starts_on} to {one.ends_on or one.starts_on}." if one.starts_on else "It has no days yet."
    )
    yield Check("Dates", _done(one.starts_on), days, edit)
    is_utc = one.time_zone == "UTC"
    zone = (
        "All times are in UTC. Choose the zone of the place."
        if is_utc
        else f"All times are in {one.time_zone}."
    )
    yield Check("Time zone", Mark.LOOK if is_utc else Mark.DONE, zone, edit)
    public = "Everybody can find it." if one.is_published else "Nobody but you can see it."
    yield Check("Published", _done(one.is_published), public, edit)
    contact = f"Questions go to {one.contact}." if one.contact else "Nobody knows whom to write to."
    yield Check("Contact", _done(one.contact), contact, edit)


def the_programme(look: LookAt) -> Iterable[Check]:
    sessions, talks = look.count(ProgrammeSession), look.count(Talk)
    undated = look.count(ProgrammeSession, ProgrammeSession.starts_at.is_(None))
    told = f"{_many(sessions, 'session')} with {_many(talks, 'talk')}."
    if undated:
        told += f" {_many(undated, 'session has', 'sessions have')} no time yet."
    mark = Mark.MISSING if not sessions else Mark.LOOK if undated else Mark.DONE
    yield Check("Programme", mark, told if sessions else "There is no session yet.", "programme.schedule")


def the_stages(look: LookAt) -> Iterable[Check]:
    stages = stages_of(look.work, look.workshop.id)
    if not stages:
        yield Check("Stages", Mark.MISSING, "There is no stage, so nothing can be streamed.", "stage.new")
    for stage in stages:
        sources = len(stage.sources)
        told = {
            0: "No source of the stream is known.",
            1: "One source and none to fall back on.",
        }.get(sources, f"{sources} sources: if one dies, the next one plays.")
        mark = {0: Mark.MISSING, 1: Mark.LOOK}.get(sources, Mark.DONE)
        yield Check(f"Stream of {stage.name}", mark, told, "stage.edit", values=(("stage_id", stage.id),))


def the_posters(look: LookAt) -> Iterable[Check]:
    posters = look.count(Poster)
    if not posters:
        yield Check(
            "Posters",
            Mark.LOOK,
            "No poster hangs in the hall. Fine for a workshop without any.",
            "posters.hall",
        )
        return
    with_people = select(PosterPresenter.poster_id)
    alone = look.count(Poster, Poster.id.not_in(with_people))
    bare = look.count(Poster, Poster.file_id.is_(None))
    unplaced = look.count(Poster, Poster.id.not_in(select(PosterSlot.poster_id)))
    told = [f"{_many(posters, 'poster')}"]
    told += [f"{alone} without a presenter"] if alone else []
    told += [f"{bare} without a file"] if bare else []
    told += [f"{unplaced} without a time"] if unplaced else []
    mark = Mark.LOOK if alone or bare or unplaced else Mark.DONE
    yield Check(
        "Posters", mark, f"{', '.join(told)}.", "posters.board_sessions" if unplaced else "posters.hall"
    )


WAYS = {
    "open": "Everybody who registers is let in.",
    "approval": "You let in who registers.",
    "invitation": "Only those who are invited come in.",
    "code": "Who has the code is let in.",
    "domains": "Who has an address of a listed domain is let in.",
    "closed": "Nobody can register by themselves.",
}


def the_people(look: LookAt) -> Iterable[Check]:
    is_closed = look.workshop.registration == "closed"
    yield Check(
        "Registration",
        Mark.LOOK if is_closed else Mark.DONE,
        WAYS.get(look.workshop.registration, "People register by a way of their own."),
        "workshops.edit",
    )
    waiting = look.count(Registration, Registration.state == State.REQUESTED)
    if waiting:
        told = f"{_many(waiting, 'person waits', 'people wait')} to be let in."
        yield Check("People who wait", Mark.MISSING, told, "registrations.listing", "Decide")
    accepted = look.work.session.scalars(
        select(Registration.role_names).where(
            Registration.workshop_id == look.workshop.id, Registration.state == State.ACCEPTED
        )
    ).all()
    for role, one, needs, told in (
        (Role.ORGANIZER, "organizer", 2, "One organizer alone: if you fall ill, nobody can run the day."),
        (Role.CHAIR, "chair", 1, "Nobody chairs: questions and times are yours to lead."),
        (Role.VOLUNTEER, "volunteer", 1, "Nobody helps at the boards and the desk but you."),
    ):
        has = sum(role in names for names in accepted)
        mark = Mark.DONE if has >= needs else Mark.LOOK
        yield Check(
            f"{one.capitalize()}s",
            mark,
            f"{_many(has, one)}." if has >= needs else told,
            "registrations.listing",
        )


def the_conduct(look: LookAt) -> Iterable[Check]:
    links = [one for one in look.workshop.links if "conduct" in str(one.get("label", "")).lower()]
    has_it = bool(links) or "code of conduct" in look.workshop.about.lower()
    told = "People can read it." if has_it else "Neither the links nor the text of the workshop name one."
    yield Check("Code of conduct", _done(has_it), told, "workshops.edit")


def the_mail(look: LookAt) -> Iterable[Check]:
    if not look.settings.smtp_url:
        yield Check(
            "Mail", Mark.MISSING, "The portal has no mail server (PORTAL_SMTP_URL), so nobody gets a link."
        )
        return
    session = look.work.session
    stuck = session.scalar(
        select(func.count()).select_from(Mail).where(Mail.sent_at.is_(None), Mail.attempts > 0)
    )
    sent = session.scalar(select(func.max(Mail.sent_at)))
    if stuck:
        yield Check(
            "Mail",
            Mark.MISSING,
            f"{_many(stuck, 'mail')} could not be sent yet; the server does not take them.",
        )
    elif sent is None:
        yield Check("Mail", Mark.LOOK, "No mail has been sent yet. Send yourself a sign-in link.")
    else:
        yield Check("Mail", Mark.DONE, f"The last mail was taken at {sent:%H:%M} UTC on {sent:%Y-%m-%d}.")


def the_server(look: LookAt) -> Iterable[Check]:
    settings = look.settings
    relay = (
        "Calls work through strict networks too."
        if settings.turn_urls
        else ("No relay (PORTAL_TURN_URLS): about one person in seven will not be heard in calls.")
    )
    yield Check("Relay for calls", Mark.DONE if settings.turn_urls else Mark.LOOK, relay)
    is_local = not settings.is_https
    secure = (
        "People reach it over https."
        if settings.is_https
        else (
            "The address of the portal is not https: browsers give it no camera and no microphone, but on this machine."
        )
    )
    yield Check(
        "Secure address",
        Mark.MISSING if is_local and not settings.is_demo else Mark.DONE if not is_local else Mark.LOOK,
        secure,
    )


CHECKS: Sequence[MakeCheck] = (
    the_workshop,
    the_programme,
    the_stages,
    the_posters,
    the_people,
    the_conduct,
    the_mail,
    the_server,
)


def _done(value: object) -> Mark:
    return Mark.DONE if value else Mark.MISSING


def _many(number: int, one: str, many: str = "") -> str:
    return f"{number} {one if number == 1 else many or one + 's'}"
