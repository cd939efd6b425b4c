"""What the page of the vote sends, read."""

from collections.abc import Mapping
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from portal.doors.parse import Reader
from portal.errors import Invalid


class Entrance(BaseModel):
    """The workshop whose vote somebody looks at."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    workshop: Annotated[int, Field(strict=True, ge=1, le=2**31 - 1)]


read_workshop = Reader(Entrance, lambda wanted: wanted.workshop)


def read_vote(form: Mapping[str, str]) -> int:
    """The poster that is voted for; raises Invalid."""
    text = form.get("poster", "")
    if not (text.isascii() and text.isdecimal()) or len(text) > 9:
        told = "Choose a poster first."
        raise Invalid(told, fields={"poster": told})
    return int(text)
