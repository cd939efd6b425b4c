"""Markdown as safe HTML that fits under the heading of a page and loads nothing from elsewhere."""

from collections.abc import Sequence
from typing import Any

import nh3
from markdown_it import MarkdownIt
from markdown_it.common.utils import escapeHtml
from markdown_it.token import Token

LONGEST_MARKDOWN = 64 * 1024
LOWEST_HEADING = 6


def html_of(markdown: str) -> str:
    """Safe HTML: raw HTML stays text, pictures become links, and the rest is cleaned by an allow-list.

    The page has its own first heading, so a text that brings one has all of its headings moved down by a step.
    """
    tokens = _MARKDOWN.parse(markdown[:LONGEST_MARKDOWN])
    if any(token.tag == "h1" for token in tokens):
        _move_headings_down(tokens)
    rendered = _MARKDOWN.renderer.render(tokens, _MARKDOWN.options, {})
    return nh3.clean(
        rendered,
        tags=nh3.ALLOWED_TAGS - {"img", "map", "area"},
        link_rel="noopener nofollow ugc",
        url_schemes={"http", "https", "mailto"},
    )


def _move_headings_down(tokens: Sequence[Token]) -> None:
    for token in tokens:
        if token.type in {"heading_open", "heading_close"}:
            token.tag = f"h{min(int(token.tag[1:]) + 1, LOWEST_HEADING)}"


def _picture(renderer: Any, tokens: Sequence[Token], place: int, options: Any, _env: Any) -> str:
    """A picture from elsewhere would tell that place who reads the page; a link to it does so only when followed."""
    token = tokens[place]
    label = renderer.renderInlineAsText(token.children or [], options, {}) or "Picture"
    inner = escapeHtml(label)
    depth = sum(one.nesting for one in tokens[:place] if one.type in {"link_open", "link_close"})
    if depth:
        return inner
    opened = Token("link_open", "a", 1, attrs={"href": token.attrs.get("src", "")})
    return f"{renderer.renderToken([opened], 0, options, {})}{inner}</a>"


def _reader() -> MarkdownIt:
    reader = MarkdownIt("js-default", {"html": False, "linkify": False, "typographer": False})
    reader.add_render_rule("image", _picture)
    return reader


_MARKDOWN = _reader()
