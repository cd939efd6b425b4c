"""Draws the pages of slides in the background, a few at a time, so that others have their turn in between."""

from collections.abc import Mapping

from portal.doors.jobs import Desk, Handler
from portal.errors import Invalid
from portal.files.actions import draw_pages
from portal.slides.actions import note_drawn, note_failure
from portal.slides.queries import pages_to_draw


def draw(desk: Desk, deck_id: int, file_id: int) -> None:
    """Draw the next pages; done twice it is the same, and for slides that are gone it is nothing."""
    with desk.store.reading() as work:
        wanted = pages_to_draw(work, deck_id, file_id)
    if wanted is None:
        return
    sha256, numbers = wanted
    try:
        texts = draw_pages(desk.settings.data_dir, sha256, numbers)
    except Invalid as problem:
        with desk.writing() as work:
            note_failure(work, deck_id, file_id, problem.message)
        return
    with desk.writing() as work:
        if not note_drawn(work, deck_id, file_id, numbers, texts):
            # The file went while its pages were drawn: what was laid beside it has to go too.
            work.queue("files.sweep", sha256=sha256)


JOBS: Mapping[str, Handler] = {"slides.draw": draw}
