"""A notebook as one Markdown text, to be read anywhere."""

import re
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime

from portal.notebooks.rules.entries import Entry, Notebook, Said

Clock = Callable[[datetime], str]
MEANS_SOMETHING = re.compile(r"([\\`*_{}\[\]<>#|~])")
BULLET = re.compile(r"^([-+=])")
NUMBER = re.compile(r"^(\d+)([.)])")


def written(notebook: Notebook, clock: Clock) -> str:
    """The whole notebook; `clock` writes a moment."""
    lines = [f"# {plain(notebook.workshop)}", ""]
    for title, part in (
        ("My note", _note(notebook.note)),
        ("Starred", _entries(notebook.starred, clock)),
        ("Posters I was at", _entries(notebook.seen, clock)),
        ("My questions", _said(notebook.asked, clock)),
        ("Asked at my talks and posters", _said(notebook.told, clock)),
    ):
        found = list(part)
        if found:
            lines += [f"## {title}", "", *found, ""]
    return "\n".join(lines).rstrip() + "\n"


def plain(text: str) -> str:
    """Words in which nothing is read as Markdown or HTML, on one line."""
    safe = MEANS_SOMETHING.sub(r"\\\1", " ".join(text.split()))
    return NUMBER.sub(r"\1\\\2", BULLET.sub(r"\\\1", safe))


def _note(note: str) -> Iterator[str]:
    """Their own words, which may well be Markdown."""
    if note:
        yield note


def _entries(entries: Iterable[Entry], clock: Clock) -> Iterator[str]:
    for one in entries:
        name = f"[{plain(one.title)}]({_address(one.url)})" if one.url else plain(one.title)
        rest = [plain(", ".join(one.people)), clock(one.at) if one.at else ""]
        yield f"- **{name}**" + "".join(f", {word}" for word in rest if word)
        for link in one.links:
            yield f"  - [{plain(link.label)}]({_address(link.url)})"


def _said(sayings: Iterable[Said], clock: Clock) -> Iterator[str]:
    for one in sayings:
        who = f"{plain(one.name)}, " if one.name else ""
        yield f"- {who}{plain(one.place)}, {clock(one.at)}"
        yield f"  > {plain(one.text)}"
        if one.answer:
            by = f"{plain(one.answered_by)}: " if one.answered_by else ""
            yield ""
            yield f"  {by}{plain(one.answer)}"


def _address(url: str) -> str:
    return "".join(f"%{ord(sign):02X}" if sign in "()<>\\" or sign.isspace() else sign for sign in url)
