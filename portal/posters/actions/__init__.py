"""What presenters and organizers change of the posters, and what visitors leave behind."""

from portal.posters.actions.hanging import add, change, hang, put_file, remove_file, take_down
from portal.posters.actions.visiting import set_star, took, visit

__all__ = ["add", "change", "hang", "put_file", "remove_file", "set_star", "take_down", "took", "visit"]
