"""Python's types and pydantic's forms in words that somebody with another programming language reads."""

import dataclasses
import inspect
import types
from collections.abc import Iterator
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints, is_typeddict

from pydantic import BaseModel

PLAIN = {
    int: "integer",
    float: "number",
    str: "text",
    bool: "true or false",
    type(None): "null",
    Any: "anything",
}


class Shapes:
    """The named shapes that answers and events share; each is described once, where it is first asked for."""

    def __init__(self) -> None:
        self.met: dict[str, Any] = {}

    def word(self, hint: Any) -> str:
        """A type in words; a named shape is a link."""
        if is_typeddict(hint):
            self.met.setdefault(hint.__name__, hint)
            return f"[{hint.__name__}](#{hint.__name__.lower()})"
        origin, inner = get_origin(hint), get_args(hint)
        if origin in {Union, types.UnionType}:
            return " or ".join(self.word(one) for one in inner)
        if origin is Literal:
            return " or ".join(f"`{one}`" for one in inner)
        if origin in {list, tuple}:
            return f"list of {self.word(inner[0])}"
        if origin is dict:
            return f"object: {self.word(inner[1])} by name"
        return PLAIN[hint]

    def fields(self, shape: Any) -> list[tuple[str, str]]:
        """(name, type in words) of a TypedDict or a dataclass."""
        hints = get_type_hints(shape)
        names = (
            shape.__annotations__ if is_typeddict(shape) else [one.name for one in dataclasses.fields(shape)]
        )
        return [(name, self.word(hints[name])) for name in names]

    def all(self) -> Iterator[tuple[str, Any]]:
        """Every shape, those within shapes too."""
        done: set[str] = set()
        while left := [name for name in self.met if name not in done]:
            for name in left:
                done.add(name)
                yield name, self.met[name]


def form_fields(form: type[BaseModel]) -> list[tuple[str, str, bool]]:
    """(name, type with its bounds in words, whether it is needed) of a payload."""
    schema = form.model_json_schema()
    needed, shared = schema.get("required", ()), schema.get("$defs", {})
    parts = schema.get("properties", {}).items()
    return [(name, _bounded(part, shared), name in needed) for name, part in parts]


def _bounded(part: dict[str, Any], shared: dict[str, Any]) -> str:
    if "$ref" in part:
        part = shared[part["$ref"].rpartition("/")[2]]
    if "anyOf" in part:
        return " or ".join(_bounded(one, shared) for one in part["anyOf"])
    if "enum" in part:
        return " or ".join(f"`{one}`" for one in part["enum"])
    kind: str = part["type"]
    match kind:
        case "string":
            length = _span(part, "minLength", "maxLength")
            pattern = f", `{part['pattern']}`" if "pattern" in part else ""
            return f"text{length and length + ' characters'}{pattern}"
        case "array":
            return f"list of {_bounded(part['items'], shared)}{_span(part, 'minItems', 'maxItems')}"
        case _:
            return f"{'true or false' if kind == 'boolean' else kind}{_span(part, 'minimum', 'maximum')}"


def _span(part: dict[str, Any], least: str, most: str) -> str:
    match part.get(least), part.get(most):
        case None, None:
            return ""
        case None, high:
            return f", at most {high}"
        case low, None:
            return f", at least {low}"
        case low, high:
            return f", {low} to {high}"


def first_sentence(thing: Any) -> str:
    """What a docstring says first; raises ValueError for a thing that says nothing."""
    said = inspect.cleandoc(thing.__doc__ or "").split("\n\n", 1)[0]
    sentence = " ".join(said.split())
    if not sentence:
        raise ValueError(f"{thing!r} has no docstring, and the protocol page needs one")
    end = sentence.find(". ")
    return sentence if end < 0 else sentence[: end + 1]


def whole(thing: Any) -> str:
    """What a docstring says, in one paragraph; raises ValueError for a thing that says nothing."""
    first_sentence(thing)
    return " ".join(inspect.cleandoc(thing.__doc__).split())
