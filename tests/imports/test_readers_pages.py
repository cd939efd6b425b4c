"""Pages of our own making: one for each way in which people write a programme down."""

from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import pytest

from portal.errors import Invalid
from portal.imports.readers import read_pages
from portal.imports.rules import DraftDate, Mode, Severity
from tests.imports.conftest import PAGES, ReadText, entries

TABLE = "# Workshop on Trees\n\nHeld on 5 May 2025, times in UTC.\n\n| Time | Event | Speaker |\n|--|--|--|\n"


def test_two_days_under_headings_are_two_days() -> None:
    draft = read_pages([PAGES / "two_days.md"])

    starts = [session.starts_at.isoformat() for session in draft.sessions if session.starts_at]
    assert starts == [
        "2025-06-02T09:00:00+02:00",
        "2025-06-02T09:15:00+02:00",
        "2025-06-02T10:00:00+02:00",
        "2025-06-02T12:10:00+02:00",
        "2025-06-02T13:10:00+02:00",
        "2025-06-03T10:00:00+02:00",
        "2025-06-03T11:00:00+02:00",
        "2025-06-03T12:30:00+02:00",
    ]
    assert (draft.workshop.starts_on, draft.workshop.ends_on) == (date(2025, 6, 2), date(2025, 6, 3))
    assert draft.workshop.time_zone == "Europe/Vienna"


def test_kinds_titles_and_people_are_told_apart() -> None:
    draft = read_pages([PAGES / "two_days.md"])

    told = [(entry.kind, entry.title, [who.name for who in entry.speakers]) for entry in entries(draft)]
    assert told == [
        ("opening", "Welcome", []),
        ("keynote", "Fans and their moods", ["Demo Speaker"]),
        ("break", "Coffee break", []),
        ("lunch", "Lunch", []),
        ("panel", "Panel: Is silence a feature?", ["Demo Host", "Demo Guest", "Demo Critic"]),
        ("invited-talk", "How to write quietly", ["Demo Writer"]),
        ("poster-session", "Poster session (hybrid)", []),
        ("lunch", "Lunch", []),
    ]
    keynote, written, posters = draft.sessions[1], draft.sessions[5], draft.sessions[6]
    assert keynote.speakers[0].affiliation == "Institute of Air"
    assert [(link.kind, link.url) for link in keynote.links] == [("slides", "https://example.org/fans.pdf")]
    assert written.speakers[0].affiliation == "Press"
    assert posters.mode == Mode.HYBRID


def test_a_suffix_that_runs_backwards_is_corrected_and_said() -> None:
    draft = read_pages([PAGES / "two_days.md"])

    (note,) = draft.problems
    assert (note.severity, note.line) == (Severity.NOTE, 38)
    assert note.message == "The time was read as 12:30, because a schedule does not run backwards: Lunch"


def test_lists_are_read_with_struck_and_open_dates() -> None:
    draft = read_pages([PAGES / "two_days.md"])

    anywhere = timezone(timedelta(hours=-12))
    assert draft.important_dates == (
        DraftDate(
            "Papers due", datetime(2025, 3, 8, 23, 59, tzinfo=anywhere), "8 March 2025, 23:59 AoE", "AoE"
        ),
        DraftDate("Camera-ready version", None, "to be announced", None),
        DraftDate("Workshop", date(2025, 6, 3), "2-3 June 2025", None),
    )
    assert [(item.on, item.text) for item in draft.news] == [(date(2025, 4, 10), "The programme is out.")]
    assert draft.topics == ("Fans", "Cooling, and", "water", "Sleep")
    assert draft.workshop.notes["topics"] == "We care about:"


def test_the_workshop_is_described_without_what_its_readers_never_saw() -> None:
    workshop = read_pages([PAGES / "two_days.md"]).workshop

    assert (workshop.title, workshop.short_title) == ("Workshop on Quiet Machines (QUIM)", "QUIM")
    assert workshop.contact == "quiet@example.org"
    assert workshop.place == "Vienna"
    assert workshop.about == (
        "We listen to what machines do when nobody uses them.\n\n"
        "Write to [the organizers](mailto:quiet@example.org), and see [the venue](https://example.org/venue)."
    )
    assert workshop.notes["schedule"] == "All times CEST."


def test_lines_that_begin_with_a_time_are_a_schedule_too() -> None:
    draft = read_pages([PAGES / "lines.md"])

    assert [(session.kind, len(session.talks)) for session in draft.sessions] == [
        ("opening", 0),
        ("session", 2),
        ("break", 0),
    ]
    first = draft.sessions[1].talks[0]
    assert first.title == "A first line"
    assert [who.name for who in first.speakers] == ["Demo Author", "Demo Writer"]
    assert draft.workshop.time_zone == "Europe/Lisbon"


