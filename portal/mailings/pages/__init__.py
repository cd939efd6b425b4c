"""Mailings, the outbox, and everybody's own choice of what they get."""

from portal.mailings.pages import drafting, outbox, sending, wishes
from portal.mailings.pages.blueprint import bp
from portal.mailings.pages.drafting import way_to
from portal.mailings.pages.wishes import unsubscribe

__all__ = ["bp", "drafting", "outbox", "sending", "unsubscribe", "way_to", "wishes"]
