"""What an organizer types about certificates."""

from collections.abc import Mapping

from portal.certificates.rules import LONGEST_LINE, LONGEST_TEXT, MOST_HOURS, Settings
from portal.doors.fields import Fields
from portal.errors import Invalid


def read_settings(form: Mapping[str, str]) -> Settings:
    """Raises Invalid with every bad field."""
    fields = Fields(form)
    settings = Settings(
        is_on=fields.is_ticked("is_on"),
        is_seen_needed=fields.is_ticked("is_seen_needed"),
        text=fields.text("text", "The text", LONGEST_TEXT),
        signer=fields.line("signer", "The name", LONGEST_LINE),
        signer_role=fields.line("signer_role", "The role", LONGEST_LINE),
        hours=fields.take("hours", lambda: _hours(form.get("hours", "")), 0.0),
    )
    if settings.is_on and not settings.signer:
        fields.refuse("signer", "Somebody has to sign: give a name.")
    fields.check()
    return settings


def _hours(text: str) -> float:
    word = text.strip().replace(",", ".")
    if not word:
        return 0
    whole, _, half = word.partition(".")
    if not (
        whole.isascii()
        and whole.isdigit()
        and len(whole) < 4
        and (not half or half in {"0", "5", "25", "75"})
    ):
        raise Invalid("Hours are a number such as 6 or 6.5.")
    hours = float(word)
    if hours > MOST_HOURS:
        raise Invalid(f"At most {MOST_HOURS} hours.")
    return hours
