"""Past which boards a group walks, and which other group somebody joins who was left alone."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from portal.tours.rules.grouping import MOST

FEWEST_STOPS, MOST_STOPS = 4, 6


@dataclass(frozen=True)
class Board:
    """A poster as a route looks at it; `is_hosted`: a presenter is here, or its slot is on."""

    poster_id: int
    position: int = 0
    tags: tuple[str, ...] = ()
    visits: int = 0
    is_hosted: bool = False
    presenter_ids: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Other:
    """Another group on its way, with the posters that it has not been at."""

    tour_id: int
    people: int
    ahead: frozenset[int]


def route_for(
    boards: Iterable[Board],
    people: Collection[int],
    starred: Mapping[int, Collection[int]],
    seen: Mapping[int, Collection[int]],
    topics: Collection[str],
) -> list[int]:
    """Four to six posters, fewer only where there are no more; never one that somebody of the group presents.

    What nobody has seen comes first, of it what the group starred, then what is about its topics; of equals those are taken
    where a presenter is, and then the least visited. A fifth and a sixth stop is only for what they starred.
    `starred` and `seen` are posters by person. The walk begins where a presenter is.
    """
    stars, views = _count(starred, people), _count(seen, people)
    keys = {topic.casefold() for topic in topics}

    def rank(board: Board) -> tuple[bool, bool, bool, bool, int, int, int]:
        return (
            views.get(board.poster_id, 0) > 0,
            not stars.get(board.poster_id),
            not keys & {tag.casefold() for tag in board.tags},
            not board.is_hosted,
            board.visits,
            -stars.get(board.poster_id, 0),
            board.position,
        )

    able = sorted((board for board in boards if not board.presenter_ids & set(people)), key=rank)
    wanted = [board for board in able if stars.get(board.poster_id) and not views.get(board.poster_id)]
    chosen = able[: min(MOST_STOPS, max(FEWEST_STOPS, len(wanted)))]
    walk = sorted(
        chosen, key=lambda board: (not board.is_hosted, board.visits, board.position, board.poster_id)
    )
    return [board.poster_id for board in walk]


def best_other(ahead: Collection[int], others: Sequence[Other]) -> Other | None:
    """The group with a free place that has most of these posters ahead of it, of several the smallest; None for none."""
    able = [other for other in others if other.people < MOST and other.ahead & set(ahead)]
    return min(
        able,
        key=lambda other: (-len(other.ahead & set(ahead)), other.people, other.tour_id),
        default=None,
    )


def _count(marked: Mapping[int, Collection[int]], people: Collection[int]) -> dict[int, int]:
    """How many of these people marked each poster."""
    found: dict[int, int] = {}
    for person in people:
        for poster in marked.get(person, ()):
            found[poster] = found.get(poster, 0) + 1
    return found
