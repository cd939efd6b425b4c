"""Names, passwords and addresses as people type them."""

import pytest

from portal.accounts.rules import check_password, clean_affiliation, clean_name, device_name, link_address
from portal.doors.parse import read_email
from portal.errors import Invalid


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Ada   Byron ", "Ada Byron"),
        ("Nguy\u1ec5n V\u0103n \u00c1nh", "Nguy\u1ec5n V\u0103n \u00c1nh"),
        ("zero\u200bwidth", "zerowidth"),
        ("right\u202eleft", "rightleft"),
        ("two\r\nlines", "two lines"),
        ("\uff21\uff44\uff41", "Ada"),
    ],
)
def test_a_name_is_kept_on_one_line_without_invisible_signs(typed: str, kept: str) -> None:
    assert clean_name(typed) == kept


@pytest.mark.parametrize("typed", ["", "   ", "\u200b\u202e", "n" * 121])
def test_a_name_that_is_empty_or_endless_is_refused_at_its_field(typed: str) -> None:
    with pytest.raises(Invalid) as caught:
        clean_name(typed)

    assert list(caught.value.fields) == ["name"]


def test_an_affiliation_may_be_empty_but_not_endless() -> None:
    assert clean_affiliation(" \u200b ") == ""
    with pytest.raises(Invalid, match="at most 160"):
        clean_affiliation("a" * 161)


@pytest.mark.parametrize(
    ("password", "reason"),
    [
        ("short", "at least 12"),
        ("p" * 129, "at most 128"),
        ("aaaaaaaaaaaaaaa", "too easy"),
        ("abababababababab", "too easy"),
        ("Demo Attendee", "too easy"),
    ],
)
def test_a_password_that_is_easy_to_guess_is_refused(password: str, reason: str) -> None:
    with pytest.raises(Invalid, match=reason):
        check_password(password, about=("demo attendee", "attendee@example.org"))


def test_a_few_words_make_a_password() -> None:
    assert check_password("tide pool at noon") == "tide pool at noon"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (" Ada@Example.ORG ", "ada@example.org"),
        ("ada+tides@example.org", "ada+tides@example.org"),
        ("\u00fcbung@example.org", "\u00fcbung@example.org"),
    ],
)
def test_one_address_has_one_form(typed: str, kept: str) -> None:
    assert read_email(typed) == kept


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "ada",
        "ada@",
        "@example.org",
        "a b@example.org",
        "ada@example.org\nbcc: all@example.org",
        "a@b@c.org",
        "ada\u200b@exa mple.org",
    ],
)
def test_what_is_no_address_is_refused_at_its_field(typed: str) -> None:
    with pytest.raises(Invalid) as caught:
        read_email(typed)

    assert list(caught.value.fields) == ["email"]


@pytest.mark.parametrize(
    ("agent", "name"),
    [
        ("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox on Linux"),
        (
            "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 (KHTML) Chrome/141.0 Safari/537.36 Edg/141.0",
            "Edge on Windows",
        ),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Mobile Safari/604.1",
            "Safari on iPhone",
        ),
        ("curl/8", "A device"),
        ("", "A device"),
    ],
)
def test_a_device_is_named_as_people_name_it(agent: str, name: str) -> None:
    assert device_name(agent) == name


def test_a_link_carries_its_way_on_without_losing_its_parts() -> None:
    link = link_address("https://w.example.org", "t-_k", "/tides/register?a=1&b={token}")

    assert (
        link == "https://w.example.org/sign-in/link/t-_k?next=%2Ftides%2Fregister%3Fa%3D1%26b%3D%7Btoken%7D"
    )
