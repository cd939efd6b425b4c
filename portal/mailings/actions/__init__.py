"""Mailings, written, tried, sent and stopped; and who wants none."""

from portal.mailings.actions.drafting import change, delete, drop_template, keep_template, start, try_out
from portal.mailings.actions.outbox import forget_bounce, retry_mail, retry_mails, retry_whole
from portal.mailings.actions.sending import begin, cancel, chunk_of, finish, send, write_chunk
from portal.mailings.actions.wishes import choose_mail, end_mail

__all__ = [
    "begin",
    "cancel",
    "change",
    "choose_mail",
    "chunk_of",
    "delete",
    "drop_template",
    "end_mail",
    "finish",
    "forget_bounce",
    "keep_template",
    "retry_mail",
    "retry_mails",
    "retry_whole",
    "send",
    "start",
    "try_out",
    "write_chunk",
]
