"""Who is told: those who look at the queue, the moderators, those who reported, and whom a measure concerns."""

from collections.abc import Collection

from sqlalchemy import select

from portal.access import Role
from portal.moderation.events import QueueChanged
from portal.moderation.models import ModerationCase, ModerationMeasure, ModerationVoice
from portal.moderation.queries.cases import open_count
from portal.moderation.rules import KINDS, MODERATION, OUTCOMES, TOLD, CaseState
from portal.notices.actions import forget, tell
from portal.notices.rules import Cause, Kind
from portal.registrations.queries import people_in_roles
from portal.store.work import Work
from portal.threads.actions import anchor

MODERATORS = "The moderators"


def tell_queue(work: Work, case: ModerationCase) -> None:
    """Those who look at the queue look again."""
    work.session.flush()
    told = QueueChanged(workshop=case.workshop_id, case=case.id, open=open_count(work, case.workshop_id))
    work.announce(told)


def tell_moderators(work: Work, case: ModerationCase, who: str, but: Collection[int]) -> None:
    """Whoever keeps order hears of it on any page, except those whom it concerns."""
    people = {one for one, _ in people_in_roles(work, case.workshop_id, (Role.MODERATOR, Role.ORGANIZER))}
    thread_id = thread_of(work, case.workshop_id)
    # A case that was resolved and is open again is news once more.
    forget(work, thread_id, -case.id)
    text = f"{KINDS[case.kind]}: {case.words}"
    tell(work, Cause(case.workshop_id, thread_id, -case.id, who, text), Kind.CASE, people - set(but))


def tell_voices(work: Work, case: ModerationCase) -> None:
    """Those who reported learn what became of it; when a case is open again, its answer is void."""
    thread_id = thread_of(work, case.workshop_id)
    forget(work, thread_id, -case.id)
    if case.state == CaseState.OPEN:
        return
    found = select(ModerationVoice.person_id).where(ModerationVoice.case_id == case.id)
    cause = Cause(case.workshop_id, thread_id, -case.id, MODERATORS, OUTCOMES[case.outcome])
    tell(work, cause, Kind.OUTCOME, set(work.session.scalars(found)))


def tell_person(work: Work, measure: ModerationMeasure) -> None:
    """Whom a measure concerns learns what it is and why; where it is shown, for how long."""
    if measure.person_id is None:
        return
    # Numbers of cases and of measures may be the same; the kinds of their notices are not.
    seq = -measure.id
    text = f"{TOLD[measure.kind]}. {measure.reason}"
    cause = Cause(measure.workshop_id, thread_of(work, measure.workshop_id), seq, MODERATORS, text)
    tell(work, cause, Kind.MEASURE, {measure.person_id})


def thread_of(work: Work, workshop_id: int) -> int:
    """The thread to which these notices belong; made when it is first needed."""
    return anchor(work, workshop_id, MODERATION)
