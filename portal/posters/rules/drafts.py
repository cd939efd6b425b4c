"""A poster as its form tells it: authors, tags and links are lines that a person types."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from portal.errors import Invalid

LONGEST_TITLE = 300
LONGEST_SUMMARY = 300
LONGEST_ABSTRACT = 10_000
LONGEST_NAME = 120
LONGEST_AFFILIATION = 200
LONGEST_TAG = 40
LONGEST_URL = 500
LONGEST_LABEL = 60
LONGEST_BOARD = 20
MOST_AUTHORS = 100
MOST_TAGS = 12
MOST_LINKS = 12

LINK_WORDS = {
    "paper": "Paper",
    "code": "Code",
    "slides": "Slides",
    "video": "Video",
    "data": "Data",
    "project": "Project page",
    "link": "Link",
}
"""A kind of link, and what its button says when the presenter says nothing."""

KINDS_BY_HOST = {
    "arxiv.org": "paper",
    "openreview.net": "paper",
    "doi.org": "paper",
    "github.com": "code",
    "gitlab.com": "code",
    "codeberg.org": "code",
    "zenodo.org": "data",
    "huggingface.co": "data",
    "youtube.com": "video",
    "youtu.be": "video",
    "vimeo.com": "video",
    "slideslive.com": "video",
}


@dataclass(frozen=True)
class PosterDraft:
    """What a presenter may say; authors are {name, affiliation}, links {kind, url, label}, as the store has them."""

    title: str
    summary: str = ""
    abstract: str = ""
    authors: tuple[Mapping[str, str], ...] = ()
    tags: tuple[str, ...] = ()
    links: tuple[Mapping[str, str], ...] = ()


@dataclass(frozen=True)
class Place:
    """What only an organizer says: where the poster hangs, and who presents it."""

    board: str = ""
    position: int = 0
    presenter_ids: tuple[int, ...] = ()


def authors_in(lines: Sequence[str]) -> tuple[Mapping[str, str], ...]:
    """One author a line, `Name` or `Name (Affiliation)`; raises Invalid that names the line."""
    if len(lines) > MOST_AUTHORS:
        raise Invalid(f"A poster has at most {MOST_AUTHORS} authors here; name the others in the abstract.")
    authors = []
    for number, line in enumerate(lines, start=1):
        found = re.fullmatch(r"(?P<name>[^()]+?)\s*(?:\((?P<affiliation>.*)\))?", line.strip())
        if found is None:
            raise Invalid(f"Author {number}: write Name (Affiliation).")
        name, affiliation = found["name"], (found["affiliation"] or "").strip()
        if len(name) > LONGEST_NAME or len(affiliation) > LONGEST_AFFILIATION:
            raise Invalid(f"Author {number} is too long; one author goes on one line.")
        authors.append({"name": name, "affiliation": affiliation})
    return tuple(authors)


def authors_text(authors: Iterable[Mapping[str, Any]]) -> str:
    """The lines from which authors_in makes the same authors again."""
    return "\n".join(
        f"{author['name']} ({author['affiliation']})" if author.get("affiliation") else str(author["name"])
        for author in authors
    )


def tags_in(text: str) -> tuple[str, ...]:
    """Words between commas or line ends, each once; raises Invalid when there are too many."""
    words = [" ".join(word.split()) for word in re.split(r"[,;\n]", text)]
    spelled: dict[str, str] = {}
    for word in filter(None, words):
        spelled.setdefault(word.casefold(), word)
    tags = tuple(spelled.values())
    if len(tags) > MOST_TAGS:
        raise Invalid(f"A poster has at most {MOST_TAGS} tags; keep the ones that a visitor would look for.")
    if too_long := next((tag for tag in tags if len(tag) > LONGEST_TAG), None):
        raise Invalid(f"The tag “{too_long[:LONGEST_TAG]}…” is too long; put commas between tags.")
    return tags


def links_in(lines: Sequence[str]) -> tuple[Mapping[str, str], ...]:
    """One link a line, an address with a word before it or not; raises Invalid that names the line."""
    if len(lines) > MOST_LINKS:
        raise Invalid(f"A poster has at most {MOST_LINKS} links.")
    links = []
    for number, line in enumerate(lines, start=1):
        *words, url = line.split()
        label = " ".join(words).rstrip(":").strip()
        try:
            links.append(link_at(url, label))
        except ValueError:
            raise Invalid(f"Link {number}: write a word and an address, as in: Code https://…") from None
    return tuple(links)


def link_at(url: str, label: str = "") -> Mapping[str, str]:
    """A link with its kind, known by its word or its host; raises ValueError for what is no web address."""
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname or len(url) > LONGEST_URL:
        raise ValueError(url)
    by_word = next((kind for kind in LINK_WORDS if kind in label.casefold().split()), "")
    host = parts.hostname.removeprefix("www.")
    by_host = next(
        (kind for name, kind in KINDS_BY_HOST.items() if host == name or host.endswith(f".{name}")), ""
    )
    kind = by_word or by_host or "link"
    return {"kind": kind, "url": url, "label": label[:LONGEST_LABEL] or LINK_WORDS[kind]}


def links_text(links: Iterable[Mapping[str, Any]]) -> str:
    """The lines from which links_in makes the same links again."""
    return "\n".join(f"{link.get('label', '')} {link['url']}".strip() for link in links)


def check_presenters(chosen: Iterable[int], accepted: Collection[int]) -> tuple[int, ...]:
    """The chosen people, each once; raises Invalid when one of them is not let in."""
    ids = tuple(dict.fromkeys(chosen))
    if any(one not in accepted for one in ids):
        told = "A presenter must be registered and accepted first."
        raise Invalid(told, fields={"presenters": told})
    return ids
