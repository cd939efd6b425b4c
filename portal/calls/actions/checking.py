"""Keep how somebody's test of camera and microphone ended."""

from portal.access import Actor, Permission, require
from portal.calls.models import DeviceCheck
from portal.calls.rules import Checked
from portal.clock import now
from portal.store.upsert import upsert
from portal.store.work import Work
from portal.workshops.models import Workshop


def keep_check(work: Work, actor: Actor, checked: Checked) -> None:
    """The last test is the one that counts; the connection is remembered when this test did not try it."""
    require(actor, Permission.MAKE_CALL, work.get(Workshop, checked.workshop_id))
    values = {
        "at": now(),
        "has_camera": checked.has_camera,
        "has_microphone": checked.has_microphone,
        "browser": checked.browser,
    }
    if checked.has_way is not None:
        values["has_way"] = checked.has_way
    key = {"workshop_id": checked.workshop_id, "person_id": actor.known_id}
    made = upsert(work, DeviceCheck).values({**key, **values})
    work.session.execute(made.on_conflict_do_update(index_elements=list(key), set_=values))
