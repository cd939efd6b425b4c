"""How many were where and when, and what they did there, as counts that name nobody; for organizers, who must report."""
