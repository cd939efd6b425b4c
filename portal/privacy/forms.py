"""What the pages of privacy send, read."""

from collections.abc import Mapping

from portal.privacy.rules import host_of


def read_host(form: Mapping[str, str]) -> tuple[str, bool]:
    """A host, and whether its players may load; raises Invalid."""
    return host_of(form.get("host", "")), form.get("is_allowed") == "yes"
