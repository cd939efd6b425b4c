"""The pages of four real workshops come out as their readers understand them."""

from datetime import date
from pathlib import Path
from typing import Any

from portal.imports.readers import read_pages
from portal.imports.rules import Mode, Severity
from tests.imports.conftest import entries


def seed(shared: Path, number: str) -> Path:
    return next((shared / "seeds").glob(f"{number}_*.txt"))


def test_the_schedule_of_want_2023_has_18_sessions_and_five_talks_inside_one(shared: Path) -> None:
    draft = read_pages([seed(shared, "000"), seed(shared, "002")])

    assert len(draft.sessions) == 18
    assert [(session.title, len(session.talks)) for session in draft.sessions if session.talks] == [
        ("Contributed talks", 5)
    ]
    assert len(entries(draft)) == 23
    first, last = draft.sessions[0], draft.sessions[-1]
    assert first.starts_at is not None
    assert last.ends_at is not None
    assert first.starts_at.isoformat() == "2023-12-16T08:15:00-06:00"
    assert last.ends_at.isoformat() == "2023-12-16T17:30:00-06:00"
    assert not any(entry.is_end_inferred for entry in entries(draft))


def test_the_talks_of_want_2023_have_people_slides_and_abstracts(shared: Path) -> None:
    draft = read_pages([seed(shared, "000"), seed(shared, "002")])

    kinds = [entry.kind for entry in entries(draft)]
    assert kinds.count("invited-talk") == 7
    assert kinds.count("contributed-talk") == 5
    assert sum(link.kind == "slides" for entry in entries(draft) for link in entry.links) == 7
    assert sum(entry.abstract is not None for entry in entries(draft)) == 7
    by_title = {entry.title: entry for entry in entries(draft)}
    mosaic = by_title["The MosaicML Approach to LLM Training"]
    assert [speaker.name for speaker in mosaic.speakers] == ["Johnathan Frankle", "Naveen Rao"]
    dotted = by_title["Sparse Backpropagation for MoE Training"]
    assert [speaker.name for speaker in dotted.speakers] == ["Liyuan Liu", "Jianfeng Gao", "Weizhu Chen"]
    cerebras = next(entry for entry in entries(draft) if entry.title.startswith("Crafting"))
    assert cerebras.abstract is not None
    assert "“what’s possible”" in cerebras.abstract


def test_lunch_on_site_and_posters_online_are_one_entry(shared: Path) -> None:
    draft = read_pages([seed(shared, "002")])

    both = next(session for session in draft.sessions if session.parts)
    assert both.title == "Lunch (offline) | Poster session (Gather Town)"
    assert (both.mode, both.is_social, both.is_streamed) == (Mode.HYBRID, True, False)
    assert [(part.title, part.kind, part.mode) for part in both.parts] == [
        ("Lunch", "lunch", Mode.ON_SITE),
        ("Poster session", "poster-session", Mode.ONLINE),
    ]


def test_want_2023_is_named_by_its_heading_and_placed_by_its_prose(shared: Path) -> None:
    draft = read_pages([seed(shared, "002"), seed(shared, "000")])

    workshop = draft.workshop
    assert workshop.title is not None
    assert workshop.title.startswith("Workshop on Advancing Neural Network Training (WANT): ")
    assert (workshop.short_title, workshop.venue, workshop.place) == (
        "WANT",
        "NeurIPS 2023",
        "New Orleans, USA",
    )
    assert (workshop.room, workshop.starts_on, workshop.time_zone) == (
        "243-245",
        date(2023, 12, 16),
        "America/Chicago",
    )
    assert [link.kind for link in workshop.links] == ["poll", "papers", "page", "page", "stream"]
    assert workshop.about.startswith("The **Workshop on Advancing")
    assert "👉" in workshop.about
    assert "<!--" not in workshop.about


def test_the_zone_of_want_2023_is_taken_from_its_city_and_said(shared: Path) -> None:
    draft = read_pages([seed(shared, "000"), seed(shared, "002")])

    assert [problem.severity for problem in draft.problems] == [Severity.NOTE]
    assert "America/Chicago was taken from the city, New Orleans" in draft.problems[0].message


def test_want_2024_has_its_topics_and_nothing_to_complain_about(shared: Path) -> None:
    draft = read_pages([seed(shared, "001")])

    assert len(draft.topics) == 13
    assert (draft.topics[0], draft.topics[-1]) == ("Training for large scale models", "Scheduling for AI")
    assert draft.workshop.title is not None
    assert draft.workshop.title.startswith("Advancing Neural Network Training: ")
    assert draft.workshop.venue == "ICML 2024"
    assert draft.problems == ()


