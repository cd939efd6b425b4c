"""From outside words to a typed value: pydantic's error becomes Invalid with every bad field named."""

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from email_validator import EmailNotValidError, validate_email
from pydantic import BaseModel, ValidationError

from portal.errors import Invalid

Model = TypeVar("Model", bound=BaseModel)
Wanted = TypeVar("Wanted")

MOST_FIELDS = 20
LONGEST_NAME = 80


def parse(model: type[Model], payload: Any) -> Model:
    """The payload as this model; raises Invalid."""
    try:
        return model.model_validate(payload)
    except (ValidationError, RecursionError) as error:
        raise _invalid(error) from None


@dataclass(frozen=True)
class Reader(Generic[Model, Wanted]):
    """Reads the payload of a command: its form, which docs/protocol.md shows, and the value that it becomes."""

    form: type[Model]
    into: Callable[[Model], Wanted]

    def __call__(self, payload: Any) -> Wanted:
        return self.into(parse(self.form, payload))


def read_email(text: str) -> str:
    """A mail address in its normal form (NFKC, lower case, nothing invisible), so that one address is one account.

    What follows a plus is kept: it may be another mailbox. Raises Invalid. Only the form is checked, nothing is looked up.
    """
    plain = unicodedata.normalize("NFKC", text)
    plain = "".join(sign for sign in plain if unicodedata.category(sign) != "Cf").strip()
    try:
        checked = validate_email(plain, check_deliverability=False, test_environment=True)
    except EmailNotValidError:
        told = "A mail address looks like name@example.org." if plain else "Please give a mail address."
        raise Invalid(told, fields={"email": told}) from None
    return checked.normalized.lower()


def _invalid(error: ValidationError | RecursionError) -> Invalid:
    if isinstance(error, RecursionError):
        return Invalid("This is nested too deeply.")
    fields = {}
    # A payload may have ten thousand fields too many; the answer stays short.
    for one in error.errors(include_url=False, include_context=False, include_input=False)[:MOST_FIELDS]:
        name = ".".join(str(part) for part in one["loc"])[:LONGEST_NAME] or "payload"
        fields[name] = one["msg"].removeprefix("Value error, ")
    told = "; ".join(f"{name}: {reason}" for name, reason in fields.items())
    return Invalid(f"Please check: {told}.", fields=fields)
