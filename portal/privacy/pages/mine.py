"""What is kept about the person who looks."""

from flask.typing import ResponseReturnValue

from portal.access import Actor
from portal.doors.http import page, signed_in
from portal.privacy import queries
from portal.privacy.pages.blueprint import bp
from portal.store.work import Work


@bp.get("/me/privacy")
@signed_in
def mine(work: Work, actor: Actor) -> ResponseReturnValue:
    return page("privacy/mine.html", hosts=queries.hosts_of(work, actor))
