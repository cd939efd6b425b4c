"""The commands of the help desk: the helpers hear that somebody asks."""

from portal.access import Permission, require
from portal.doors.socket import Call, Command, Nothing
from portal.errors import NotAllowed, NotFound
from portal.help import forms
from portal.store.work import Work
from portal.threads.rules import desk_room
from portal.workshops.queries import workshop_of


def watch(call: Call, wanted: forms.Desk) -> Nothing:
    """Hear, as a helper, when the list of those who ask has changed; the page then reads it again."""
    require(call.actor, Permission.GIVE_HELP, workshop_of(call.work, call.actor))
    call.join(desk_room(wanted.workshop_id))
    return {}


def unwatch(call: Call, wanted: forms.Desk) -> Nothing:
    """Hear it no longer; leaving twice is the same as once."""
    call.leave(desk_room(wanted.workshop_id))
    return {}


def place(_work: Work, wanted: forms.Desk) -> int:
    return wanted.workshop_id


COMMANDS = {
    "help.watch": Command(
        forms.read_desk,
        place,
        watch,
        "limit_read",
        may=Permission.GIVE_HELP,
        refusals=(NotFound, NotAllowed),
    ),
    "help.unwatch": Command(forms.read_desk, place, unwatch, "limit_read"),
}
