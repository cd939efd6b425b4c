"""The line of a stage as it stands, what would move on it, and who moved it last."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from portal.access import Actor, Permission, may, require
from portal.announcements.rules import Audience, Scope
from portal.delays.models import Delay
from portal.delays.rules import Line, Plan, Slot, line_of, line_on, plan, slots_of, step_word
from portal.programme.queries import sessions_of
from portal.stage.models import Stage
from portal.stage.queries import stages_of
from portal.store.work import Work
from portal.workshops.models import Workshop
from portal.workshops.queries import workshop_of

MOST_LISTED = 20


@dataclass(frozen=True)
class Choice:
    """A line that this person may move: a stage, or the whole day."""

    stage_id: int | None
    name: str


def place_to_move(work: Work, actor: Actor, stage_id: int | None) -> tuple[Workshop, Stage | None]:
    """The workshop and the stage whose times this person may change; without a stage, those of the whole day."""
    workshop = workshop_of(work, actor)
    audience = Audience.STAGE if stage_id else Audience.ALL
    require(actor, Permission.RUN_LATE, Scope(workshop.id, audience))
    return workshop, work.get_in(workshop.id, Stage, stage_id) if stage_id else None


def choices(work: Work, actor: Actor, workshop: Workshop) -> list[Choice]:
    """Every line that this person may move."""
    found = [Choice(one.id, one.name) for one in stages_of(work, workshop.id)]
    if may(actor, Permission.RUN_LATE, Scope(workshop.id, Audience.ALL)):
        found.append(Choice(None, "The whole day"))
    return found


def slots_in(work: Work, workshop_id: int) -> list[Slot]:
    return slots_of(sessions_of(work, workshop_id))


def line_now(work: Work, workshop: Workshop, stage_id: int | None, at: datetime) -> Line:
    """What belongs to this stage on the day of this instant."""
    return line_of(slots_in(work, workshop.id), stage_id, at, workshop.zone)


def line_then(work: Work, workshop: Workshop, stage_id: int | None, day: date) -> Line:
    return line_on(slots_in(work, workshop.id), stage_id, day, workshop.zone)


def plan_to_see(
    work: Work, actor: Actor, stage_id: int | None, minutes: int, at: datetime
) -> tuple[Workshop, Stage | None, Plan]:
    """What an order would change at this instant, for those who may give it."""
    workshop, stage = place_to_move(work, actor, stage_id)
    return workshop, stage, plan(line_now(work, workshop, stage_id, at), minutes, at)


def delays_on(work: Work, workshop_id: int, stage_id: int | None, day: date) -> list[Delay]:
    """What was moved on this line that day, the newest first; also what moved all stages."""
    found = select(Delay).where(Delay.workshop_id == workshop_id, Delay.on == day)
    if stage_id is not None:
        found = found.where((Delay.stage_id == stage_id) | Delay.stage_id.is_(None))
    return list(work.session.scalars(found.order_by(Delay.id.desc()).limit(MOST_LISTED)))


def may_undo(actor: Actor, delay: Delay) -> bool:
    """Whether this person may take it back."""
    audience = Audience.STAGE if delay.stage_id else Audience.ALL
    return may(actor, Permission.RUN_LATE, Scope(delay.workshop_id, audience))


def last_told(work: Work, workshop_id: int, line: Line) -> str:
    """Who moved the line last and how, in words; empty when nobody did."""
    made = delays_on(work, workshop_id, line.stage_id, line.day)
    if not made:
        return ""
    return f"{made[0].author_name} ({'taken back' if made[0].undone_at else step_word(made[0].minutes)})"
