"""How a test of camera and microphone ended."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Checked:
    """What was found; `has_way` is None where the connection was not tried."""

    workshop_id: int
    has_camera: bool
    has_microphone: bool
    has_way: bool | None = None
    browser: str = ""
