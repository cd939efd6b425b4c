"""How long a sign-in lasts."""

from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True)
class Lasting:
    """The bounds of the settings, in hours; those of organizers and operators are narrower.

    The bound in days that everybody has stands in the sign-in itself. `needs_factor`: who organizes or operates does so
    only with a second factor.
    """

    idle: float = 12
    organizer: float = 24
    organizer_idle: float = 2
    needs_factor: bool = False

    def is_over(
        self, created_at: datetime, seen_at: datetime | None, at: datetime, *, is_organizer: bool
    ) -> bool:
        """Whether a sign-in has ended by itself."""
        idle = timedelta(hours=self.organizer_idle if is_organizer else self.idle)
        is_old = is_organizer and at - created_at >= timedelta(hours=self.organizer)
        return is_old or at - (seen_at or created_at) >= idle
