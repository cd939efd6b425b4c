"""Hostile JSON for every command of the registry, made from the form of its payload."""

import json
from datetime import UTC, datetime
from typing import Any

from hypothesis import find
from hypothesis import strategies as st

from portal.doors.socket import Command

LARGEST = 2**31 - 1

NUMBERS = st.sampled_from(
    [0, -1, 1, 2, 3, LARGEST, LARGEST + 1, -LARGEST, 2**53, 2**63, 2**64, 10**400, 1.5, 1e308]
)
TEXTS = st.one_of(
    st.sampled_from(
        [
            "",
            " ",
            "\0",
            "a\0b",
            "\ud800",
            "a\udfffb",
            "\u202ereversed",
            "\ufeff",
            "\u2028",
            "1",
            "null",
            "thread:1",
            "__proto__",
            "constructor",
            "' OR 1=1 --",
            "{{7*7}}",
            "<script>alert(1)</script>",
            "=1+1",
            "\r\nX: y",
            "a" * 41,
            "é" * 4001,
            "𝔘" * 2000,
        ]
    ),
    st.text(max_size=50),
)
WORDS = st.one_of(st.none(), st.booleans(), NUMBERS, st.floats(), TEXTS)
ANYTHING = st.recursive(
    WORDS,
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(TEXTS, inner, max_size=4)),
    max_leaves=8,
)
BROKEN = st.sampled_from(
    [
        "[" * 10_000,
        "[" * 10_000 + "]" * 10_000,
        '{"a":' * 10_000 + "1" + "}" * 10_000,
        "1" * 401,
        "1" * 5000,
        "-" + "9" * 400,
        "NaN",
        "-Infinity",
        "1e999",
        '{"thread":1,"thread":2}',
        '"\\ud800"',
        '"\\u0000"',
        "{",
        '{"thread":}',
        "'single'",
        "undefined",
        '{"\\ud800": 1}',
        '{"' + "k" * 20_000 + '": 1}',
        "{" + ",".join(f'"k{number}":1' for number in range(4000)) + "}",
    ]
)
"""JSON text that is no JSON, or that is more than it seems."""


def good_payloads(command: Command, thread: int, hall: int) -> st.SearchStrategy[dict[str, Any]]:
    """Payloads that can be read; about things that are there, and about others."""
    known: dict[str, st.SearchStrategy[Any]] = {
        "thread": st.sampled_from([thread, thread, thread, thread + 1, LARGEST]),
        "hall": st.sampled_from([hall, hall, LARGEST]),
        "seq": st.integers(1, 12),
        "after": st.integers(0, 12),
        "before": st.integers(1, 12),
        "client_id": st.sampled_from([f"c-{number}" for number in range(12)]),
        "text": TEXTS,
    }
    parts = parts_of(command)
    return st.fixed_dictionaries({name: known.get(name, one_of_kind(part)) for name, part in parts.items()})


def parts_of(command: Command) -> dict[str, dict[str, Any]]:
    """The JSON schema of each field of the payload."""
    schema = command.read.form.model_json_schema()
    shared = schema.get("$defs", {})
    parts: dict[str, dict[str, Any]] = schema.get("properties", {})
    return {
        name: shared[part["$ref"].rpartition("/")[2]] if "$ref" in part else part
        for name, part in parts.items()
    }


def one_of_kind(part: dict[str, Any]) -> st.SearchStrategy[Any]:
    """Values that a field with this schema takes, as far as the schema says."""
    made: st.SearchStrategy[Any] = ANYTHING
    match part:
        case {"enum": choices}:
            made = st.sampled_from(choices)
        case {"type": "integer"}:
            made = st.integers(part.get("minimum", 0), min(part.get("maximum", 12), 12))
        case {"type": "number"}:
            lowest = part.get("minimum", part.get("exclusiveMinimum", 0))
            made = st.floats(lowest, part.get("maximum", 12), exclude_min="exclusiveMinimum" in part)
        case {"type": "boolean"}:
            made = st.booleans()
        case {"format": "date-time"}:
            made = st.datetimes(timezones=st.just(UTC)).map(datetime.isoformat)
        case {"type": "string", "pattern": pattern}:
            made = st.from_regex(pattern, fullmatch=True)
        case {"type": "string"}:
            made = TEXTS
        case {"type": "array", "items": items}:
            least = part.get("minItems", 0)
            made = st.lists(one_of_kind(items), min_size=least, max_size=least + 2)
    return made


def plain_payload(command: Command) -> dict[str, Any]:
    """The simplest payload that can be read."""
    return {name: _plain(part) for name, part in parts_of(command).items()}


def _plain(part: dict[str, Any]) -> Any:
    if part.get("format") == "date-time":
        return "2026-05-04T12:00:00Z"
    if part.get("type") == "string" and not {"pattern", "enum"} & set(part):
        return "hello"
    return find(one_of_kind(part), lambda _: True)


def hostile_payloads(command: Command, thread: int, hall: int) -> st.SearchStrategy[str]:
    """JSON texts: good payloads with fields gone, added and exchanged, and things that are no payload at all."""

    @st.composite
    def bent(draw: st.DrawFn) -> Any:
        payload = draw(good_payloads(command, thread, hall))
        for name in draw(st.lists(st.sampled_from(sorted(payload)), max_size=2)):
            if draw(st.booleans()):
                payload[name] = draw(ANYTHING)
            else:
                payload.pop(name, None)
        if draw(st.integers(0, 3)) == 0:
            payload[draw(TEXTS)] = draw(ANYTHING)
        return payload

    texts = st.one_of(bent().map(json.dumps), bent().map(json.dumps), ANYTHING.map(json.dumps), BROKEN)
    # What is larger than a message may be is not read at all; test_frames.py sends such.
    return texts.filter(lambda text: len(text) < 60_000)
