"""Words that are looked for, and the pieces in which they are shown."""

import pytest

from portal.search.rules import Piece, fits, folded, marked, snippet, wanted_in


def told(pieces: tuple[Piece, ...]) -> str:
    return "".join(f"[{piece.text}]" if piece.is_hit else piece.text for piece in pieces)


def test_capitals_accents_and_the_letters_that_unicode_keeps_together_are_folded() -> None:
    assert folded("Łukasz ÅNGSTRÖM Øst Straße Œuvre") == "lukasz angstrom ost strasse oeuvre"


def test_only_letters_and_digits_make_words() -> None:
    assert wanted_in('  graph-based "C++" OR (NEAR* x:y) ').words == (
        "graph",
        "based",
        "c",
        "or",
        "near",
        "x",
        "y",
    )


def test_a_query_is_cut_and_no_word_is_asked_twice() -> None:
    wanted = wanted_in("tide tide " + "x" * 90 + " a b c d e f g h i j")

    assert wanted.words[0] == "tide"
    assert len(wanted.words[1]) == 40
    assert len(wanted.typed) <= 100
    assert len(wanted_in("a b c d e f g h i j k").words) == 8


@pytest.mark.parametrize(
    ("typed", "is_enough"), [("", False), ("a", False), ("a b", False), ("ab", True), ("潮", True)]
)
def test_one_letter_is_not_enough_but_one_sign_of_another_script_is(typed: str, is_enough: bool) -> None:
    assert wanted_in(typed).is_enough is is_enough


def test_a_hit_is_the_beginning_of_a_word_as_it_is_written() -> None:
    assert (
        told(marked("Ångström, angstroms and hångs", wanted_in("angst")))
        == "[Ångst]röm, [angst]roms and hångs"
    )
    assert told(marked("Straße", wanted_in("stras"))) == "[Straß]e"
    assert told(marked("A\u030angstro\u0308m", wanted_in("ang"))) == "[A\u030ang]stro\u0308m"


def test_no_letter_is_lost_in_pieces() -> None:
    text = "<b>Tides</b> & ‘waves’ — ﬁne"

    assert "".join(piece.text for piece in marked(text, wanted_in("tides fine b"))) == text


def test_a_snippet_is_what_stands_around_the_first_hit_without_markup() -> None:
    text = (
        "# On tides\n\n"
        + "Much is said. " * 20
        + "A **graph** of [buoys](https://example.org) hears. "
        + "More. " * 60
    )

    found = told(snippet(text, wanted_in("graph")))

    assert found.startswith("… ")
    assert "A [graph] of buoys hears." in found
    assert found.endswith(" …")
    assert len(found) < 200
    assert snippet(text, wanted_in("nowhere")) == ()


def test_a_name_fits_when_each_word_begins_one_of_its_parts() -> None:
    assert fits("Zoë van der Berg", wanted_in("berg zoe"))
    assert not fits("Zoë van der Berg", wanted_in("erg"))
