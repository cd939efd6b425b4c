"""Who is told of a change: those who answer, and each visitor of the own knock alone."""

from portal.knocks.events import OwnChanged, QuestionMarked, QueueChanged
from portal.knocks.models import Knock
from portal.knocks.queries import open_knocks, own_seen, queue_of
from portal.knocks.rules import State, mark_of
from portal.posters.models import Poster
from portal.store.work import Work


def tell_all(work: Work, poster: Poster, changed: Knock, *, rings: bool = False) -> None:
    """The queue is another; who waits may have come nearer."""
    work.session.flush()
    waiting = open_knocks(work, poster.id)
    queue = queue_of(work, poster, waiting)
    work.announce(QueueChanged(poster=poster.id, knocks=queue, rings=changed.id if rings else None))
    if changed.seq is not None:
        work.announce(QuestionMarked(thread=poster.thread_id, seq=changed.seq, mark=mark_of(changed.state)))
    if changed.state == State.WITHDRAWN:
        work.announce(OwnChanged(poster=poster.id, person=changed.person_id, knock=None))
    else:
        _tell_own(work, poster, changed, waiting)
    for one in waiting:
        if one is not changed:
            _tell_own(work, poster, one, waiting)


def _tell_own(work: Work, poster: Poster, knock: Knock, waiting: list[Knock]) -> None:
    seen = own_seen(work, poster, knock, waiting)
    work.announce(OwnChanged(poster=poster.id, person=knock.person_id, knock=seen))
