"""The values for each way of running the portal; what each setting means stands in portal.settings."""

import secrets
from collections.abc import Mapping
from pathlib import Path

from portal.settings import Settings, read_environment, settings_from


def production(environ: Mapping[str, str]) -> Settings:
    """What PORTAL_* says, and safe defaults for the rest; a missing secret is refused."""
    return settings_from({"data_dir": Path("portal-data"), **read_environment(environ)})


def development(data_dir: Path, **values: object) -> Settings:
    """One person's machine: a new secret at each start unless one is given, mail stays in the outbox."""
    return settings_from({"data_dir": data_dir, "secret_key": secrets.token_urlsafe(48), **values})


def testing(data_dir: Path, **values: object) -> Settings:
    """Tests: a fixed secret, and limits so wide that only their own tests meet them."""
    wide = {name: "100000/minute" for name in Settings.model_fields if name.startswith("limit_")}
    base = {"secret_key": "a secret that only the tests know, and no portal"}
    return settings_from({"data_dir": data_dir, "async_mode": "threading", **base, **wide, **values})
