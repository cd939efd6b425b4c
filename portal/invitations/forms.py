"""What organizers type to invite: addresses as they are pasted, roles, and how often to ask again."""

import re
from collections.abc import Iterator, Mapping

from werkzeug.datastructures import MultiDict

from portal.accounts.rules import NewPerson, clean_name
from portal.doors.fields import Fields, clean
from portal.doors.parse import read_email
from portal.errors import Invalid
from portal.invitations.rules import DAYS_BETWEEN, MOST_AT_ONCE, MOST_REMINDERS, Reminders
from portal.registrations.forms import read_roles

NAMED = re.compile(r"([^<>]*)<([^<>]*)>")
MOST_TOLD = 5


def read_guests(form: MultiDict[str, str]) -> tuple[tuple[NewPerson, ...], tuple[str, ...]]:
    """Whom to invite and as what; raises Invalid with every bad field, and names the addresses that cannot be."""
    fields = Fields(form)
    nobody: tuple[NewPerson, ...] = ()
    none: tuple[str, ...] = ()
    roles = fields.take("role", lambda: read_roles(form.getlist("role")), none)
    guests = fields.take("addresses", lambda: tuple(_guests(form.get("addresses", ""))), nobody)
    if "addresses" not in fields.wrong and not guests:
        fields.refuse("addresses", "Give at least one mail address.")
    if len(guests) > MOST_AT_ONCE:
        fields.refuse("addresses", f"These are {len(guests)} addresses; {MOST_AT_ONCE} go at once.")
    fields.check()
    return guests, roles


def read_reminders(form: Mapping[str, str]) -> Reminders:
    """How often to ask again; raises Invalid."""
    fields = Fields(form)
    days = fields.choice("every_days", "The pause", ["0", *map(str, DAYS_BETWEEN)], "0")
    most = fields.choice("most", "The number of reminders", [*map(str, range(1, MOST_REMINDERS + 1))], "3")
    fields.check()
    return Reminders(int(days), int(most) if int(days) else 0)


def _guests(text: str) -> Iterator[NewPerson]:
    seen: set[str] = set()
    wrong: list[str] = []
    for name, address in _pairs(clean(text)):
        try:
            email = read_email(address)
            shown = clean_name(name) if name else clean_name(email.partition("@")[0])
        except Invalid:
            wrong.append(address or name)
            continue
        if email not in seen:
            seen.add(email)
            yield NewPerson(shown, email)
    if wrong:
        told = ", ".join(f"“{one[:60]}”" for one in wrong[:MOST_TOLD])
        more = f" and {len(wrong) - MOST_TOLD} more" if len(wrong) > MOST_TOLD else ""
        raise Invalid(f"Nobody was invited: {told}{more} cannot be read as a mail address.")


def _pairs(text: str) -> Iterator[tuple[str, str]]:
    """Names with addresses: “Name <address>”, “Name, address” on a line, or bare addresses with any sign between."""
    for line in text.split("\n"):
        named = NAMED.findall(line)
        if named:
            yield from ((name.strip(" \t,;\"'"), address.strip()) for name, address in named)
            continue
        parts = [part.strip(" \"'") for part in re.split(r"[,;\t]", line) if part.strip(" \"'")]
        addresses = [word for part in parts for word in part.split() if "@" in word]
        if len(addresses) == 1:
            words = line.replace(addresses[0], " ")
            yield " ".join(re.sub(r"[,;\t\"]", " ", words).split()), addresses[0]
        elif addresses:
            yield from (("", address) for address in addresses)
        elif parts:
            yield "", " ".join(parts)
