"""What somebody finds: only on pages that they may open anyway, which portal.access is asked about first."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from portal.access import Actor, Permission, may
from portal.posters.models import Poster
from portal.profiles.queries import listed_like
from portal.programme.models import ProgrammeSession, Talk
from portal.search.queries.index import Index, Indexed, index_of
from portal.search.rules import Group, Hit, Person, Results, Wanted, fits, folded, marked, snippet
from portal.store.work import Work
from portal.workshops.models import Member, Workshop
from portal.workshops.queries import access_to, lines_of, workshop_to_see
from portal.workshops.rules import heading_of

TABLES: dict[Group, Indexed] = {
    Group.TALKS: Talk,
    Group.SESSIONS: ProgrammeSession,
    Group.PAPERS: Poster,
}


def find(work: Work, actor: Actor, wanted: Wanted, groups: Iterable[Group], most: int) -> Results:
    """The `most` best of each of these groups that the actor may see; raises NotFound as the workshop's pages do."""
    workshop = workshop_to_see(work, actor)
    tables = _tables_for(actor, workshop)
    is_partial = len(tables) < len(TABLES) or not _may_see(actor, workshop, "people")
    if not wanted.is_enough:
        return Results(wanted, {}, (), {}, is_partial)
    index, asked = index_of(work), set(groups)
    hits: dict[Group, tuple[Hit, ...]] = {}
    counts: dict[Group, int] = {}
    for group, model in tables.items():
        if group in asked:
            best = index.best(work, model, workshop.id, wanted, most)
            hits[group] = tuple(_hit(row, wanted) for row in _rows(work, model, best.ids))
            counts[group] = best.count
    people: list[Person] = []
    if Group.PEOPLE in asked:
        people = _people(work, actor, workshop, wanted, index)
        counts[Group.PEOPLE] = len(people)
    return Results(wanted, hits, tuple(people[:most]), counts, is_partial)


def _tables_for(actor: Actor, workshop: Workshop) -> dict[Group, Indexed]:
    """Where the actor may look; papers are those of the page of papers, which hang in the hall too."""
    is_open = {
        Group.TALKS: _may_see(actor, workshop, "schedule"),
        Group.SESSIONS: _may_see(actor, workshop, "schedule"),
        Group.PAPERS: _may_see(actor, workshop, "papers") or may(actor, Permission.SEE_POSTERS, workshop),
    }
    return {group: model for group, model in TABLES.items() if is_open[group]}


def _may_see(actor: Actor, workshop: Workshop, page: str) -> bool:
    return may(actor, Permission.SEE_PAGE, access_to(workshop, page))


def _rows(work: Work, model: Indexed, ids: Sequence[int]) -> list[Any]:
    """The rows in the order of their ids, in one statement."""
    if not ids:
        return []
    found: Any = select(model).where(model.id.in_(ids))
    if model is Talk:
        found = found.options(joinedload(Talk.session))
    place = {row_id: at for at, row_id in enumerate(ids)}
    return sorted(work.session.scalars(found), key=lambda row: place[row.id])


def _hit(row: Any, wanted: Wanted) -> Hit:
    if isinstance(row, Poster):
        names, text, tags = row.author_names, f"{row.summary}\n{row.abstract}", tuple(row.tags)
        return Hit(Group.PAPERS, row.id, *_shown(row.title, names, text, wanted), board=row.board, tags=tags)
    session = row.session if isinstance(row, Talk) else row
    return Hit(
        Group.TALKS if isinstance(row, Talk) else Group.SESSIONS,
        row.id,
        *_shown(row.title, row.speaker_names, row.abstract, wanted),
        session_id=session.id,
        session_title=session.title,
        starts_at=row.starts_at or session.starts_at,
    )


def _shown(title: str, names: Sequence[str], text: str, wanted: Wanted) -> tuple[Any, Any, Any]:
    return marked(title, wanted), marked(", ".join(names), wanted), snippet(text, wanted)


@dataclass
class _Named:
    """One name, as the members, the speakers and the authors of a workshop have it."""

    name: str
    affiliation: str = ""
    parts: list[str] = field(default_factory=list)
    hits: dict[tuple[Group, int], Hit] = field(default_factory=dict)
    person_id: int | None = None


def _people(work: Work, actor: Actor, workshop: Workshop, wanted: Wanted, index: Index) -> list[Person]:
    """Those whom the workshop's pages name, and for its people those who want to be found."""
    found: dict[str, _Named] = {}

    def named(name: str, affiliation: str) -> _Named | None:
        if not fits(name, wanted):
            return None
        one = found.setdefault(folded(name), _Named(name))
        one.affiliation = one.affiliation or affiliation
        return one

    if _may_see(actor, workshop, "people"):
        for member in lines_of(work, workshop.id, Member):
            if one := named(member.name, member.affiliation):
                one.parts.append(heading_of(member.part))
    for model in _tables_for(actor, workshop).values():
        for row in _rows(work, model, index.named(work, model, workshop.id, wanted)):
            hit = _hit(row, wanted)
            for person in row.authors if isinstance(row, Poster) else row.speakers:
                if one := named(str(person["name"]), str(person.get("affiliation") or "")):
                    one.hits[hit.group, hit.id] = hit
    found.update(_listed(work, actor, workshop, wanted))
    ordered = sorted(found.values(), key=lambda one: (-len(one.hits) - len(one.parts), folded(one.name)))
    return [
        Person(
            marked(one.name, wanted),
            one.affiliation,
            tuple(one.parts),
            tuple(one.hits.values()),
            one.person_id,
        )
        for one in ordered
    ]


def _listed(work: Work, actor: Actor, workshop: Workshop, wanted: Wanted) -> dict[str, _Named]:
    """Those who want to be found. Anybody may have the name of a speaker: none is taken for whom the pages name."""
    return {
        f"listed {one.id}": _Named(one.name, one.affiliation, person_id=one.id)
        for one in listed_like(work, actor, workshop, lambda name: fits(name, wanted))
    }
