"""The programme and its schedule."""
