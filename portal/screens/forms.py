"""A code as somebody typed it, and the switch for guests."""

from collections.abc import Mapping

from portal.errors import Invalid
from portal.screens.rules import clean_code


def read_code(form: Mapping[str, str]) -> str:
    """The code; raises Invalid for what can be none."""
    code = clean_code(form.get("code", ""))
    if not code:
        told = "A code has six letters, as they stand on the screen."
        raise Invalid(told, fields={"code": told})
    return code


def read_switch(form: Mapping[str, str]) -> bool:
    """On unless the form says off."""
    return form.get("is_on") != "no"
