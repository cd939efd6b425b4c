"""Slides that were uploaded before pages had pictures get them after the upgrade; on each kind of store."""

from pathlib import Path

from sqlalchemy import select, text

from portal.migrations import downgrade, upgrade
from portal.slides.models import SlideDeck
from portal.store.jobs import Job
from portal.store.work import Store
from tests.made import committed
from tests.slides.made import make_scene


def test_older_slides_are_drawn_after_the_upgrade(store_url: str, tmp_path: Path) -> None:
    store = Store.at(store_url)
    deck_id = make_scene(store, tmp_path).upload()
    with committed(store) as work:
        file_id = work.get(SlideDeck, deck_id).file_id
        work.session.execute(text("DELETE FROM jobs"))

    downgrade(store, "0009")
    downgrade(store, "-1")
    upgrade(store)

    with store.reading() as work:
        (job,) = work.session.scalars(select(Job)).all()
        assert (job.name, job.arguments) == ("slides.draw", {"deck_id": deck_id, "file_id": file_id})
        assert (work.get(SlideDeck, deck_id).page, work.get(SlideDeck, deck_id).drawn) == (1, 0)
    store.dispose()
