"""A workshop as files that open from a disk without a server: made by organizers, for whoever keeps or shares it."""
