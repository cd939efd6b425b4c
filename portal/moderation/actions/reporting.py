"""Report something: the same thing is one case, with the voices of all who report it."""

from sqlalchemy import select

from portal.access import Actor
from portal.clock import now
from portal.moderation.actions.telling import tell_moderators, tell_queue
from portal.moderation.models import ModerationCase, ModerationVoice
from portal.moderation.queries import message_to_report, person_to_report
from portal.moderation.rules import CaseState, Kind, Report, Reported
from portal.store.work import Work
from portal.workshops.queries import workshop_of


def report_message(work: Work, actor: Actor, thread_id: int, seq: int, report: Report) -> ModerationCase:
    """Report a message in a chat; the same person again says it in other words."""
    thing = message_to_report(work, actor, thread_id, seq)
    return report_thing(work, actor, (Kind.MESSAGE, thread_id, seq), thing, report)


def report_person(work: Work, actor: Actor, person_id: int, report: Report) -> ModerationCase:
    """Report somebody who is in the workshop."""
    thing = person_to_report(work, actor, person_id)
    return report_thing(work, actor, (Kind.PERSON, person_id, 0), thing, report)


def report_thing(
    work: Work, actor: Actor, which: tuple[Kind, int, int], thing: Reported, report: Report
) -> ModerationCase:
    """Report a thing as its feature describes it to this person, who may see it.

    A case that was resolved is open again when somebody new reports it.
    """
    # Two first reports at once: the second waits here and then finds the case.
    work.lock(workshop_of(work, actor))
    case = _case(work, actor, which) or _open(work, actor, which, thing)
    voice = work.session.get(ModerationVoice, (case.id, actor.known_id))
    if voice is not None:
        voice.reason, voice.words = report.reason, report.words
        return case
    work.add(
        ModerationVoice(
            case_id=case.id, person_id=actor.known_id, reason=report.reason, words=report.words, at=now()
        )
    )
    case.voices += 1
    is_news = case.voices == 1 or not case.is_open
    case.state, case.changed_at = CaseState.OPEN.value, now()
    if is_news:
        concerned = {actor.known_id} | ({case.person_id} if case.person_id else set())
        tell_moderators(work, case, actor.name, concerned)
    tell_queue(work, case)
    return case


def _case(work: Work, actor: Actor, which: tuple[Kind, int, int]) -> ModerationCase | None:
    kind, thing_id, seq = which
    found = select(ModerationCase).where(
        ModerationCase.workshop_id == actor.workshop_id,
        ModerationCase.kind == kind.value,
        ModerationCase.thing_id == thing_id,
        ModerationCase.seq == seq,
    )
    case = work.session.scalars(found).one_or_none()
    if case is not None:
        work.lock(work.hold(case))
    return case


def _open(work: Work, actor: Actor, which: tuple[Kind, int, int], thing: Reported) -> ModerationCase:
    kind, thing_id, seq = which
    return work.add(
        ModerationCase(
            workshop_id=actor.workshop_id,
            kind=kind.value,
            thing_id=thing_id,
            seq=seq,
            person_id=thing.person_id,
            person_name=thing.person_name,
            words=thing.words,
            path=thing.path,
            opened_at=now(),
            changed_at=now(),
        )
    )
