"""The page of the live protocol, written from the commands and the events that the portal has."""

from portal.cli.protocol.command import protocol
from portal.cli.protocol.page import protocol_page

__all__ = ["protocol", "protocol_page"]
