"""What is kept about people, read."""

from portal.privacy.queries.hosts import hosts_of
from portal.privacy.queries.keeping import Kept, kept_in, workshop_to_keep

__all__ = ["Kept", "hosts_of", "kept_in", "workshop_to_keep"]
