"""Every table that keeps something about a person says so."""

from collections.abc import Iterator
from typing import Any

import portal.tables  # noqa: F401 - they are all known then
from portal.store.base import Base
from portal.store.personal import Personal


def _models_about_people() -> Iterator[Any]:
    for mapper in Base.registry.mappers:
        keys = [key.target_fullname for key in mapper.local_table.foreign_keys]
        if "people.id" in keys or mapper.class_.__tablename__ == "people":
            yield mapper.class_


def test_each_table_that_refers_to_people_says_what_it_keeps_about_them() -> None:
    models = list(_models_about_people())

    silent = [
        model.__tablename__ for model in models if not isinstance(model.__dict__.get("personal"), Personal)
    ]

    assert models
    assert silent == []


def test_each_column_that_is_named_or_hidden_is_there() -> None:
    models = [model for model in _models_about_people() if "personal" in model.__dict__]

    missing = [
        f"{model.__tablename__}.{column}"
        for model in models
        for column in (*model.personal.named, *model.personal.hidden)
        if column not in model.__table__.columns
    ]

    assert missing == []


def test_each_secret_of_a_person_is_hidden() -> None:
    models = [model for model in _models_about_people() if "personal" in model.__dict__]

    shown = [
        f"{model.__tablename__}.{column.name}"
        for model in models
        for column in model.__table__.columns
        if column.name.endswith("_hash") and column.name not in model.personal.hidden
    ]

    assert shown == []
