"""An organizer opens and closes a survey, tells everybody of it, and publishes its results."""

import secrets

from sqlalchemy import delete, insert, select

from portal.access import Actor, Permission
from portal.announcements.actions import announce, withdraw
from portal.announcements.models import Announcement
from portal.announcements.rules import LONGEST_MINUTES, Audience
from portal.announcements.rules import Draft as AnnouncementDraft
from portal.audit.actions import record
from portal.clock import now
from portal.errors import Conflict
from portal.store.work import Work
from portal.surveys.models import Survey, SurveyAnswer, SurveyQuestion
from portal.surveys.queries import consent_of, phase_now, questions_of, survey_for
from portal.surveys.rules import Phase, State, check_ready, check_turn

MOST_TOLD = 120
"""So many characters of a title are told."""


def set_state(work: Work, actor: Actor, survey_id: int, state: State, told_at: str = "") -> None:
    """Open a draft, or close what is open; what it is already changes nothing.

    With an address in `told_at` every open page hears, once it is open, that it can be answered there.
    """
    survey = survey_for(work, actor, Permission.LEAD_SURVEYS, survey_id)
    work.lock(survey)
    phase = phase_now(survey)
    if state in (survey.state, phase):
        return
    check_turn(phase, state)
    if state == State.OPEN:
        check_ready(consent_of(work, survey), len(questions_of(work, survey)))
    else:
        _mix(work, survey)
    survey.state = state
    work.session.flush()
    record(work, actor, "surveys.set_state", survey.title, state=str(state))
    if told_at:
        tell_opened(work, actor, survey, told_at)
    elif phase_now(survey) == Phase.CLOSED:
        _tell_no_more(work, actor, survey)


def tell_opened(work: Work, actor: Actor, survey: Survey, address: str) -> None:
    """Announce it for as long as it is open; one that waits for its time is looked at again then."""
    if phase_now(survey) == Phase.WAITING:
        words = {"survey_id": survey.id, "person_id": actor.known_id, "address": address}
        work.queue("surveys.tell_opened", due_at=survey.opens_at, **words)
    if phase_now(survey) != Phase.OPEN:
        return
    left = int((survey.closes_at - now()).total_seconds() / 60) if survey.closes_at else None
    minutes = left and min(max(1, left), LONGEST_MINUTES)
    text = f"The survey “{_short(survey.title)}” is open. Answer it here: {address}"
    announce(work, actor, AnnouncementDraft(_mark(survey), text, Audience.ALL, minutes=minutes))


def publish(work: Work, actor: Actor, survey_id: int, *, is_on: bool) -> None:
    """Let attendees see the results of a closed survey, or no longer."""
    survey = survey_for(work, actor, Permission.LEAD_SURVEYS, survey_id)
    work.lock(survey)
    if phase_now(survey) != Phase.CLOSED:
        raise Conflict("The results are published once the survey is closed.")
    if is_on and not survey.is_published:
        _mix(work, survey)
    survey.is_published = is_on
    record(work, actor, "surveys.publish", survey.title, is_on=is_on)
    work.session.flush()


def _tell_no_more(work: Work, actor: Actor, survey: Survey) -> None:
    told = select(Announcement.id).where(
        Announcement.workshop_id == survey.workshop_id, Announcement.client_id == _mark(survey)
    )
    for one in work.session.scalars(told).all():
        withdraw(work, actor, one)


def _mark(survey: Survey) -> str:
    """By which its announcement is found again."""
    return f"survey-{survey.id}"


def _short(title: str) -> str:
    return title if len(title) <= MOST_TOLD else title[: MOST_TOLD - 1].rstrip() + "…"


def _mix(work: Work, survey: Survey) -> None:
    """Write all answers anew under other ids, so that no trace of the store tells which were written together."""
    asked = select(SurveyQuestion.id).where(SurveyQuestion.survey_id == survey.id)
    mine = SurveyAnswer.question_id.in_(asked)
    found = select(SurveyAnswer.question_id, SurveyAnswer.group, SurveyAnswer.choice).where(mine)
    rows = [
        {"id": secrets.token_hex(16), "question_id": question_id, "group": group, "choice": choice}
        for question_id, group, choice in work.session.execute(found).all()
    ]
    work.session.execute(delete(SurveyAnswer).where(mine).execution_options(synchronize_session=False))
    if rows:
        work.session.execute(insert(SurveyAnswer), sorted(rows, key=lambda row: str(row["id"])))
