"""What people may say of themselves, and who is found by which words."""

import pytest

from portal.errors import Invalid
from portal.profiles.rules import PAGE, fits, folded, links_in, orcid_in, page_of, shared, topics_in


@pytest.mark.parametrize(
    "typed",
    [
        "0000-0002-1825-0097",
        "https://orcid.org/0000-0002-1825-0097/",
        "0000000218250097",
        " 0000-0002-1694-233x ",
    ],
)
def test_an_orcid_is_taken_in_any_usual_form(typed: str) -> None:
    assert orcid_in(typed) in {"0000-0002-1825-0097", "0000-0002-1694-233X"}


@pytest.mark.parametrize(
    "typed", ["0000-0002-1825-0098", "0000-0002-1825", "x", "https://example.org/0000-0002-1825-0097"]
)
def test_an_orcid_with_a_wrong_digit_is_refused(typed: str) -> None:
    with pytest.raises(Invalid):
        orcid_in(typed)


def test_a_link_is_an_https_page_on_a_host_with_a_name() -> None:
    assert links_in(["https://example.org/~me?x=1", "", "https://example.org/~me?x=1"]) == (
        "https://example.org/~me?x=1",
    )


@pytest.mark.parametrize(
    "link",
    [
        "http://example.org",
        "javascript:alert(1)",
        "https://localhost/x",
        "https://127.0.0.1/",
        "https://[::1]/",
        "https://user@example.org/",
        "https://example.org:8443/",
        "https://exa mple.org/",
        "https://example.org\\@evil.example/",
        "//example.org",
        "https://example.org/" + "a" * 300,
    ],
)
def test_any_other_link_is_refused(link: str) -> None:
    with pytest.raises(Invalid):
        links_in([link])


def test_topics_are_parted_by_commas_and_each_stands_once_as_it_was_first_typed() -> None:
    assert topics_in("Sea ice,  machine   learning\nsea Ice; waves") == (
        "Sea ice",
        "machine learning",
        "waves",
    )


def test_too_many_topics_and_long_ones_are_refused() -> None:
    for text in (",".join(f"t{number}" for number in range(13)), "a" * 41):
        with pytest.raises(Invalid):
            topics_in(text)


@pytest.mark.parametrize("typed", ["muller", "MÜLL", "soren", "zur", "łodz", "lodz uni"])
def test_accents_and_capitals_do_not_matter_and_the_beginning_of_a_word_is_enough(typed: str) -> None:
    texts = ("Søren Müller", "ETH Zürich", "Uniwersytet Łódź")

    assert fits(texts, folded(typed).split())


def test_every_word_has_to_fit() -> None:
    assert not fits(("Person Müller",), ("muller", "waves"))


def test_shared_topics_are_those_of_the_other_whatever_their_case() -> None:
    assert shared(["Sea Ice", "Waves"], ["sea ice", "Tides"]) == ("sea ice",)


def test_a_page_that_is_too_far_is_the_last() -> None:
    found = page_of(list(range(PAGE + 1)), 99)

    assert (found.rows, found.page, found.pages, found.total) == ((PAGE,), 2, 2, PAGE + 1)
