"""The page docs/performance.md and the file build/bench.json, written from what was measured."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

from tests.load.rows import Row
from tests.load.turns import Medians

BY_HAND = "## What was tried"
"""From this heading on the page is written by hand and kept."""

HEAD = """# What one portal carries

`make bench` wrote this page; it measures everything again in {minutes:.0f} minutes on the machine below. Each figure of the
portal stands beside a reference that was measured in the same run, in turns, so that a ratio holds on other machines too.
"""

METHOD = """## How it was measured

- **Clients.** One process holds all clients; each has a WebSocket of its own, and the same code talks to every server
  (`portal/cli/bench`). A turn is void and tried again when that process uses more than 70 % of a core or its own
  timer is more than 20 ms late in one case of a hundred.
- **Processor time** is what the operating system counts for the server's process, its own and the system's for it, from the
  first message that counts until the last is delivered; coming in, entering and one second of talk before are left out.
  What a server takes while nobody speaks is told as “idle”; it is not subtracted.
- **Delays** go from the moment at which a client sends to the moment at which another's socket has the frame, for each
  delivery of each message. A message of one client that another does not get is lost.
- **Node** is socket.io {socketio} on Node {node}, WebSocket only, uncompressed: the same events of the same size to the
  same room (`tests/load/node_server.mjs`). It keeps nothing, the portal keeps every message before it answers.
- **Stock** is Flask-SocketIO on gevent as its guide shows it (`tests/load/stock_server.py`); it keeps nothing either.
- **A bare send** is a Python program that writes the same bytes with a non-blocking `send` to as many connections.
- **Fan-out alone** is the portal itself, publishing from inside, past the store (`tests/load/fanout_app.py`).
- Rooms of 50 and 300 hear 100 messages a second. A room of 1,000 hears 30, which are the same 30,000 deliveries a second.
- SQLite writes with `synchronous = FULL`, PostgreSQL as its package sets it up, both to a disk.
- Values are medians of {times} turns, of {few} where a turn is long.
"""

COMMANDS = """## Commands

    make bench                                              # all of it
    python -m tests.load compare --clients 300 --rate 100   # fan-out and durable path beside the references, at once
    python -m tests.load run --only rooms-sqlite --times 1  # one part
    portal bench chat --clients 1000 --rate 5               # one room on this machine, or with --url on another
    portal bench rooms | join-storm | reconnect-storm | slow-readers | presence | hall | map
"""


def write_rows(path: Path, rows: Sequence[Row]) -> None:
    """The rows for a program."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(
        json.dumps([row.as_document() for row in rows], indent=1, ensure_ascii=False) + "\n", "utf-8"
    )


def page(
    rows: Sequence[Row],
    found: Mapping[str, Medians],
    machine: Mapping[str, str],
    *,
    minutes: float,
    by_hand: str,
) -> str:
    """The page for a person."""
    times = max((one.times for one in found.values()), default=0)
    few = min((one.times for one in found.values() if one.times > 1), default=times)
    method = METHOD.format(
        socketio=machine.get("socket.io", "?"), node=machine.get("Node", "?"), times=times, few=few
    )
    parts = [
        HEAD.format(minutes=max(1, minutes)),
        _machine(machine),
        _table(rows),
        _missed(rows),
        _more(found),
        method,
        COMMANDS,
        by_hand or f"{BY_HAND}\n\nNothing is written here yet.\n",
    ]
    return "\n".join(part for part in parts if part)


def kept_by_hand(page_before: str) -> str:
    """What a person wrote on the page."""
    at = page_before.find(BY_HAND)
    return page_before[at:] if at >= 0 else ""


def _machine(machine: Mapping[str, str]) -> str:
    return "\n".join(
        ["| | |", "| --- | --- |", *(f"| {name} | {value} |" for name, value in machine.items()), ""]
    )


def _table(rows: Sequence[Row]) -> str:
    lines = [
        "## Figures",
        "",
        "| measure | ours | reference | ratio | limit | reached |",
        "| --- | --: | --: | --: | --- | --- |",
    ]
    for row in rows:
        ratio = f"{row.ratio:.2f}" if row.ratio is not None else "–"
        reached = "yes" if row.reached else "**no**"
        told = f"{_number(row.ours)} | {_number(row.reference)} | {ratio} | {row.limit} | {reached}"
        lines.append(f"| {row.measure} | {told} |")
    return "\n".join([*lines, ""])


def _missed(rows: Sequence[Row]) -> str:
    missed = [
        f"- {row.measure}: {_number(row.ours)}, {row.limit} was wanted; {row.misses_by}."
        for row in rows
        if not row.reached
    ]
    return "\n".join(["## Not reached", "", *(missed or ["Everything is reached."]), ""])


def _more(found: Mapping[str, Medians]) -> str:
    """Every median with its smallest and largest value."""
    lines = [
        "## All medians",
        "",
        "| part | server | what | median | from … to |",
        "| --- | --- | --- | --: | --: |",
    ]
    for block, medians in found.items():
        for server, values in medians.values.items():
            for what, value in values.items():
                low, high = medians.spreads[server][what]
                told = f"{what.replace('_', ' ')} | {_number(value)} | {_number(low)} … {_number(high)}"
                lines.append(f"| {block} | {server} | {told} |")
    voids = [f"- {why}" for medians in found.values() for why in medians.voids]
    if voids:
        told = (
            "Void even when tried again; these turns do not count, and a part without others is not reached:"
        )
        lines += ["", told, "", *voids]
    return "\n".join([*lines, ""])


def _number(value: float | None) -> str:
    if value is None:
        return "–"
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.3g}" if abs(value) < 100 else f"{value:.0f}"
