"""The numbers in addresses."""

from flask import Flask
from werkzeug.routing import IntegerConverter, Map

MOST = 2**31 - 1
"""The largest id that a table may have; SQLite and PostgreSQL refuse larger numbers each in its own way."""


class Id(IntegerConverter):
    """A number that a row may have; the address of any other one leads nowhere."""

    def __init__(self, of: Map) -> None:
        super().__init__(of, max=MOST)


def limit_numbers(app: Flask) -> None:
    """Before the routes are added: `<int:…>` takes no number that no row can have."""
    app.url_map.converters["int"] = Id
