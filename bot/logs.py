"""Logs to standard error, for people or as JSON. The libraries' own logs are kept down: they quote updates."""

import logging
import sys
from typing import Final

import structlog

_LIBRARIES: Final = ("telegram", "httpx", "httpcore", "sqlalchemy", "aiosqlite", "asyncio")


def configure_logs(level: str, style: str) -> None:
    """Log from `level` (DEBUG, INFO, WARNING, ERROR) on, in the `style` "human" or "json".

    Telegram's library logs whole updates at DEBUG and httpx the token at INFO, so that no level lets them through
    below ERROR; their errors reach us as exceptions, of which we log the kind and the place.
    """
    shared: list[structlog.typing.Processor] = [
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
            foreign_pre_chain=shared,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, renderer],
        )
    )
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(level)
    for name in _LIBRARIES:
        logging.getLogger(name).setLevel(max(logging.ERROR, logging.getLevelName(level)))
