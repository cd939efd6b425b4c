"""Threads and messages, read."""

from portal.threads.queries.one import (
    check_there,
    message_to_change,
    message_to_see,
    people_reacting,
    said,
)
from portal.threads.queries.reading import (
    PARTS,
    chat_of,
    head_to_read,
    heads,
    messages_before,
    newest_page,
    page_after,
    role_in,
    thread_to_enter,
    workshop_of,
)
from portal.threads.queries.wire import listed, listing, reactions_to, wire

__all__ = [
    "PARTS",
    "chat_of",
    "check_there",
    "head_to_read",
    "heads",
    "listed",
    "listing",
    "message_to_change",
    "message_to_see",
    "messages_before",
    "newest_page",
    "page_after",
    "people_reacting",
    "reactions_to",
    "role_in",
    "said",
    "thread_to_enter",
    "wire",
    "workshop_of",
]