def test_a_folder_of_cards_is_a_schedule_and_its_people(tmp_path: Path) -> None:
    cards = {
        "_schedule/2.md": "---\ntime: 10:00 - 10:30\ntitle: Quiet talk\nspeaker: Demo Speaker\naffil: Lab\n---\n",
        "_schedule/1.md": "---\ntime: 09:00 - 10:00\ntitle: Opening\n---\n",
        "_speakers/s.md": "---\nname: Demo Speaker\nwebpage: https://example.org\n---\nSpeaks quietly.\n",
        "_projects/p.md": "---\ntitle: <b>Demo</b> <br> Hidden\ncategory: none\n---\n",
        "index.md": "# Workshop on Cards\n\nHeld on 5 May 2025 in Vienna.\n",
    }
    for name, text in cards.items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")

    draft = read_pages([tmp_path])

    assert [(session.title, session.kind) for session in draft.sessions] == [
        ("Opening", "opening"),
        ("Quiet talk", "talk"),
    ]
    (person,) = draft.people
    assert (person.name, person.roles, person.affiliation) == ("Demo Speaker", ("speaker",), "Lab")
    assert (person.url, person.bio) == ("https://example.org", "Speaks quietly.")


def test_a_row_that_cannot_be_read_is_a_problem_with_its_line_and_its_words(read_text: ReadText) -> None:
    draft = read_text(TABLE + "| 09:00 | Opening | |\n| 25:00 | Ghosts | Demo Ghost |\n| 10:00 | Close | |\n")

    assert [session.title for session in draft.sessions] == ["Opening", "Close"]
    (problem,) = draft.problems
    assert (problem.severity, problem.line) == (Severity.ERROR, 8)
    assert "25:00 | Ghosts | Demo Ghost" in problem.message
    assert not draft.is_whole


def test_an_end_before_the_start_is_a_problem_and_the_start_is_kept(read_text: ReadText) -> None:
    draft = read_text(TABLE + "| 14:00 - 13:00 | Backwards | |\n")

    (session,) = draft.sessions
    assert session.starts_at is not None
    assert (session.starts_at.hour, session.ends_at) == (14, None)
    assert [problem.line for problem in draft.problems] == [7]
    assert "13:00, before its start at 14:00" in draft.problems[0].message


def test_a_time_in_words_is_kept_as_a_row_without_a_time_and_said(read_text: ReadText) -> None:
    draft = read_text(TABLE + "| 09:00 | Opening | |\n| soonish | A surprise | Demo Speaker |\n")

    assert [talk.title for talk in draft.sessions[0].talks] == ["A surprise"]
    assert "“soonish” is none" in draft.problems[0].message


def test_a_schedule_without_day_and_zone_asks_for_both(read_text: ReadText) -> None:
    draft = read_text("# Workshop on Trees\n\n| Time | Event |\n|--|--|\n| 09:00 | Opening |\n")

    assert [problem.severity for problem in draft.problems] == [Severity.QUESTION, Severity.QUESTION]
    assert "--zone" in draft.problems[0].message
    assert "--date" in draft.problems[1].message
    assert draft.sessions[0].local_time == "09:00"


def test_a_zone_that_is_given_wins_over_the_page(read_text: ReadText) -> None:
    draft = read_text(TABLE + "| 09:00 | Opening | |\n", zone="UTC-10")

    assert draft.sessions[0].starts_at is not None
    assert draft.sessions[0].starts_at.isoformat() == "2025-05-05T09:00:00-10:00"
    assert draft.workshop.time_zone == "Etc/GMT+10"


def test_an_unknown_zone_is_refused_with_near_names(read_text: ReadText) -> None:
    with pytest.raises(Invalid, match=r"no time zone “Europe/Wien”.*Europe/"):
        read_text(TABLE, zone="Europe/Wien")


@pytest.mark.parametrize(
    "text", ["Müller spoke in Łódź — “fine”.", "Ein Café · für Ärzte", "日本語のページ 🎥"]
)
def test_sound_text_is_not_repaired(read_text: ReadText, text: str) -> None:
    assert read_text(text).workshop.about == text


def test_damaged_text_is_repaired(read_text: ReadText) -> None:
    damaged = "Streams 🎥 and “quotes”".encode().decode("mac_roman")

    assert read_text(damaged).workshop.about == "Streams 🎥 and “quotes”"


def test_sound_and_damaged_lines_in_one_file_both_come_out_whole(read_text: ReadText) -> None:
    damaged = "A dash — and a 🎥".encode().decode("mac_roman")

    assert read_text(f"Frau Müßig\n\nplain\n\n{damaged}").workshop.about == (
        "Frau Müßig\n\nplain\n\nA dash — and a 🎥"
    )


