"""What is kept about people, read."""

from portal.privacy.queries.erasing import own_request, own_requests
from portal.privacy.queries.exports import own_export, own_exports
from portal.privacy.queries.hosts import hosts_of
from portal.privacy.queries.keeping import (
    Kept,
    going_of,
    kept_in,
    workshop_to_erase_in,
    workshop_to_keep,
    workshops_with_dates,
)
from portal.privacy.queries.own import data_of, page_of, workshops_of

__all__ = [
    "Kept",
    "data_of",
    "going_of",
    "hosts_of",
    "kept_in",
    "own_export",
    "own_exports",
    "own_request",
    "own_requests",
    "page_of",
    "workshop_to_erase_in",
    "workshop_to_keep",
    "workshops_of",
    "workshops_with_dates",
]
