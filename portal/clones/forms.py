"""The form that makes a copy."""

from collections.abc import Mapping, Sequence

from portal.clones.rules import PARTS, Order, check_weeks
from portal.doors.fields import Fields
from portal.errors import Invalid
from portal.workshops.rules import check_slug


def read_order(form: Mapping[str, str], parts: Sequence[str]) -> Order:
    """Address, title, weeks and what comes along; raises Invalid that names every bad field."""
    fields = Fields(form)
    title = fields.line("title", "The title", 300, is_needed=True)
    slug = form.get("slug", "").strip()
    weeks = 0
    try:
        check_slug(slug)
    except Invalid as refusal:
        fields.refuse("slug", refusal.fields.get("slug", refusal.message))
    try:
        weeks = check_weeks(int(form.get("weeks", "") or "0"))
    except ValueError:
        fields.refuse("weeks", "Weeks are a whole number, such as 52.")
    except Invalid as refusal:
        fields.refuse("weeks", refusal.message)
    fields.check()
    return Order(slug, title, weeks, frozenset(parts) & frozenset(PARTS))
