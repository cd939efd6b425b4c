"""The choice that comes with slides."""

from werkzeug.datastructures import MultiDict


def read_talk(form: MultiDict[str, str]) -> int | None:
    """Which talk the slides belong to; none for the session as a whole."""
    text = form.get("talk", "")
    return int(text) if text.isascii() and text.isdigit() else None
