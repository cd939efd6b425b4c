"""Knocks, changed: made and taken back by visitors, answered by those who present, told by mail to who is away."""

from portal.knocks.actions.answering import answer, reply
from portal.knocks.actions.knocking import knock, leave, withdraw
from portal.knocks.actions.mailing import mail_asker, mail_presenters

__all__ = ["answer", "knock", "leave", "mail_asker", "mail_presenters", "reply", "withdraw"]