def test_es_fomo_without_a_settled_day_has_local_times_and_one_question(shared: Path) -> None:
    draft = read_pages([seed(shared, "003")])

    assert " ".join(filter(None, (session.local_time for session in draft.sessions))) == (
        "08:45 09:00 10:15 10:30 10:35 11:00 12:00 13:00 14:00 14:15 15:15 15:30 16:30 17:30"
    )
    assert {entry.starts_at for entry in entries(draft)} == {None}
    assert [len(session.talks) for session in draft.sessions] == [0, 3, 0, 0, 0, 2, 0, 1, 0, 0, 0, 0, 2, 0]
    (question,) = draft.problems
    assert question.severity == Severity.QUESTION
    assert "28-29th of July 2023 (TBC)" in question.message
    assert "--date 2023-07-28 or --date 2023-07-29" in question.message
    assert question.line == 12


def test_es_fomo_with_its_day_has_moments_and_marked_ends(shared: Path) -> None:
    draft = read_pages([seed(shared, "003")], dates=[date(2023, 7, 29)])

    assert draft.problems == ()
    first, last = draft.sessions[0], draft.sessions[-1]
    assert first.starts_at is not None
    assert first.ends_at is not None
    assert first.starts_at.isoformat() == "2023-07-29T08:45:00-10:00"
    assert (first.ends_at.isoformat(), first.is_end_inferred) == ("2023-07-29T09:00:00-10:00", True)
    assert (last.ends_at, last.is_end_inferred) == (None, False)
    assert draft.workshop.time_zone == "Pacific/Honolulu"


def test_es_fomo_names_people_with_affiliations_and_reads_its_ragged_rows(shared: Path) -> None:
    draft = read_pages([seed(shared, "003")])

    by_title = {entry.title: entry for entry in entries(draft)}
    decentralized = by_title["Distributed Systems for Decentralized AI"]
    assert [(who.name, who.affiliation) for who in decentralized.speakers] == [("Ce Zhang", "ETH, Together")]
    assert by_title["Contributed Talk 3"].local_time == "14:00"
    panel = next(entry for entry in entries(draft) if entry.kind == "panel")
    assert panel.local_time == "15:30"
    assert [(who.name, who.affiliation) for who in panel.speakers] == [
        ("Anna Goldie", "Anthropic"),
        ("Rishi Bommasani", "Stanford University"),
        ("Susan Zhang", "Meta"),
        ("Emily Weber", "AWS"),
    ]


def test_es_fomo_has_no_template_code_in_its_prose(shared: Path) -> None:
    workshop = read_pages([seed(shared, "003")]).workshop

    assert workshop.title is None
    assert workshop.subtitle == "Workshop at the International Conference on Machine Learning (ICML) 2023."
    assert "at scale—which may require" in workshop.about
    for leftover in ("{%", "{:", "<div", "<br", "banner.png", "/call/"):
        assert leftover not in workshop.about
    assert "UTC-10" in workshop.notes["schedule"]


def test_hity_is_named_by_its_heading_and_has_its_lists(shared: Path) -> None:
    draft = read_pages([seed(shared, "004")])

    workshop = draft.workshop
    assert (workshop.title, workshop.starts_on) == ("Has it Trained Yet?", date(2022, 12, 2))
    assert workshop.subtitle is not None
    assert workshop.subtitle.startswith("A Workshop for Algorithmic Efficiency")
    assert (workshop.contact, workshop.place) == ("hityworkshop@gmail.com", "New Orleans")
    assert len(draft.topics) == 4
    assert [item.on for item in draft.news] == [date(2022, 8, 24), date(2022, 7, 6), date(2022, 6, 2)]
    assert draft.news[2].text == "🖥️ The workshop website is live!"
    moments: list[Any] = [entry.at.isoformat() for entry in draft.important_dates if entry.at]
    assert moments == ["2022-09-22T07:00:00+00:00", "2022-10-14T07:00:00+00:00", "2022-12-02"]
    assert [entry.title for entry in draft.important_dates] == [
        "Submission Deadline",
        "Accept/Reject Notification Date",
        "Workshop Date",
    ]
    assert "connect two communities" in workshop.about
    assert [problem.severity for problem in draft.problems] == [Severity.NOTE]


def test_pages_of_different_workshops_are_not_mixed_in_silence(shared: Path) -> None:
    draft = read_pages([shared / "seeds"])

    warned = [problem for problem in draft.problems if "Read one workshop at a time" in problem.message]
    assert [Path(problem.file).name[:3] for problem in warned] == ["001", "004"]
