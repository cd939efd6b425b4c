"""Write down what the pages of those who watch say of the sources of a stream."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from portal.console.models import SourceSighting
from portal.stage.models import StreamSource
from portal.store.upsert import upsert
from portal.store.work import Work


@dataclass(frozen=True)
class Seen:
    """Whether a source plays anywhere now, and who says that it fails: the id and the name of the first."""

    plays: bool
    failed: tuple[int, str] | None


def note(work: Work, seen: Mapping[int, Seen], at: datetime) -> None:
    """Keep when each was last seen to play, and since when, by whose word, it fails."""
    known = set(work.session.scalars(select(StreamSource.id).where(StreamSource.id.in_(seen))))
    before = {
        one.source_id: one
        for one in work.session.scalars(select(SourceSighting).where(SourceSighting.source_id.in_(known)))
    }
    for source_id, one in seen.items():
        if source_id not in known:
            continue
        row = before.get(source_id)
        values: dict[str, object] = {"played_at": at} if one.plays else {}
        has_failed = row is not None and row.failed_at is not None
        if one.failed and not has_failed:
            values |= {"failed_at": at, "failed_id": one.failed[0], "failed_name": one.failed[1]}
        elif not one.failed and one.plays and has_failed:
            values |= {"failed_at": None, "failed_id": None, "failed_name": ""}
        if values:
            whole = {"failed_name": "", **values, "source_id": source_id}
            made = upsert(work, SourceSighting).values(whole)
            work.session.execute(made.on_conflict_do_update(index_elements=["source_id"], set_=values))
