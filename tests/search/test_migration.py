"""The index stays whole whatever a migration does to the tables beside it."""

from sqlalchemy import inspect, text

from portal.migrations import downgrade, upgrade
from portal.store.work import Store
from tests.made import committed
from tests.search.made import make_scene


def test_the_newest_tables_have_every_trigger_and_index_of_the_search(store: Store) -> None:
    with store.reading() as work:
        if work.session.get_bind().dialect.name == "sqlite":
            found = "SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'search_%'"
            kept = [
                f"search_{t}_{w}"
                for t in ("sessions", "talks", "posters")
                for w in ("insert", "update", "delete")
            ]
        else:
            found = "SELECT indexname FROM pg_indexes WHERE indexname LIKE 'ix_search_%'"
            kept = [f"ix_search_{table}" for table in ("sessions", "talks", "posters")]
        assert sorted(work.session.scalars(text(found))) == sorted(kept)


def test_what_was_there_before_the_index_is_found_after_the_upgrade(store: Store) -> None:
    scene = make_scene(store)
    downgrade(store, "0015")
    downgrade(store, "-1")
    with committed(store) as work:
        work.session.execute(text("UPDATE talks SET title = 'Changed without an index'"))
    assert not [
        name for name in inspect(store.engines.reading).get_table_names() if name.startswith("search_")
    ]

    upgrade(store)

    assert scene.titles("changed") == ["Changed without an index"]
