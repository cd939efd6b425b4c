"""The rules of a draft, on plain values."""

import json
from datetime import UTC, date, datetime

import pytest

from portal.imports.rules import (
    Calendar,
    Clock,
    DayLabel,
    Draft,
    DraftSession,
    Found,
    Link,
    Mode,
    Problem,
    Role,
    Row,
    Severity,
    Span,
    Speaker,
    arrange,
    rising,
    settle,
)

DAY = date(2025, 5, 5)


def at(start: str, end: str | None = None) -> Span:
    return Span(clock(start), clock(end) if end else None)


def clock(text: str) -> Clock:
    hours, minutes = text.rstrip("?ap").split(":")
    shift = 12 if text.endswith("p") and int(hours) < 12 else 0
    return Clock((int(hours) + shift) * 60 + int(minutes), is_certain=text[-1] in "ap")


def row(
    title: str, span: Span | None = None, kind: str = "talk", role: Role = Role.ENTRY, day: int = 0
) -> Row:
    return Row(DraftSession(title, kind, file="page.md", line=1), span, day, role)


def arranged(*rows: Row) -> list[tuple[str, list[str]]]:
    sessions, _ = arrange(rows, [DAY], UTC)
    return [(session.title, [talk.title for talk in session.talks]) for session in sessions]


@pytest.mark.parametrize(
    ("spans", "starts"),
    [
        ([at("12:10"), at("1:10"), at("2:00")], ["12:10", "13:10", "14:00"]),
        ([at("08:15"), at("13:00"), at("17:00")], ["08:15", "13:00", "17:00"]),
        ([at("11:30a"), at("0:30a"), at("1:30p")], ["11:30", "12:30", "13:30"]),
        ([at("10:50", "12:00p"), at("12:00", "1:30p")], ["10:50", "12:00"]),
        ([at("1:30", "2:00p")], ["13:30"]),
        ([at("10:00"), at("9:00")], ["10:00", "09:00"]),
    ],
)
def test_times_of_a_schedule_rise(spans: list[Span], starts: list[str]) -> None:
    assert [str(span.start) for span in rising(spans)] == starts


def test_only_a_written_suffix_that_was_changed_is_a_correction() -> None:
    assert [span.is_corrected for span in rising([at("11:30a"), at("0:30a")])] == [False, True]
    assert [span.is_corrected for span in rising([at("12:10"), at("1:10")])] == [False, False]


def test_a_row_does_not_last_longer_than_half_a_day() -> None:
    (span,) = rising([at("11:42a", "11:48p")])

    assert (str(span.end), span.is_corrected) == ("11:48", True)


@pytest.mark.parametrize(
    ("start", "end", "is_possible"),
    [
        ("09:00", "10:00", True),
        ("10:00", "09:00", False),
        ("22:00", "01:00", True),
        ("09:00", "01:00", False),
    ],
)
def test_an_end_comes_after_its_start_or_after_midnight(start: str, end: str, is_possible: bool) -> None:
    assert at(start, end).is_possible == is_possible


def test_a_row_inside_another_rows_time_becomes_its_talk() -> None:
    assert arranged(
        row("Talks", at("11:30", "12:00"), "contributed-talks"),
        row("One", at("11:31", "11:36")),
        row("Two", at("11:55", "12:00")),
        row("Lunch", at("12:00", "13:00"), "lunch"),
    ) == [("Talks", ["One", "Two"]), ("Lunch", [])]


def test_a_break_holds_no_talks_and_is_none() -> None:
    assert arranged(
        row("Breakfast", at("08:00", "09:00"), "break"),
        row("Opening", at("08:15", "08:20"), "opening"),
        row("Session", at("09:00", "12:00"), "session"),
        row("Coffee", at("10:00", "10:30"), "break"),
    ) == [("Breakfast", []), ("Opening", []), ("Session", []), ("Coffee", [])]


def test_two_rows_at_the_same_time_are_two_sessions() -> None:
    assert arranged(row("A", at("09:00", "10:00")), row("B", at("09:00", "10:00"))) == [("A", []), ("B", [])]


def test_a_row_without_a_time_belongs_to_the_one_above() -> None:
    assert arranged(row("Session", at("09:00"), "session"), row("Talk")) == [("Session", ["Talk"])]


def test_a_heading_without_a_time_gathers_the_talks_below_it() -> None:
    sessions, _ = arrange(
        [
            row("Session 1", None, "session", Role.HEADING),
            row("One", at("09:00")),
            row("Two", at("09:30")),
            row("Coffee", at("10:00"), "break"),
        ],
        [DAY],
        UTC,
    )

    assert [(session.title, len(session.talks)) for session in sessions] == [("Session 1", 2), ("Coffee", 0)]
    assert sessions[0].starts_at == datetime(2025, 5, 5, 9, tzinfo=UTC)
    assert sessions[0].ends_at == datetime(2025, 5, 5, 10, tzinfo=UTC)
    assert sessions[0].is_end_inferred


