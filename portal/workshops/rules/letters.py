"""Markdown as the two parts of a mail: words that read well without any markup, and HTML that loads nothing."""

import re
from collections.abc import Sequence
from html import escape

from markdown_it import MarkdownIt
from markdown_it.token import Token

from portal.workshops.rules.prose import html_of

SIGNS = re.compile(r"([\\`*_{}\[\]()<>#+\-.!|~&=:$^\"'/])")
LOOK = (
    "font:16px/1.5 system-ui,-apple-system,'Segoe UI',Helvetica,Arial,sans-serif;color:#1c2126;max-width:40em"
)

_READER = MarkdownIt("js-default", {"html": False, "linkify": False, "typographer": False})


def as_words(text: str) -> str:
    """Words from outside on one line, so that none of their signs counts as Markdown."""
    return SIGNS.sub(r"\\\1", " ".join(text.split()))


def html_letter(markdown: str) -> str:
    """The HTML part of a mail."""
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title></title></head>'
        f'<body><div style="{escape(LOOK)}">\n{html_of(markdown)}</div></body></html>\n'
    )


def text_letter(markdown: str) -> str:
    """The plain part of a mail: a link as its words and its address, a list with its marks, a quotation with >."""
    return "\n\n".join(block for block in _blocks(_READER.parse(markdown)) if block.strip()) + "\n"


def _blocks(tokens: Sequence[Token]) -> list[str]:
    """The blocks of the text, each already with its mark and indented under the one that it belongs to."""
    blocks: list[str] = []
    marks: list[str] = []
    lists: list[int] = []
    is_fresh = is_next = False
    for token in tokens:
        match token.type:
            case "bullet_list_open" | "ordered_list_open":
                lists.append(int(token.attrs.get("start", 1)) if token.type.startswith("ordered") else 0)
                is_next = bool(marks)
            case "bullet_list_close" | "ordered_list_close":
                lists.pop()
            case "list_item_open":
                marks.append(f"{lists[-1]}. " if lists[-1] else "- ")
                lists[-1] += 1 if lists[-1] else 0
                is_fresh = True
            case "blockquote_open":
                marks.append("> ")
            case "list_item_close" | "blockquote_close":
                marks.pop()
            case "inline" | "fence" | "code_block":
                text = _inline(token.children or []) if token.type == "inline" else token.content.rstrip("\n")
                block = _under(text, marks, is_first=is_fresh)
                if is_fresh and is_next:
                    blocks[-1] += f"\n{block}"
                else:
                    blocks.append(block)
                is_next, is_fresh = is_next or is_fresh, False
            case "hr":
                blocks.append("--")
            case _:
                pass
    return blocks


def _under(text: str, marks: Sequence[str], *, is_first: bool) -> str:
    spaces = ["> " if mark == "> " else " " * len(mark) for mark in marks]
    begin = "".join([*spaces[:-1], marks[-1]]) if marks and is_first else "".join(spaces)
    first, *rest = text.split("\n")
    return "\n".join([begin + first, *("".join(spaces) + line for line in rest)])


def _inline(children: Sequence[Token]) -> str:
    out: list[str] = []
    links: list[tuple[str, int]] = []
    for token in children:
        match token.type:
            case "text" | "code_inline" | "text_special":
                out.append(token.content)
            case "softbreak" | "hardbreak":
                out.append("\n")
            case "image":
                out.append(f"{token.content}: {token.attrs.get('src', '')}")
            case "link_open":
                links.append((str(token.attrs.get("href", "")), len(out)))
            case "link_close":
                address, begin = links.pop()
                words = "".join(out[begin:])
                bare = address.removeprefix("mailto:")
                if words not in {address, bare}:
                    out[begin:] = [f"{words}: {bare}" if words else bare]
            case _:
                pass
    return "".join(out)
