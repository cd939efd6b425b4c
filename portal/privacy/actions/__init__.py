"""What people let load, asked to have and asked to be erased; and what goes by itself."""

from portal.privacy.actions.hosts import allow_host

__all__ = ["allow_host"]
