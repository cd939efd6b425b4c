"""The form of a stage, row by row."""

from collections.abc import Iterable
from dataclasses import dataclass

from werkzeug.datastructures import MultiDict

from portal.errors import Invalid
from portal.settings import Settings
from portal.stage.models import Stage
from portal.stage.rules import (
    MOST_SOURCES,
    SourceDraft,
    SourceKind,
    StageDraft,
    address_of,
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
    chosen = frozenset(int(one) for one in form.getlist("session") if one.isascii() and one.isdigit())
    if faults:
        raise Invalid(next(iter(faults.values())), fields=faults)
    return StageDraft(name, slug, tuple(one for one in sources if one), chosen)


def typed_rows(form: MultiDict[str, str]) -> list[Row]:
    """The rows as they were typed, in the order that their numbers ask for."""
    kinds, urls, labels = (form.getlist(name) for name in ("kind", "url", "label"))
    orders = form.getlist("order")
    rows = [
        Row(kind, url.strip(), label.strip()) for kind, url, label in zip(kinds, urls, labels, strict=False)
    ]
    places = [_place(orders[index] if index < len(orders) else "") for index in range(len(rows))]
    return [row for _, row in sorted(zip(places, rows, strict=True), key=lambda pair: pair[0])]


def stored_rows(stage: Stage | None) -> list[Row]:
    """The rows of a stage, and some empty ones to fill in."""
    rows = [Row(source.kind, source.url, source.label) for source in stage.sources] if stage else []
    return (rows + [Row()] * SPARE_ROWS)[: max(MOST_SOURCES, len(rows))]


def _source(number: int, row: Row, settings: Settings, faults: dict[str, str]) -> SourceDraft | None:
    if not row.url:
        return None
    try:
        kind = _kind(row)
        url = address_of(kind, row.url)
        if kind == SourceKind.HLS:
            check_host(url, settings.origin, settings.stream_hosts)
    except Invalid as refusal:
        faults[f"url-{number}"] = refusal.message
        return None
    if number > MOST_SOURCES:
        faults[f"url-{number}"] = f"A stage has at most {MOST_SOURCES} sources."
    return SourceDraft(kind, url, row.label[:LONGEST_LABEL])


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
