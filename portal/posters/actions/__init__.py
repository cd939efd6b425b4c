"""What presenters and organizers change of the posters."""

from portal.posters.actions.hanging import add, change, hang, put_file, remove_file, take_down
from portal.posters.actions.standing import stand

__all__ = ["add", "change", "hang", "put_file", "remove_file", "stand", "take_down"]
