"""The words of a mailing, for one reader."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from portal.errors import Invalid
from portal.mailings.rules import Head, Reader, Slot, check_words, render
from portal.mailings.rules.starters import STARTERS
from portal.workshops.rules.letters import text_letter

HEAD = Head(
    "https://w.example.org",
    "tides",
    "Workshop on tides",
    "Tides",
    ZoneInfo("Europe/Berlin"),
    "Demo organizer",
)
SLOT = Slot(
    7,
    "Foam",
    "on site, board 12",
    datetime(2025, 12, 6, 9, tzinfo=UTC),
    datetime(2025, 12, 6, 10, 30, tzinfo=UTC),
)
LINK = "https://w.example.org/tides/invitation/abc_d-e"


def reader(name: str = "Demo presenter", zone: str = "") -> Reader:
    return Reader(3, name, "presenter@example.org", zone, ((7, "Foam"),), (SLOT,))


def test_a_mail_has_the_readers_own_words_in_text_and_in_html() -> None:
    body = "Hello **{name}**,\n\n- come to [your page]({my_page})\n- or {link}\n"

    mail = render("{workshop}: for {name}", body, reader(), HEAD, link=LINK)

    assert mail.subject == "Workshop on tides: for Demo presenter"
    assert mail.text == (
        f"Hello Demo presenter,\n\n- come to your page: https://w.example.org/tides/posters/7\n- or {LINK}\n"
    )
    assert "<strong>Demo presenter</strong>" in mail.html
    assert f'<a href="{LINK}"' in mail.html


def test_a_slot_is_told_in_the_workshops_zone_and_in_the_readers() -> None:
    near = render("s", "{slot}", reader(), HEAD, link=LINK).text
    far = render("s", "{slot}", reader(zone="America/Chicago"), HEAD, link=LINK).text

    assert near == "Foam: Sat 6 Dec 2025, 10:00–11:30 (UTC+1), on site, board 12\n"
    assert far == (
        "Foam: Sat 6 Dec 2025, 10:00–11:30 (UTC+1), which is Sat 6 Dec 2025, 03:00–04:30 (UTC−6) for you, "
        "on site, board 12\n"
    )


@pytest.mark.parametrize(
    "name",
    [
        "A\r\nBcc: all@example.org",
        "[win](https://evil.example)",
        "<script>alert(1)</script>",
        "# Head **x** _y_ `z`",
        "![p](https://evil.example/p.png)",
        "https://evil.example",
        "{link}",
        "a\\",
    ],
)
def test_a_name_is_never_more_than_a_name(name: str) -> None:
    mail = render("For {name}", "Hello {name}, welcome", reader(name), HEAD, link=LINK)

    shown = " ".join(name.split())
    assert mail.subject == f"For {shown}"
    assert mail.text == f"Hello {shown}, welcome\n"
    body = mail.html.partition("<body>")[2]
    assert body.count("<") == len(["<div>", "<p>", "</p>", "</div>", "</body>", "</html>"])


def test_a_word_that_means_nothing_is_refused_with_those_that_do() -> None:
    with pytest.raises(
        Invalid, match=r"\{firstname\} means nothing here\. Known are: \{name\}, \{workshop\}"
    ) as told:
        check_words("Dear {firstname}, \\{this} is fine", "body")

    assert list(told.value.fields) == ["body"]


@pytest.mark.parametrize("key", sorted(STARTERS))
def test_every_template_that_comes_along_can_be_sent(key: str) -> None:
    starter = STARTERS[key]
    check_words(starter.subject + starter.body, "body")

    mail = render(
        starter.subject, starter.body, reader(), HEAD, link=LINK, unsubscribe="https://w.example.org/u"
    )

    assert "{" not in mail.subject + mail.text
    assert mail.text.endswith("No more mail to all: https://w.example.org/u\n")


def test_plain_text_keeps_lists_quotations_and_code() -> None:
    markdown = "# Title\n\n1. one\n2. two\n   - inner\n\n> said\n> so\n\n```\nmake demo\n```\n\n---\n\n<a@b.example>\n"

    assert text_letter(markdown) == (
        "Title\n\n1. one\n2. two\n   - inner\n\n> said\n> so\n\nmake demo\n\n--\n\na@b.example\n"
    )


def test_lines_stay_lines_and_several_slots_are_a_list() -> None:
    later = Slot(8, "Ice", "online", datetime(2025, 12, 6, 14, tzinfo=UTC))
    two = Reader(3, "P", "p@example.org", "", ((7, "Foam"),), (SLOT, later))

    mail = render("s", "You present:\n\n{slot}\n\nThank you,\n{sender}\n", two, HEAD, link=LINK)

    assert mail.text == (
        "You present:\n\n- Foam: Sat 6 Dec 2025, 10:00–11:30 (UTC+1), on site, board 12\n"
        "- Ice: Sat 6 Dec 2025, 15:00 (UTC+1), online\n\nThank you,\nDemo organizer\n"
    )
    assert "Thank you,<br>" in mail.html
