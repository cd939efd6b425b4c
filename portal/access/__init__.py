"""Who may do what, the single place: actions and queries ask here, on the loaded thing, and nobody else compares roles."""

from portal.access.actors import VISITOR, Actor, AnyStage, Hall, PageAccess, Role, title_of
from portal.access.permissions import Permission
from portal.access.policy import POLICY, may, measure_against, require

__all__ = [
    "POLICY",
    "VISITOR",
    "Actor",
    "AnyStage",
    "Hall",
    "PageAccess",
    "Permission",
    "Role",
    "may",
    "measure_against",
    "require",
    "title_of",
]
