"""docs/protocol.md: what is written by hand about connecting, and what COMMANDS and EVENTS say of themselves."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from string import Template
from typing import Any, get_type_hints

from portal import errors
from portal.access import POLICY, Permission
from portal.app import COMMANDS, EVENTS
from portal.cli.protocol.words import Shapes, first_sentence, form_fields, whole
from portal.doors.socket.commands import Command
from portal.errors import Refusal
from portal.events import Event
from portal.realtime import guards, pulse, rooms, server, ticker
from portal.realtime.presence import SAMPLE
from portal.settings import Settings
from portal.threads.rules import BACKLOG, PAGE

HEAD = Path(__file__).parent / "head.md"


def protocol_page() -> str:
    """The whole page."""
    shapes = Shapes()
    parts = [
        _head(),
        "## Commands",
        *(_command(name, COMMANDS[name], shapes) for name in sorted(COMMANDS)),
        "## Events",
        *(_event(kind, shapes) for kind in sorted(EVENTS, key=lambda kind: kind.name)),
        "## Shapes",
        *(_shape(name, shape, shapes) for name, shape in shapes.all()),
    ]
    return "\n\n".join(parts) + "\n"


def _head() -> str:
    defaults = {
        name: field.default for name, field in Settings.model_fields.items() if not field.is_required()
    }
    facts = {
        "namespace": server.NAMESPACE,
        "ping_seconds": server.PING_SECONDS,
        "gone_seconds": server.GONE_SECONDS,
        "message_kib": guards.MESSAGE_LIMIT_BYTES // 1024,
        "connect_seconds": round(pulse.CONNECT_SECONDS),
        "most_packets": rooms.MOST_PACKETS,
        "most_kib": rooms.MOST_BYTES // 1024,
        "page": PAGE,
        "backlog": BACKLOG,
        "sample": SAMPLE,
        "heartbeat_seconds": round(ticker.HEARTBEAT_SECONDS),
        "codes": _codes(),
    }
    return Template(HEAD.read_text(encoding="utf-8").strip()).substitute({**defaults, **facts})


def _codes() -> str:
    kinds = sorted(_below(Refusal), key=lambda kind: kind.code)
    return _table(("code", "what it means"), [(f"`{kind.code}`", whole(kind)) for kind in kinds])


def _below(kind: type[Refusal]) -> Iterable[type[Refusal]]:
    return [one for one in vars(errors).values() if isinstance(one, type) and issubclass(one, kind)]


def _command(name: str, command: Command, shapes: Shapes) -> str:
    answer = get_type_hints(command.run)["return"]
    refused = sorted({kind.code for kind in command.all_refusals})
    default = Settings.model_fields[command.limit].default
    fields = form_fields(command.read.form)
    needed = [(f"`{field}`", kind, "yes" if is_needed else "no") for field, kind, is_needed in fields]
    return "\n\n".join(
        [
            f"### `{name}`",
            whole(command.run),
            _list(
                f"Kind: {command.kind}",
                f"Limit: `{command.limit}`, {default} unless the operator sets another",
                f"Who: {_who(command.may)}",
                f"Refused with: {', '.join(f'`{code}`' for code in refused)}",
            ),
            _table(("payload", "what", "needed"), needed),
            _answer(answer, shapes),
        ]
    )


def _who(may: Permission | None) -> str:
    if may is None:
        return "anybody who is signed in"
    rules = " or ".join(f"`{rule.__name__}`" for rule in POLICY[may])
    return f"those with `{may.name}`: {rules}"


def _answer(answer: Any, shapes: Shapes) -> str:
    fields = shapes.fields(answer)
    if not fields:
        return f"Answer: {whole(answer)}"
    rows = [(f"`{field}`", kind) for field, kind in fields]
    return f"Answer: {whole(answer)}\n\n{_table(('answer', 'what'), rows)}"


def _event(kind: type[Event], shapes: Shapes) -> str:
    rows = [(f"`{field}`", word) for field, word in shapes.fields(kind)]
    kept = "may be dropped for a slow reader, a later one replaces it" if kind.is_lossy else "never dropped"
    return "\n\n".join(
        [
            f"### `{kind.name}`",
            whole(kind),
            _list(f"Heard by: {first_sentence(kind.room)}", f"For a slow reader: {kept}"),
            _table(("field", "what"), rows),
        ]
    )


def _shape(name: str, shape: Any, shapes: Shapes) -> str:
    rows = [(f"`{field}`", word) for field, word in shapes.fields(shape)]
    return "\n\n".join([f"### {name}", whole(shape), _table(("field", "what"), rows)])


def _list(*lines: str) -> str:
    return "\n".join(f"- {line}" for line in lines)


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines)
