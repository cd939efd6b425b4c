"""The round of the chairs through the boards: which of them needs somebody, who goes there, and what it had in the end."""
