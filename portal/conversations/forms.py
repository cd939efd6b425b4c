"""What the form of a message says."""

from collections.abc import Mapping
from typing import Annotated
from uuid import uuid4

from pydantic import BaseModel, ConfigDict, Field

from portal.doors.parse import parse
from portal.threads.rules import LONGEST_TEXT


class _Message(BaseModel):
    model_config = ConfigDict(extra="forbid")
    client_id: Annotated[str, Field(min_length=1, max_length=40, pattern=r"^[A-Za-z0-9_.:-]+$")]
    text: Annotated[str, Field(max_length=4 * LONGEST_TEXT)]


def read_message(form: Mapping[str, str]) -> tuple[str, str]:
    """The form's own id and its text; raises Invalid."""
    made = parse(_Message, {"client_id": read_id(form), "text": form.get("text", "")})
    return made.client_id, made.text


def read_id(form: Mapping[str, str]) -> str:
    """The client_id that a form carries, or a new one."""
    return form.get("client_id") or str(uuid4())
