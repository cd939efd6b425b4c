"""The address of a search, read."""

from collections.abc import Mapping

from portal.search.rules import GROUPS, Group, Wanted, wanted_in


def read_wanted(asked: Mapping[str, str]) -> Wanted:
    """What is looked for; nothing is typed yet where there is no q."""
    return wanted_in(asked.get("q", ""))


def read_group(asked: Mapping[str, str]) -> Group | None:
    """The one group of which all are shown, None for a few of each; nonsense is as good as nothing."""
    return next((group for group in GROUPS if group == asked.get("in")), None)
