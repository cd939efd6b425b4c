"""What was measured on: the machine and the versions, for the head of the page."""

import os
import platform
import subprocess
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

import psutil

from portal.store.engine import sqlite_driver
from tests.load.servers import CHECKOUT, node_versions

PACKAGES = (
    "Flask-SocketIO",
    "python-socketio",
    "python-engineio",
    "simple-websocket",
    "gevent",
    "SQLAlchemy",
)


def machine() -> dict[str, str]:
    """Name → value, in the order in which a person wants to read it."""
    return {
        "Date": datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC"),
        "Commit": _commit(),
        "Cores": str(os.cpu_count()),
        "Processor": _processor(),
        "Load before": f"{os.getloadavg()[0]:.1f} (what else the machine was doing)",
        "Memory": f"{psutil.virtual_memory().total / 1e9:.0f} GB",
        "Kernel": f"{platform.system()} {platform.release()}",
        "Python": platform.python_version(),
        **node_versions(),
        "SQLite": str(sqlite_driver().sqlite_version),
        **{package: version(package) for package in PACKAGES},
    }


def _processor() -> str:
    info = Path("/proc/cpuinfo")
    lines = info.read_text(encoding="utf-8").splitlines() if info.exists() else []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.processor()


def _commit() -> str:
    asked = ["git", "describe", "--always", "--dirty=+", "--exclude=*"]
    told = subprocess.run(asked, cwd=CHECKOUT, capture_output=True, text=True, check=False)
    return told.stdout.strip() or "unknown"