def test_names_and_long_texts_without_a_time_complete_the_row_above() -> None:
    people = Row(DraftSession("", speakers=(Speaker("Demo Guest"),)), None, 0, Role.PEOPLE)
    text = row("What it is about.", None, "other", Role.ABSTRACT)

    sessions, problems = arrange([row("Panel", at("09:00"), "panel"), people, text], [DAY], UTC)

    assert problems == []
    assert [who.name for who in sessions[0].speakers] == ["Demo Guest"]
    assert sessions[0].abstract == "What it is about."


def test_a_row_without_a_time_and_without_a_session_above_is_kept_and_said() -> None:
    sessions, problems = arrange([row("Lost")], [DAY], UTC)

    assert [(session.title, session.starts_at) for session in sessions] == [("Lost", None)]
    assert [(problem.severity, problem.line) for problem in problems] == [(Severity.WARNING, 1)]


def test_an_end_is_inferred_from_the_next_later_row_of_the_same_day() -> None:
    rows = [row("A", at("09:00")), row("B", at("09:00")), row("C", at("10:00")), row("D", at("08:00"), day=1)]

    sessions, _ = arrange(rows, [DAY, date(2025, 5, 6)], UTC)

    ends = [
        (session.ends_at.hour if session.ends_at else None, session.is_end_inferred) for session in sessions
    ]
    assert ends == [(10, True), (10, True), (None, False), (None, False)]


def test_an_evening_ends_on_the_next_day() -> None:
    sessions, _ = arrange([row("Party", at("22:00", "01:00"), "social")], [DAY], UTC)

    assert sessions[0].ends_at == datetime(2025, 5, 6, 1, tzinfo=UTC)


def test_without_a_day_or_a_zone_the_time_of_day_is_kept() -> None:
    for dates, zone in (([None], UTC), ([DAY], None)):
        (session,), _ = arrange([row("A", at("09:00", "09:30"))], dates, zone)

        assert (session.starts_at, session.ends_at) == (None, None)
        assert (session.local_time, session.local_end) == ("09:00", "09:30")


def found(*days: date, is_settled: bool = True) -> Found:
    return Found(days, "some days", is_settled, "page.md", 3)


def test_a_day_that_the_page_settles_needs_no_option() -> None:
    assert settle(Calendar((DayLabel(),), found(DAY))) == ([DAY], None)
    assert settle(Calendar((DayLabel("Monday", DAY),))) == ([DAY], None)


def test_days_are_matched_by_their_weekday() -> None:
    labels = (DayLabel("Tuesday", None, 1), DayLabel("Monday", None, 0))

    dates, question = settle(Calendar(labels, found(DAY, date(2025, 5, 6))))

    assert (dates, question) == ([date(2025, 5, 6), DAY], None)


@pytest.mark.parametrize(
    ("calendar", "words"),
    [
        (Calendar((DayLabel(),)), "do not say on which day"),
        (Calendar((DayLabel(),), found(DAY, is_settled=False)), "Give --date 2025-05-05."),
        (Calendar((DayLabel(),), found(DAY, date(2025, 5, 6))), "--date 2025-05-05 or --date 2025-05-06"),
        (Calendar((DayLabel("Friday", None, 4), DayLabel("Saturday", None, 5))), "Friday, Saturday"),
        (
            Calendar((DayLabel(),), None, (DAY, date(2025, 5, 6))),
            "2 dates were given, and the schedule has 1 day",
        ),
    ],
)
def test_a_day_that_stays_open_is_asked_for(calendar: Calendar, words: str) -> None:
    dates, question = settle(calendar)

    assert None in dates
    assert question is not None
    assert words in question


def test_options_win_over_the_page() -> None:
    given = (date(2025, 5, 7),)

    assert settle(Calendar((DayLabel("Monday", DAY),), found(DAY), given)) == ([date(2025, 5, 7)], None)


def test_a_draft_is_printed_as_plain_values() -> None:
    session = DraftSession(
        "A",
        starts_at=datetime(2025, 5, 5, 9, tzinfo=UTC),
        links=(Link("slides", "https://example.org/a.pdf"),),
        mode=Mode.HYBRID,
    )
    draft = Draft(sessions=(session,), problems=(Problem("a.md", 1, Severity.NOTE, "Look."),))

    printed = json.loads(json.dumps(draft.as_json()))

    assert list(printed) == (
        ["workshop", "sessions", "papers", "people", "topics", "important_dates", "news", "problems"]
    )
    assert printed["sessions"][0]["starts_at"] == "2025-05-05T09:00:00+00:00"
    assert printed["sessions"][0]["links"] == [{"kind": "slides", "url": "https://example.org/a.pdf"}]
    assert printed["sessions"][0]["mode"] == "hybrid"
    assert printed["problems"] == [{"file": "a.md", "line": 1, "severity": "note", "message": "Look."}]
    assert draft.is_whole
