"""How much of real pages is understood, against facts that people took from them by hand."""

import json
from pathlib import Path
from typing import Any

import pytest

from portal.imports.readers import read_pages
from tests.imports.conftest import entries

READ = ("", ".md", ".markdown", ".csv", ".json", ".yml", ".yaml")
CASES = (
    "want2023-schedule",
    "seed003-esfomo2023-early",
    "esfomo2023-final",
    "esfomo2024-final",
    "esfomo2025-final",
    "hity2022",
    "mlforsys2025",
    "mlforsys2024",
    "mlforsys2023",
    "mlforsys2019",
    "insights2021",
    "insights2023",
    "insights2024",
    "d3s3-2024",
    "llvmad-itsc2025",
    "llvmad-wacv2026",
    "frontiers4lcd2023",
    "crl2022",
    "orconf2016",
    "orconf2017",
    "mldpr2025",
    "philollm2025",
    "aiformusic2025",
    "datafm2025",
    "enlsp2023",
    "mleval2022",
    "mlgenx2026",
    "orconf2019",
    "strl2026",
    "tta2025",
    "verifai2025",
)
# Papers in files of their own; the count of mlgenx2026 takes one twice that stands in two lists.
PAPERS = ("mlforsys2024", "enlsp2023", "tta2025", "aiformusic2025", "datafm2025", "brainbodyfm2025")
# The samples name the kind of these talks where the pages give a title as well.
TITLED_BY_KIND = ("aiformusic2025", "insights2021", "insights2024")
# Samples that hold a remark of the person who took them, or what stands in another file or another column.
REMARKED = ("mlgenx2026", "strl2026", "tta2025", "mleval2022", "verifai2025")
# These links stand on another page or beside another list than the schedule.
LINKED_ELSEWHERE = ("crl2022",)


def case(shared: Path, name: str) -> dict[str, Any]:
    facts = json.loads((shared / "data" / "FACTS.json").read_text(encoding="utf-8"))
    return next(found for found in facts["cases"] if found["id"] == name)


def pages_of(found: dict[str, Any], shared: Path) -> list[Path]:
    paths = [shared / "data" / entry["path"] for entry in found["files"]]
    pages = [path for path in paths if path.suffix in READ]
    is_repaired = "seeds_repaired" in str(pages[0])
    return [path for path in pages if path == pages[0] or path.is_dir()] if is_repaired else pages


@pytest.mark.parametrize("name", CASES)
def test_the_rows_of_a_real_schedule_are_all_there(shared: Path, name: str) -> None:
    found = case(shared, name)
    expected = found["expect"]

    draft = read_pages(pages_of(found, shared))

    headings = sum(
        session.talks[0].line is not None
        and session.local_time == session.talks[0].local_time
        and session.starts_at == session.talks[0].starts_at
        for session in draft.sessions
        if session.talks and (session.local_time or session.starts_at)
    )
    timed = [entry for entry in entries(draft) if entry.starts_at or entry.local_time]
    assert len(timed) - headings == expected["sessions"]
    if name not in LINKED_ELSEWHERE:
        assert (
            sum(link.kind == "slides" for e in entries(draft) for link in e.links) == expected["slide_links"]
        )
    if name in TITLED_BY_KIND + REMARKED:
        return
    for sample in found["samples"]:
        named = [entry for entry in entries(draft) if entry.title == sample["title"]]
        speakers = [{who.name for who in entry.speakers} for entry in named]
        assert any(set(sample.get("speakers") or ()) <= names for names in speakers), sample


@pytest.mark.parametrize("name", PAPERS)
def test_the_papers_of_a_real_workshop_are_all_there(shared: Path, name: str) -> None:
    found = case(shared, name)

    draft = read_pages(pages_of(found, shared))

    assert len(draft.papers) == found["expect"]["papers"]
    assert all(paper.authors for paper in draft.papers)
    printed = json.dumps(draft.as_json()["papers"])
    assert "authorid" not in printed
