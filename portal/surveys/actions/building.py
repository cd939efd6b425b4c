"""An organizer builds a survey: its settings, its consent text and its questions."""

from sqlalchemy import delete as sql_delete
from sqlalchemy import func, select

from portal.access import Actor, Permission
from portal.audit.actions import record
from portal.clock import now
from portal.errors import Conflict
from portal.polls.rules import Draft as PollDraft
from portal.polls.rules import checked_draft as checked_question
from portal.store.work import Work
from portal.surveys.models import Survey, SurveyConsent, SurveyQuestion
from portal.surveys.queries import (
    answered_by,
    consent_of,
    draft_of,
    phase_now,
    question_for,
    questions_of,
    survey_for,
    workshop_to_ask,
)
from portal.surveys.rules import (
    MOST_QUESTIONS,
    Draft,
    Phase,
    QuestionDraft,
    State,
    check_promises,
    check_ready,
    checked_draft,
    phase_of,
)


def save(work: Work, actor: Actor, draft: Draft, survey_id: int | None = None) -> Survey:
    """Make a survey, or change one; another consent text is a new version, and the old one stays."""
    draft = checked_draft(draft)
    if survey_id is None:
        workshop = workshop_to_ask(work, actor, Permission.LEAD_SURVEYS)
        survey = Survey(workshop_id=workshop.id, state=State.DRAFT)
        _set(survey, draft)
        work.add(survey)
    else:
        survey = _locked(work, actor, survey_id)
        _check_change(work, survey, draft)
        survey.edition += survey.groups != list(draft.groups)
        _set(survey, draft)
    if draft.consent != consent_of(work, survey):
        survey.consent_version += 1
        version = survey.consent_version
        work.session.add(SurveyConsent(survey_id=survey.id, version=version, text=draft.consent))
    work.session.flush()
    record(work, actor, "surveys.save", draft.title)
    return survey


def delete(work: Work, actor: Actor, survey_id: int) -> None:
    """Take a draft away; what people have answered stays."""
    survey = _locked(work, actor, survey_id)
    if survey.state != State.DRAFT:
        raise Conflict("Only a draft can be deleted; close this survey instead.")
    for model in (SurveyQuestion, SurveyConsent):
        work.session.execute(sql_delete(model).where(model.survey_id == survey.id))
    work.session.delete(survey)
    record(work, actor, "surveys.delete", survey.title)
    work.session.flush()


def add_question(work: Work, actor: Actor, survey_id: int, draft: QuestionDraft) -> SurveyQuestion:
    """Put a question at the end."""
    survey = _to_build(work, actor, survey_id)
    title, options = _checked(draft)
    last, count = work.session.execute(
        select(func.max(SurveyQuestion.position), func.count()).where(SurveyQuestion.survey_id == survey.id)
    ).one()
    if count >= MOST_QUESTIONS:
        raise Conflict(f"A survey has {MOST_QUESTIONS} questions at most.")
    question = SurveyQuestion(
        workshop_id=survey.workshop_id,
        survey_id=survey.id,
        position=(last or 0) + 1,
        title=title,
        kind=draft.kind,
        options=options,
    )
    survey.edition += 1
    record(work, actor, "surveys.add_question", draft.title)
    return work.add(question)


def change_question(work: Work, actor: Actor, question_id: int, draft: QuestionDraft) -> None:
    """Ask it in other words; not once somebody has answered."""
    survey, question = question_for(work, actor, question_id)
    _to_build(work, actor, survey.id)
    question.title, question.options = _checked(draft)
    question.kind = draft.kind
    survey.edition += 1
    record(work, actor, "surveys.change_question", draft.title)
    work.session.flush()


def delete_question(work: Work, actor: Actor, question_id: int) -> None:
    """Take a question away; not once somebody has answered."""
    survey, question = question_for(work, actor, question_id)
    _to_build(work, actor, survey.id)
    if survey.state == State.OPEN:
        check_ready(consent_of(work, survey), len(questions_of(work, survey)) - 1)
    survey.edition += 1
    work.session.delete(question)
    record(work, actor, "surveys.delete_question", f"question {question_id}")
    work.session.flush()


def move_question(work: Work, actor: Actor, question_id: int, *, is_up: bool) -> None:
    """Let a question change places with the one before or after it; at the end of the list nothing happens."""
    survey, question = question_for(work, actor, question_id)
    work.lock(survey)
    ordered = questions_of(work, survey)
    here = ordered.index(question)
    there = here - 1 if is_up else here + 1
    if 0 <= there < len(ordered):
        ordered[here], ordered[there] = ordered[there], ordered[here]
    for position, one in enumerate(ordered, start=1):
        one.position = position
    record(work, actor, "surveys.move_question", f"question {question_id}", is_up=is_up)
    work.session.flush()


def _checked(draft: QuestionDraft) -> tuple[str, list[str]]:
    return checked_question(PollDraft("", "", draft.title, draft.kind, draft.options))


def _locked(work: Work, actor: Actor, survey_id: int) -> Survey:
    survey = survey_for(work, actor, Permission.LEAD_SURVEYS, survey_id)
    work.lock(survey)
    return survey


def _to_build(work: Work, actor: Actor, survey_id: int) -> Survey:
    """The survey, whose questions may still be changed; raises Conflict."""
    survey = _locked(work, actor, survey_id)
    if phase_now(survey) == Phase.CLOSED or answered_by(work, survey):
        raise Conflict("Somebody has answered, so the questions stay as they are. They can change places.")
    return survey


def _check_change(work: Work, survey: Survey, draft: Draft) -> None:
    if answered_by(work, survey):
        check_promises(draft_of(work, survey), draft)
    if survey.state != State.DRAFT:
        check_ready(draft.consent, len(questions_of(work, survey)))
    then = phase_of(survey.state, draft.opens_at, draft.closes_at, now())
    if phase_now(survey) == Phase.CLOSED and then != Phase.CLOSED:
        raise Conflict("This survey is closed and stays closed; its times can no longer be moved.")


def _set(survey: Survey, draft: Draft) -> None:
    survey.title, survey.intro = draft.title, draft.intro
    survey.grouping, survey.groups, survey.smallest = draft.grouping, list(draft.groups), draft.smallest
    survey.release, survey.shows_texts = draft.release, draft.shows_texts
    survey.opens_at, survey.closes_at = draft.opens_at, draft.closes_at
