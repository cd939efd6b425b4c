"""What presenters and organizers change of the posters."""

from portal.posters.actions.hanging import add, change, hang, put_file, remove_file, take_down

__all__ = ["add", "change", "hang", "put_file", "remove_file", "take_down"]
