"""Who has which role, and who may do what."""

from flask.typing import ResponseReturnValue

from portal.access import Actor, Permission, Role
from portal.access.words import WORDS, who_may
from portal.doors.http import page, signed_in
from portal.moderation.pages.blueprint import bp
from portal.moderation.queries.roles import holders_of_roles
from portal.store.work import Work


@bp.get("/<slug>/roles")
@signed_in
def roles(work: Work, actor: Actor, **_: str) -> ResponseReturnValue:
    """The people with roles, which are changed here; and the whole policy in plain words."""
    return page(
        "moderation/roles.html",
        holders=holders_of_roles(work, actor),
        roles=list(Role),
        policy=[(WORDS[one], who_may(one)) for one in Permission],
    )