@pytest.mark.parametrize(
    ("raw", "severity", "line", "words"),
    [
        (b"\x89PNG\x00\x01", Severity.ERROR, 1, "no text"),
        (b"one\ntwo \xff\n", Severity.ERROR, 2, "byte 0xff"),
        (b" \n", Severity.WARNING, None, "empty"),
        (b"---\na: [b\nc: d\n---\n# T\n", Severity.ERROR, 3, "no YAML"),
    ],
)
def test_a_file_that_is_no_page_is_a_problem_and_the_others_are_read(
    tmp_path: Path, raw: bytes, severity: Severity, line: int | None, words: str
) -> None:
    (tmp_path / "bad.md").write_bytes(raw)
    (tmp_path / "good.md").write_text("# Workshop on Trees\n", encoding="utf-8")

    draft = read_pages([tmp_path])

    (problem,) = draft.problems
    assert (problem.severity, problem.line) == (severity, line)
    assert problem.file == str(tmp_path / "bad.md")
    assert words in problem.message
    assert draft.workshop.title in ("Workshop on Trees", "T")


def test_a_file_of_another_kind_is_not_taken_for_a_page(tmp_path: Path) -> None:
    path = tmp_path / "schedule.xlsx"
    path.write_text("time,title\n", encoding="utf-8")

    (problem,) = read_pages([path]).problems

    assert (problem.severity, ".xlsx" in problem.message) == (Severity.ERROR, False)
    assert "was not read" in problem.message


def test_a_path_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Invalid, match="There is no file or folder"):
        read_pages([tmp_path / "nowhere.md"])


def test_an_empty_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Invalid, match="holds no page"):
        read_pages([tmp_path])


def test_a_file_that_is_given_twice_is_read_once() -> None:
    page = PAGES / "lines.md"

    assert read_pages([page, page]).sessions == read_pages([page]).sessions


def test_a_csv_schedule_has_days_links_and_no_private_columns(tmp_path: Path) -> None:
    path = tmp_path / "schedule.csv"
    rows = (
        "day,from,to,title,speaker,email,type,slides\n"
        "fri,09:00,09:30,Welcome,,,opening,\n"
        "fri,09:30,10:00,Quiet fans,Demo Speaker,demo@example.org,keynote,https://example.org/f.pdf\n"
        "sat,09:00,09:30,Farewell,,,closing,\n"
    )
    path.write_text(rows, encoding="utf-8")

    draft = read_pages([path], dates=[date(2025, 5, 9), date(2025, 5, 10)], zone="UTC")

    assert [(session.kind, session.title, session.line) for session in draft.sessions] == [
        ("opening", "Welcome", 2),
        ("keynote", "Quiet fans", 3),
        ("closing", "Farewell", 4),
    ]
    assert draft.sessions[2].starts_at == datetime(2025, 5, 10, 9, tzinfo=UTC)
    assert [link.url for link in draft.sessions[1].links] == ["https://example.org/f.pdf"]
    assert "demo@example.org" not in str(draft.as_json())


def test_moments_in_json_keep_their_offset(tmp_path: Path) -> None:
    path = tmp_path / "calendar.json"
    path.write_text('[{"start": "2025-05-09T09:00:00+02:00", "title": "Welcome"}]', encoding="utf-8")

    draft = read_pages([path])

    assert draft.problems == ()
    assert draft.sessions[0].starts_at is not None
    assert draft.sessions[0].starts_at.isoformat() == "2025-05-09T09:00:00+02:00"


def test_moments_of_several_offsets_are_not_mixed(tmp_path: Path) -> None:
    path = tmp_path / "calendar.json"
    text = '[{"start": "2025-05-09T09:00Z", "title": "A"}, {"start": "2025-05-09T09:00+02:00", "title": "B"}]'
    path.write_text(text, encoding="utf-8")

    (problem,) = read_pages([path]).problems

    assert (problem.severity, "several offsets" in problem.message) == (Severity.ERROR, True)


def test_papers_in_yaml_are_read_once_with_their_lines(tmp_path: Path) -> None:
    path = tmp_path / "papers.yml"
    path.write_text(
        "- title: On fans\n  authors: Demo Author, Demo Writer\n  pdf: https://example.org/1.pdf\n"
        "- title: On sleep\n  authors: [Demo Author]\n- title: On fans\n  authors: Demo Author\n",
        encoding="utf-8",
    )

    papers = read_pages([path]).papers

    assert [(paper.title, len(paper.authors), paper.line) for paper in papers] == [
        ("On fans", 2, 1),
        ("On sleep", 1, 4),
    ]
    assert [(link.kind, link.url) for link in papers[0].links] == [("paper", "https://example.org/1.pdf")]


@pytest.mark.parametrize(
    ("name", "text", "severity"),
    [
        ("a.json", "{", Severity.ERROR),
        ("a.yml", "a: [b\nc: d", Severity.ERROR),
        ("a.json", "[[[[1]]]]", Severity.WARNING),
        ("a.yml", "just words", Severity.WARNING),
        ("a.csv", "one,two\n1,2\n", Severity.WARNING),
    ],
)
def test_data_that_is_no_programme_is_said(tmp_path: Path, name: str, text: str, severity: Severity) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")

    (problem,) = read_pages([tmp_path / name]).problems

    assert problem.severity == severity
