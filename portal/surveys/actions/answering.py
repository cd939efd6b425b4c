"""A person answers, once, after agreeing to the consent text."""

import secrets

from sqlalchemy import insert

from portal.access import Actor, Permission, title_of
from portal.errors import Conflict, Invalid
from portal.polls.rules import Choice, Kind
from portal.store.work import Work
from portal.surveys.models import Survey, SurveyAnswer, SurveyParticipation
from portal.surveys.queries import has_answered, phase_now, questions_of, survey_for
from portal.surveys.rules import Asked, Grouping, Sheet, check_phase, checked_answers, checked_group


def answer(work: Work, actor: Actor, survey_id: int, sheet: Sheet) -> None:
    """Keep that this person has answered, and apart from that each answer; nothing is kept without consent."""
    survey = survey_for(work, actor, Permission.ANSWER_SURVEY, survey_id)
    work.lock(survey)
    check_phase(phase_now(survey))
    if has_answered(work, survey, actor.known_id):
        raise Conflict("You have answered this survey already. What you sent first counts.")
    if sheet.consent_version != survey.consent_version:
        raise Conflict("The consent text has changed. Please read it again.")
    if sheet.edition != survey.edition:
        raise Conflict("The questions have changed. Please look through them again.")
    if not sheet.has_agreed:
        told = "Nothing is stored unless you agree to the consent text."
        raise Invalid(told, fields={"has_agreed": told})
    questions = [Asked(one.id, Kind(one.kind), tuple(one.options)) for one in questions_of(work, survey)]
    kept = checked_answers(questions, sheet.answers)
    group = _group_of(actor, survey, sheet)
    work.session.add(
        SurveyParticipation(
            survey_id=survey.id, person_id=actor.known_id, consent_version=survey.consent_version
        )
    )
    rows = [
        {
            "id": secrets.token_hex(16),
            "question_id": one.id,
            "group": "" if one.kind == Kind.TEXT else group,
            "choice": kept_as(kept[one.id]),
        }
        for one in questions
        if one.id in kept
    ]
    work.session.execute(insert(SurveyAnswer), rows)
    work.session.flush()


def kept_as(choice: Choice) -> dict[str, object]:
    """A choice as the store keeps it."""
    return {"text": choice.text} if choice.text else {"numbers": list(choice.numbers)}


def _group_of(actor: Actor, survey: Survey, sheet: Sheet) -> str:
    if survey.grouping == Grouping.ROLE:
        return title_of(actor.roles).capitalize()
    return checked_group(survey.grouping, survey.groups, sheet.group)
