"""Signing in and out, and one's own account."""

from portal.accounts.pages import account, addresses, codes, entry, factors, passwords, providers
from portal.accounts.pages.blueprint import bp

__all__ = ["account", "addresses", "bp", "codes", "entry", "factors", "passwords", "providers"]
