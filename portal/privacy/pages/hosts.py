"""Players of other hosts: which of them somebody has allowed."""

from flask import g, request
from flask.typing import ResponseReturnValue

from portal.access import Actor
from portal.doors.http import go, signed_in
from portal.privacy import actions, forms, queries
from portal.privacy.pages.blueprint import bp
from portal.store.work import Work


def allowed_hosts() -> list[str]:
    """For a template: the hosts whose players the page may load without asking."""
    return [one.host for one in queries.hosts_of(g.work, g.actor)]


@bp.post("/me/privacy/hosts")
@signed_in
def allow_host(work: Work, actor: Actor) -> ResponseReturnValue:
    """Allow a host, or take that back."""
    host, is_allowed = forms.read_host(request.form)
    actions.allow_host(work, actor, host, is_allowed=is_allowed)
    return go("privacy.mine", _anchor="hosts")
