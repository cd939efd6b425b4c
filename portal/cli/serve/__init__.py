"""`portal serve`: one server process, or several under a supervisor."""

from portal.cli.serve.command import become_server, env_of, serve, socket_path

__all__ = ["become_server", "env_of", "serve", "socket_path"]
