"""What a workshop may be called and hold, and how its prose is shown."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.errors import Invalid
from portal.workshops.rules import (
    DateDraft,
    check_slug,
    check_web_address,
    heading_of,
    html_of,
    moment_of,
    parts_in,
    slug_from,
    time_of,
)

DAY = date(2023, 12, 16)


@pytest.mark.parametrize("slug", ["tides", "want-2023", "a", "7"])
def test_a_plain_word_is_an_address(slug: str) -> None:
    assert check_slug(slug) == slug


@pytest.mark.parametrize(
    "slug", ["", "Tides", "two words", "-tides", "tides-", "new", "sign-in", "a" * 61, "tür"]
)
def test_what_cannot_be_an_address_is_refused_by_its_field(slug: str) -> None:
    with pytest.raises(Invalid) as refusal:
        check_slug(slug)

    assert list(refusal.value.fields) == ["slug"]


def test_a_refused_address_comes_with_a_proposal() -> None:
    with pytest.raises(Invalid, match="try “want-2023”"):
        check_slug("WANT 2023")


@given(st.text(max_size=80))
def test_a_proposed_address_is_one_or_nothing(title: str) -> None:
    proposal = slug_from(title)

    assert proposal == "" or check_slug(proposal) == proposal


@pytest.mark.parametrize(
    "url", ["https://example.org/a?b=c#d", "http://example.org", "mailto:chair@example.org"]
)
def test_a_link_may_lead_to_the_web_or_to_a_mailbox(url: str) -> None:
    assert check_web_address(url) == url


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "data:text/html,x",
        "//example.org",
        "example.org",
        "https://",
        "https://a b",
        "http://[x",
    ],
)
def test_a_link_leads_nowhere_else(url: str) -> None:
    with pytest.raises(Invalid):
        check_web_address(url)


def test_raw_html_in_markdown_stays_text() -> None:
    assert html_of("<script>alert(1)</script>") == "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>\n"


def test_a_link_to_a_script_is_no_link() -> None:
    assert "href" not in html_of("[press](javascript:alert(1))")


def test_a_picture_from_elsewhere_becomes_a_link_so_that_no_page_loads_it() -> None:
    shown = html_of("![A <b>map</b>](https://example.org/map.png)")

    assert "<img" not in shown
    assert 'href="https://example.org/map.png"' in shown
    assert "A &lt;b&gt;map&lt;/b&gt;" in shown


def test_a_picture_inside_a_link_becomes_its_words() -> None:
    shown = html_of("[![badge](https://example.org/b.svg)](https://example.org)")

    assert shown == '<p><a href="https://example.org" rel="noopener nofollow ugc">badge</a></p>\n'


def test_headings_move_down_under_the_heading_of_the_page() -> None:
    assert html_of("# One\n\n###### Six") == "<h2>One</h2>\n<h6>Six</h6>\n"
    assert html_of("## Two") == "<h2>Two</h2>\n"


@given(st.text(max_size=200))
def test_no_text_makes_a_page_load_or_run_anything(text: str) -> None:
    shown = html_of(text).lower()

    assert not any(
        f"<{tag}" in shown for tag in ("script", "img", "iframe", "style", "object", "form", "input")
    )


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "expected"),
    [
        (None, None, "open"),
        (date(2023, 12, 17), None, "ahead"),
        (DAY, None, "today"),
        (date(2023, 12, 15), DAY, "today"),
        (date(2023, 12, 14), date(2023, 12, 15), "over"),
    ],
)
def test_a_workshop_is_ahead_on_or_over(starts_on: date | None, ends_on: date | None, expected: str) -> None:
    assert time_of(starts_on, ends_on, DAY) == expected


def test_a_day_is_past_when_it_is_over_where_the_workshop_is() -> None:
    chicago = ZoneInfo("America/Chicago")
    moment = datetime(2023, 12, 16, 12, tzinfo=UTC)

    assert moment_of(DateDraft("Papers", on=DAY), chicago) == datetime(2023, 12, 17, 5, 59, 59, tzinfo=UTC)
    assert moment_of(DateDraft("Papers", at=moment), chicago) == moment
    assert moment_of(DateDraft("Papers"), chicago) is None


def test_known_parts_come_first_and_others_keep_their_words() -> None:
    assert parts_in(["steering group", "speaker", "organizer", "speaker"]) == [
        "organizer",
        "speaker",
        "steering group",
    ]
    assert [heading_of(part) for part in ("organizer", "steering group")] == ["Organizers", "Steering group"]
