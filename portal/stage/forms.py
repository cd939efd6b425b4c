"""The form of a stage, row by row."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field
from werkzeug.datastructures import MultiDict

from portal.doors.parse import Reader
from portal.errors import Invalid
from portal.settings import Settings
from portal.stage.models import Stage
from portal.stage.rules import (
    MOST_SOURCES,
    SourceChoice,
    SourceDraft,
    SourceKind,
    SourceReport,
    StageDraft,
    address_of,
    captions_of,
    check_host,
    guess_kind,
)
from portal.workshops.rules import check_slug, slug_from

LONGEST_NAME = 120
LONGEST_LABEL = 80
SPARE_ROWS = 2


@dataclass(frozen=True)
class Row:
    """One source as it stands in the form."""

    kind: str = ""
    url: str = ""
    label: str = ""
    captions: str = ""


RowId = Annotated[int, Field(strict=True, ge=1, le=2**31 - 1)]


class _Stage(BaseModel):
    model_config = ConfigDict(extra="forbid")

    stage: RowId


class _Choice(_Stage):
    source: RowId


class _Report(_Choice):
    state: Literal["plays", "fails", "left"]


read_stage_id = Reader(_Stage, lambda wanted: wanted.stage)
read_choice = Reader(_Choice, lambda wanted: SourceChoice(wanted.stage, wanted.source))
read_report = Reader(_Report, lambda wanted: SourceReport(wanted.stage, wanted.source, wanted.state))


def read_choice_form(stage_id: int, form: MultiDict[str, str]) -> SourceChoice:
    """The same from a plain form."""
    source = form.get("source", "")
    return read_choice(
        {"stage": stage_id, "source": int(source) if source.isascii() and source.isdigit() else 0}
    )


def read_stage(form: MultiDict[str, str], settings: Settings) -> StageDraft:
    """The form as a draft; raises Invalid that names every bad field."""
    faults: dict[str, str] = {}
    name = " ".join(form.get("name", "").split())
    if not name:
        faults["name"] = "A stage needs a name, as in “Main stage”."
    elif len(name) > LONGEST_NAME:
        faults["name"] = f"A name has at most {LONGEST_NAME} characters."
    slug = _slug(form.get("slug", "").strip() or slug_from(name), faults) if name else ""
    sources = [_source(number, row, settings, faults) for number, row in _numbered(typed_rows(form))]
    meeting = _meeting(form.get("meeting", "").strip(), faults)
    chosen = frozenset(int(one) for one in form.getlist("session") if one.isascii() and one.isdigit())
    if faults:
        raise Invalid(next(iter(faults.values())), fields=faults)
    return StageDraft(name, slug, tuple(one for one in sources if one), chosen, meeting)


def typed_rows(form: MultiDict[str, str]) -> list[Row]:
    """The rows as they were typed, in the order that their numbers ask for."""
    kinds, urls, labels = (form.getlist(name) for name in ("kind", "url", "label"))
    orders, captions = form.getlist("order"), form.getlist("captions")
    rows = [
        Row(kind, url.strip(), label.strip(), captions[index].strip() if index < len(captions) else "")
        for index, (kind, url, label) in enumerate(zip(kinds, urls, labels, strict=False))
    ]
    places = [_place(orders[index] if index < len(orders) else "") for index in range(len(rows))]
    return [row for _, row in sorted(zip(places, rows, strict=True), key=lambda pair: pair[0])]


def stored_rows(stage: Stage | None) -> list[Row]:
    """The rows of a stage, and some empty ones to fill in."""
    rows = (
        [Row(source.kind, source.url, source.label, source.captions) for source in stage.sources]
        if stage
        else []
    )
    return (rows + [Row()] * SPARE_ROWS)[: max(MOST_SOURCES, len(rows))]


def _source(number: int, row: Row, settings: Settings, faults: dict[str, str]) -> SourceDraft | None:
    if not row.url:
        return None
    try:
        kind = _kind(row)
        url = address_of(kind, row.url)
        if kind in {SourceKind.HLS, SourceKind.FILE}:
            check_host(url, settings.origin, settings.stream_hosts)
    except Invalid as refusal:
        faults[f"url-{number}"] = refusal.message
        return None
    if number > MOST_SOURCES:
        faults[f"url-{number}"] = f"A stage has at most {MOST_SOURCES} sources."
    return SourceDraft(kind, url, row.label[:LONGEST_LABEL], _captions(number, row, settings, faults))


def _captions(number: int, row: Row, settings: Settings, faults: dict[str, str]) -> str:
    try:
        return captions_of(row.captions, settings.origin, settings.stream_hosts)
    except Invalid as refusal:
        faults[f"captions-{number}"] = refusal.message
        return ""


def _meeting(text: str, faults: dict[str, str]) -> str:
    try:
        return address_of(SourceKind.MEETING, text) if text else ""
    except Invalid as refusal:
        faults["meeting"] = refusal.message
        return ""


def _kind(row: Row) -> SourceKind:
    if not row.kind:
        return guess_kind(row.url)
    if row.kind not in set(SourceKind):
        raise Invalid("The kind of this source is unknown.")
    return SourceKind(row.kind)


def _slug(text: str, faults: dict[str, str]) -> str:
    try:
        return check_slug(text)
    except Invalid as refusal:
        faults["slug"] = refusal.message
        return ""


def _place(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 4 else 999


def _numbered(rows: Iterable[Row]) -> Iterable[tuple[int, Row]]:
    return enumerate(rows, start=1)
