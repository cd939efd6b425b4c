"""What a survey may become, what an answer is, and that no result tells of too few."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.errors import Conflict, Invalid, NotAllowed, NotFound
from portal.polls.rules import Choice, Kind
from portal.surveys.rules import (
    LONGEST_ANSWER,
    OTHERS,
    UNSAID,
    Asked,
    Draft,
    Grouping,
    Phase,
    Release,
    State,
    check_phase,
    check_promises,
    check_results,
    check_turn,
    checked_answers,
    checked_draft,
    checked_group,
    outcome_of,
    parted,
    phase_of,
)

AT = datetime(2026, 3, 14, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
DRAFT = Draft(title="How was it?", groups=("Student", "Academia"))
QUESTIONS = (
    Asked(1, Kind.SINGLE, ("Spring", "Neap")),
    Asked(2, Kind.MULTIPLE, ("Salt", "Wind", "Moon")),
    Asked(3, Kind.TEXT, ()),
)


@pytest.mark.parametrize(
    ("state", "opens", "closes", "phase"),
    [
        (State.DRAFT, None, None, Phase.DRAFT),
        (State.DRAFT, AT - HOUR, AT + HOUR, Phase.DRAFT),
        (State.OPEN, None, None, Phase.OPEN),
        (State.OPEN, AT, None, Phase.OPEN),
        (State.OPEN, AT + HOUR, None, Phase.WAITING),
        (State.OPEN, AT - HOUR, AT + HOUR, Phase.OPEN),
        (State.OPEN, None, AT, Phase.CLOSED),
        (State.CLOSED, AT + HOUR, AT + 2 * HOUR, Phase.CLOSED),
    ],
)
def test_times_decide_with_what_the_organizer_has_set(
    state: State, opens: datetime | None, closes: datetime | None, phase: Phase
) -> None:
    assert phase_of(state, opens, closes, AT) == phase


@pytest.mark.parametrize(
    ("field", "draft"),
    [
        ("title", Draft(title="", groups=("A", "B"))),
        ("groups", Draft(title="T", groups=("A",))),
        ("groups", Draft(title="T", groups=("Student", "student"))),
        ("groups", Draft(title="T", groups=("A", OTHERS))),
        ("groups", Draft(title="T", groups=("A", UNSAID.upper()))),
        ("closes_at", Draft(title="T", grouping=Grouping.NONE, opens_at=AT, closes_at=AT)),
    ],
)
def test_a_survey_that_cannot_be_is_refused_by_its_field(field: str, draft: Draft) -> None:
    with pytest.raises(Invalid) as refused:
        checked_draft(draft)
    assert list(refused.value.fields) == [field]


def test_groups_that_nobody_chooses_are_not_kept() -> None:
    assert checked_draft(Draft(title="T", grouping=Grouping.ROLE, groups=("A",))).groups == ()


@pytest.mark.parametrize(
    "after",
    [
        Draft(title="T", groups=("Student", "Industry")),
        Draft(title="T", groups=DRAFT.groups, smallest=3),
        Draft(title="T", groups=DRAFT.groups, shows_texts=True),
        Draft(title="T", grouping=Grouping.NONE),
    ],
)
def test_what_people_were_promised_when_they_answered_stays(after: Draft) -> None:
    with pytest.raises(Conflict):
        check_promises(DRAFT, after)


def test_title_consent_and_times_are_no_promise() -> None:
    check_promises(DRAFT, Draft(title="T", consent="More words", groups=DRAFT.groups, closes_at=AT))


@pytest.mark.parametrize("before", Phase)
@pytest.mark.parametrize("wanted", State)
def test_a_survey_goes_forward_only(before: Phase, wanted: State) -> None:
    ways = {(Phase.DRAFT, State.OPEN), (Phase.WAITING, State.CLOSED), (Phase.OPEN, State.CLOSED)}
    if (before, wanted) in ways:
        check_turn(before, wanted)
        return
    with pytest.raises(Conflict):
        check_turn(before, wanted)


def test_answers_are_taken_while_it_is_open_only() -> None:
    check_phase(Phase.OPEN)
    for phase, refusal in ((Phase.DRAFT, NotFound), (Phase.WAITING, Conflict), (Phase.CLOSED, Conflict)):
        with pytest.raises(refusal):
            check_phase(phase)


@pytest.mark.parametrize(
    ("phase", "release", "is_published", "leads", "is_seen"),
    [
        (Phase.OPEN, Release.CLOSED, False, False, False),
        (Phase.OPEN, Release.CLOSED, True, True, False),
        (Phase.CLOSED, Release.CLOSED, False, False, True),
        (Phase.CLOSED, Release.ORGANIZER, False, False, False),
        (Phase.CLOSED, Release.ORGANIZER, True, False, True),
        (Phase.CLOSED, Release.ORGANIZER, False, True, True),
    ],
)
def test_nobody_sees_results_too_early(
    phase: Phase, release: Release, is_published: bool, leads: bool, is_seen: bool
) -> None:
    if is_seen:
        check_results(phase, release, is_published=is_published, leads=leads)
        return
    with pytest.raises(NotAllowed):
        check_results(phase, release, is_published=is_published, leads=leads)


def test_a_group_is_one_of_those_offered_or_none() -> None:
    assert checked_group(Grouping.CHOSEN, DRAFT.groups, "Student") == "Student"
    assert checked_group(Grouping.CHOSEN, DRAFT.groups, "") == ""
    assert checked_group(Grouping.NONE, (), "Student") == ""
    with pytest.raises(Invalid):
        checked_group(Grouping.CHOSEN, DRAFT.groups, "Royalty")


def test_questions_can_be_left_out_but_not_all() -> None:
    given_one = {1: Choice((1,)), 2: Choice(), 3: Choice()}

    assert checked_answers(QUESTIONS, given_one) == {1: Choice((1,))}
    with pytest.raises(Invalid):
        checked_answers(QUESTIONS, {})


def test_every_bad_answer_is_named() -> None:
    with pytest.raises(Invalid) as refused:
        checked_answers(
            QUESTIONS, {1: Choice((0, 1)), 2: Choice((7,)), 3: Choice(text="x" * (LONGEST_ANSWER + 1))}
        )
    assert list(refused.value.fields) == ["q1", "q2", "q3"]


@pytest.mark.parametrize(
    ("sizes", "shown", "has_others"),
    [
        ({}, set(), False),
        ({"a": 9, "b": 5}, {"a", "b"}, False),
        ({"a": 9, "b": 4}, set(), False),
        ({"a": 9, "b": 6, "c": 2}, {"a"}, True),
        ({"a": 9, "b": 4, "c": 1}, {"a"}, True),
        ({"a": 9, "b": 0}, {"a"}, False),
        ({"a": 4, "b": 4}, set(), False),
    ],
)
def test_a_hidden_group_cannot_be_computed_from_the_total(
    sizes: dict[str, int], shown: set[str], has_others: bool
) -> None:
    assert parted(sizes, 5) == (frozenset(shown), has_others)


@given(
    st.dictionaries(st.sampled_from("abcdefg"), st.integers(0, 12)),
    st.integers(3, 10),
)
def test_no_figure_and_no_difference_of_figures_tells_of_fewer_than_the_smallest_group(
    sizes: dict[str, int], smallest: int
) -> None:
    shown, has_others = parted(sizes, smallest)

    left = sum(size for name, size in sizes.items() if name not in shown)
    assert all(sizes[name] >= smallest for name in shown)
    assert left == 0 or left >= smallest or not shown
    assert has_others == bool(shown and left)


def test_a_question_is_told_for_all_and_by_group_with_the_small_ones_together() -> None:
    answers = [("Student", Choice((0,)))] * 6 + [("", Choice((1,)))] * 3 + [("Industry", Choice((1,)))] * 2

    outcome = outcome_of(Kind.SINGLE, ("Spring", "Neap"), answers, 5)

    assert (outcome.answered, outcome.counts, outcome.has_hidden) == (11, (6, 5), True)
    assert [(one.name, one.answered, one.counts) for one in outcome.groups] == [
        ("Student", 6, (6, 0)),
        (OTHERS, 5, (0, 5)),
    ]


def test_words_belong_to_no_group() -> None:
    outcome = outcome_of(Kind.TEXT, (), [("", Choice(text="Wet")), ("", Choice(text="Windy"))], 5)

    assert (outcome.texts, outcome.groups, outcome.counts) == (("Wet", "Windy"), (), ())
