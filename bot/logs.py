"""Logs to standard error, for people or as JSON. The libraries' own logs are kept down: they quote people."""

import logging
import secrets
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

import structlog

_LIBRARIES: Final = (
    "telegram",
    "httpx",
    "httpcore",
    "uvicorn",
    "sqlalchemy",
    "aiosqlite",
    "asyncpg",
    "alembic",
    "asyncio",
    "watchfiles",
)

_CORRELATION: Final = "update"


def configure_logs(level: str, style: str) -> None:
    """Log from `level` (DEBUG, INFO, WARNING, ERROR) on, in the `style` "human" or "json".

    Telegram's library logs whole updates at DEBUG and httpx the token at INFO, so that no level lets them through
    below ERROR. At ERROR it quotes what the server sent, and tracebacks quote values: of what any library logs only
    the kind and the place are kept.
    """
    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    renderer: structlog.typing.Processor = (
        structlog.processors.JSONRenderer(ensure_ascii=False)
        if style == "json"
        else structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())
    )
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[*shared, _without_words],
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, renderer],
        )
    )
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(level)
    for name in _LIBRARIES:
        logging.getLogger(name).setLevel(max(logging.ERROR, logging.getLevelName(level)))


@contextmanager
def correlated() -> Iterator[None]:
    """Mark every line that is logged within, by whomever, with `update`: a random id, made here and kept nowhere.

    It tells which lines belong to one update while thousands are dealt with at once, and it leads to nobody. Within
    another `correlated` nothing changes.
    """
    if _CORRELATION in structlog.contextvars.get_contextvars():
        yield
        return
    with structlog.contextvars.bound_contextvars(**{_CORRELATION: secrets.token_hex(4)}):
        yield


def _without_words(_logger: Any, _method: str, event: structlog.typing.EventDict) -> structlog.typing.EventDict:
    """A library's record without its message and its traceback, either of which may quote a person or the token."""
    record, raised = event.get("_record"), event.pop("exc_info", None)
    event.pop("stack_info", None)
    event["event"] = "logged by a library"
    if isinstance(record, logging.LogRecord):
        event["at"] = f"{record.filename}:{record.lineno}"
    if isinstance(raised, tuple) and raised[0] is not None:
        event["error"] = raised[0].__name__
    return event
