"""Surveys, their questions and their results, read."""

import random
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select

from portal.access import Actor, Permission, may, require
from portal.clock import now
from portal.errors import NotFound
from portal.polls.queries import choice_in
from portal.polls.rules import Choice, Kind
from portal.store.work import Work
from portal.surveys.models import Survey, SurveyAnswer, SurveyConsent, SurveyParticipation, SurveyQuestion
from portal.surveys.rules import (
    Draft,
    Grouping,
    Outcome,
    Phase,
    Release,
    check_results,
    label_of,
    outcome_of,
    parted,
    phase_of,
)
from portal.workshops.models import Workshop

_dice = random.SystemRandom()


@dataclass(frozen=True)
class Told:
    """A survey in a list: where it stands for one person. `to_do`: answer, results, or nothing."""

    id: int
    title: str
    phase: Phase
    has_answered: bool
    survey: Survey

    @property
    def to_do(self) -> str:
        if self.phase == Phase.OPEN and not self.has_answered:
            return "answer"
        return "results" if is_told(self.survey) else ""


@dataclass(frozen=True)
class Results:
    """What a survey brought: how many answered, and each question with how."""

    answered: int
    is_enough: bool
    questions: tuple[tuple[SurveyQuestion, Outcome], ...]


def phase_now(survey: Survey) -> Phase:
    return phase_of(survey.state, survey.opens_at, survey.closes_at, now())


def is_told(survey: Survey) -> bool:
    """Whether attendees may see the results by now."""
    is_released = survey.is_published or survey.release == Release.CLOSED
    return is_released and phase_now(survey) == Phase.CLOSED


def workshop_to_ask(work: Work, actor: Actor, permission: Permission = Permission.SEE_SURVEYS) -> Workshop:
    """The workshop, for somebody who may do this with its surveys."""
    workshop = work.get(Workshop, actor.workshop_id or 0)
    require(actor, permission, workshop)
    return workshop


def survey_for(work: Work, actor: Actor, permission: Permission, survey_id: int) -> Survey:
    """A survey, for somebody who may do this with it; a draft is there for those who lead it only."""
    survey = work.get_in(actor.workshop_id, Survey, survey_id)
    require(actor, permission, survey)
    if phase_now(survey) == Phase.DRAFT and not may(actor, Permission.LEAD_SURVEYS, survey):
        raise NotFound
    return survey


def question_for(work: Work, actor: Actor, question_id: int) -> tuple[Survey, SurveyQuestion]:
    """A question with its survey, for somebody who leads it."""
    question = work.get_in(actor.workshop_id, SurveyQuestion, question_id)
    return survey_for(work, actor, Permission.LEAD_SURVEYS, question.survey_id), question


def surveys_for(work: Work, actor: Actor, workshop: Workshop) -> list[Told]:
    """The surveys of a workshop that this person may know of: what they can answer first, the newest first."""
    if not may(actor, Permission.SEE_SURVEYS, workshop):
        return []
    leads = may(actor, Permission.LEAD_SURVEYS, workshop)
    found = select(Survey).where(Survey.workshop_id == workshop.id).order_by(Survey.id.desc())
    rows = [work.hold(one) for one in work.session.scalars(found)]
    mine = select(SurveyParticipation.survey_id).where(
        SurveyParticipation.person_id == actor.known_id,
        SurveyParticipation.survey_id.in_([one.id for one in rows]),
    )
    answered = set(work.session.scalars(mine)) if rows else set()
    told = [Told(one.id, one.title, phase_now(one), one.id in answered, one) for one in rows]
    seen = [one for one in told if leads or one.phase != Phase.DRAFT]
    return sorted(seen, key=lambda one: (one.to_do != "answer", one.phase != Phase.OPEN))


def questions_of(work: Work, survey: Survey) -> list[SurveyQuestion]:
    found = select(SurveyQuestion).where(SurveyQuestion.survey_id == survey.id)
    rows = work.session.scalars(found.order_by(SurveyQuestion.position, SurveyQuestion.id))
    return [work.hold(one) for one in rows]


def consent_of(work: Work, survey: Survey) -> str:
    """The newest consent text, or nothing while none is written."""
    row = work.session.get(SurveyConsent, (survey.id, survey.consent_version))
    return row.text if row else ""


