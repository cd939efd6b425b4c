"""Logs: one line of JSON for each fact, in UTC, on standard error; no bodies, no tokens, no local variables."""

import logging
import sys

import structlog


def install() -> None:
    """Set structlog up for the whole process. A traceback is plain text: rich ones print what variables held."""
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.WriteLoggerFactory(file=sys.stderr),
        cache_logger_on_first_use=True,
    )
