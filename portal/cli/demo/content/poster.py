"""A poster of the demo: what the hall shows of it and what is printed on it."""

from dataclasses import dataclass

from portal.cli.demo.paper.poster import Block, Passage, PosterPage


@dataclass(frozen=True)
class PosterText:
    """Board, title and authors stand both in the hall and on the paper."""

    board: str
    title: str
    authors: tuple[str, ...]
    summary: str
    abstract: str
    tags: tuple[str, ...]
    hue: float
    columns: tuple[tuple[Block, ...], tuple[Block, ...], tuple[Block, ...]]
    foot: str

    @property
    def page(self) -> PosterPage:
        return PosterPage(self.board, self.title, self.authors, self.hue, self.columns, self.foot)


def one_line(text: str) -> str:
    """A sentence that was written over several lines."""
    return " ".join(text.split())


def passage(text: str) -> Passage:
    """A heading in the first line, then paragraphs with an empty line between; a line with a dash begins a point."""
    heading, _, rest = text.strip().partition("\n")
    blocks = rest.replace("\n- ", "\n\n- ").split("\n\n")
    return Passage(heading, tuple(one_line(block) for block in blocks if block.strip()))
