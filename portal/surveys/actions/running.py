"""An organizer opens and closes a survey and publishes its results."""

import secrets

from sqlalchemy import delete, insert, select

from portal.access import Actor, Permission
from portal.errors import Conflict
from portal.store.work import Work
from portal.surveys.models import Survey, SurveyAnswer, SurveyQuestion
from portal.surveys.queries import consent_of, phase_now, questions_of, survey_for
from portal.surveys.rules import Phase, State, check_ready, check_turn


def set_state(work: Work, actor: Actor, survey_id: int, state: State) -> None:
    """Open a draft, or close what is open; what it is already changes nothing."""
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


def publish(work: Work, actor: Actor, survey_id: int, *, is_on: bool) -> None:
    """Let attendees see the results of a closed survey, or no longer."""
    survey = survey_for(work, actor, Permission.LEAD_SURVEYS, survey_id)
    work.lock(survey)
    if phase_now(survey) != Phase.CLOSED:
        raise Conflict("The results are published once the survey is closed.")
    if is_on and not survey.is_published:
        _mix(work, survey)
    survey.is_published = is_on
    work.session.flush()


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
