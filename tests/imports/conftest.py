"""What the tests of the import share: our own pages, and the real ones that may lie beside the checkout."""

from collections.abc import Callable
from pathlib import Path

import pytest

from portal.imports.readers import read_pages
from portal.imports.rules import Draft, DraftSession

PAGES = Path(__file__).parent / "pages"
SHARED = Path(__file__).parents[3] / "shared"
ReadText = Callable[..., Draft]


@pytest.fixture
def shared() -> Path:
    """Pages that real workshops published; they are not ours to copy, so they are read where they lie."""
    if not (SHARED / "seeds").is_dir():
        pytest.skip("The folder ../shared with real pages is not beside this checkout.")
    return SHARED


@pytest.fixture
def read_text(tmp_path: Path) -> ReadText:
    """Read a page that is written in the test."""

    def read(text: str, name: str = "page.md", zone: str | None = None) -> Draft:
        page = tmp_path / name
        page.write_text(text, encoding="utf-8")
        return read_pages([page], zone=zone)

    return read


def entries(draft: Draft) -> list[DraftSession]:
    """Every session and every talk."""
    return [entry for session in draft.sessions for entry in session.entries()]
