"""What moderators do with a case: take it, write notes for each other, resolve it, open it again."""

from portal.access import Actor
from portal.audit.actions import record
from portal.clock import now
from portal.errors import Conflict
from portal.moderation.actions.telling import tell_queue, tell_voices
from portal.moderation.models import ModerationCase, ModerationNote
from portal.moderation.queries import case_to_lead
from portal.moderation.rules import KINDS, CaseState
from portal.store.work import Work


def assign(work: Work, actor: Actor, case_id: int, *, is_mine: bool) -> ModerationCase:
    """Take a case, from whoever has it, or give it back."""
    case = _locked(work, actor, case_id)
    wanted = actor.person_id if is_mine else None
    if case.assignee_id == wanted:
        return case
    case.assignee_id, case.assignee_name = wanted, actor.name if is_mine else ""
    _changed(work, actor, case, "moderation.take" if is_mine else "moderation.give_back")
    return case


def note(work: Work, actor: Actor, case_id: int, text: str) -> ModerationNote:
    """Tell the other moderators something about a case."""
    case = _locked(work, actor, case_id)
    made = work.add(
        ModerationNote(case_id=case.id, author_id=actor.known_id, author_name=actor.name, text=text, at=now())
    )
    _changed(work, actor, case, "moderation.note")
    return made


def resolve(work: Work, actor: Actor, case_id: int, outcome: str) -> ModerationCase:
    """Say what became of a case; those who reported it are told. Raises Conflict where another moderator was faster."""
    case = _locked(work, actor, case_id)
    if not case.is_open:
        if case.outcome == outcome:
            return case
        raise Conflict("Another moderator has resolved this case. Open it again to say something else.")
    case.state, case.outcome = CaseState.RESOLVED.value, outcome
    if case.assignee_id is None:
        case.assignee_id, case.assignee_name = actor.person_id, actor.name
    _changed(work, actor, case, "moderation.resolve", outcome=outcome)
    tell_voices(work, case)
    return case


def reopen(work: Work, actor: Actor, case_id: int) -> ModerationCase:
    """A resolved case waits again; twice is the same as once."""
    case = _locked(work, actor, case_id)
    if case.is_open:
        return case
    case.state, case.outcome = CaseState.OPEN.value, ""
    _changed(work, actor, case, "moderation.reopen")
    tell_voices(work, case)
    return case


def _locked(work: Work, actor: Actor, case_id: int) -> ModerationCase:
    case = case_to_lead(work, actor, case_id)
    work.lock(case)
    return case


def _changed(work: Work, actor: Actor, case: ModerationCase, action: str, **details: str) -> None:
    case.changed_at = now()
    person = (case.person_id, case.person_name) if case.person_id else None
    record(work, actor, action, f"case {case.id}: {KINDS[case.kind]}", person=person, **details)
    tell_queue(work, case)
