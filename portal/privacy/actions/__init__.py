"""What people let load, asked to have and asked to be erased; and what goes by itself."""

from portal.privacy.actions.erasing import (
    ask,
    ask_by_operator,
    ask_for,
    begin,
    find_in,
    finish,
    forget_messages,
    forget_rows,
    replace_in,
    tables_to_read,
    undo,
)
from portal.privacy.actions.exporting import (
    ask_for_export,
    drop_old_exports,
    exports_of,
    note_progress,
    note_ready,
)
from portal.privacy.actions.hosts import allow_host
from portal.privacy.actions.keeping import (
    drop_old_mails,
    forget_some,
    is_something_to_do,
    keep_for,
    look,
)

__all__ = [
    "allow_host",
    "ask",
    "ask_by_operator",
    "ask_for",
    "ask_for_export",
    "begin",
    "drop_old_exports",
    "drop_old_mails",
    "exports_of",
    "find_in",
    "finish",
    "forget_messages",
    "forget_rows",
    "forget_some",
    "is_something_to_do",
    "keep_for",
    "look",
    "note_progress",
    "note_ready",
    "replace_in",
    "tables_to_read",
    "undo",
]