def draft_of(work: Work, survey: Survey) -> Draft:
    """A stored survey as its form has it."""
    return Draft(
        title=survey.title,
        intro=survey.intro,
        consent=consent_of(work, survey),
        grouping=Grouping(survey.grouping),
        groups=tuple(survey.groups),
        smallest=survey.smallest,
        release=Release(survey.release),
        shows_texts=survey.shows_texts,
        opens_at=survey.opens_at,
        closes_at=survey.closes_at,
    )


def has_answered(work: Work, survey: Survey, person_id: int) -> bool:
    return work.session.get(SurveyParticipation, (survey.id, person_id)) is not None


def answered_by(work: Work, survey: Survey) -> int:
    """How many people have answered."""
    counted = (
        select(func.count())
        .select_from(SurveyParticipation)
        .where(SurveyParticipation.survey_id == survey.id)
    )
    return work.session.scalars(counted).one()


def results_for(work: Work, actor: Actor, survey_id: int) -> tuple[Survey, Results]:
    """The results, for somebody who may see them by now; texts only for those whom the survey names as readers."""
    survey = survey_for(work, actor, Permission.SEE_SURVEYS, survey_id)
    leads = may(actor, Permission.LEAD_SURVEYS, survey)
    check_results(phase_now(survey), survey.release, is_published=survey.is_published, leads=leads)
    questions, answers, people = questions_of(work, survey), _answers(work, survey), answered_by(work, survey)
    is_enough = people >= survey.smallest
    outcomes = [
        (one, outcome_of(Kind(one.kind), one.options, answers[one.id], survey.smallest))
        for one in questions
        if one.kind != Kind.TEXT or leads or survey.shows_texts
    ]
    return survey, Results(people, is_enough, tuple(outcomes) if is_enough else ())


def rows_for(work: Work, actor: Actor, survey_id: int) -> tuple[Survey, list[tuple[str, ...]]]:
    """Each answer as a row (question's number, question, group, answer, note), shuffled within its question.

    Nothing that the results do not tell: small groups are named together or not at all, and texts have no group.
    """
    survey = survey_for(work, actor, Permission.LEAD_SURVEYS, survey_id)
    _, results = results_for(work, actor, survey_id)
    answers = _answers(work, survey)
    rows: list[tuple[str, ...]] = []
    for number, (question, _outcome) in enumerate(results.questions, start=1):
        named = _named(survey, question, answers[question.id])
        _dice.shuffle(named)
        rows += [(str(number), question.title, *row) for row in named]
    return survey, rows


def _named(
    survey: Survey, question: SurveyQuestion, answers: Sequence[tuple[str, Choice]]
) -> list[tuple[str, str, str]]:
    """Group, answer and note of each answer to a question."""
    if question.kind == Kind.TEXT:
        return [("", choice.text, "texts have no group") for _, choice in answers]
    if survey.grouping == Grouping.NONE:
        return [("", _words(question, choice), "") for _, choice in answers]
    shown, has_others = parted(Counter(group for group, _ in answers), survey.smallest)
    note = f"group left out: fewer than {survey.smallest}"
    labels = [label_of(group, shown, has_others=has_others) for group, _ in answers]
    return [
        (label or "", _words(question, choice), "" if label else note)
        for label, (_, choice) in zip(labels, answers, strict=True)
    ]


def _words(question: SurveyQuestion, choice: Choice) -> str:
    if question.kind == Kind.RATING:
        return str(choice.numbers[0])
    return "; ".join(question.options[number] for number in choice.numbers)


def _answers(work: Work, survey: Survey) -> dict[int, list[tuple[str, Choice]]]:
    """All answers by question, in the order of their random ids."""
    asked = select(SurveyQuestion.id).where(SurveyQuestion.survey_id == survey.id)
    found = select(SurveyAnswer.question_id, SurveyAnswer.group, SurveyAnswer.choice).where(
        SurveyAnswer.question_id.in_(asked)
    )
    answers: dict[int, list[tuple[str, Choice]]] = defaultdict(list)
    for question_id, group, kept in work.session.execute(found.order_by(SurveyAnswer.id)):
        answers[question_id].append((group, choice_in(kept)))
    return answers
