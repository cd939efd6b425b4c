"""`portal proxy-config`: a configuration for the reverse proxy in front of the portal."""

from portal.cli.proxy.command import proxy_config

__all__ = ["proxy_config"]
