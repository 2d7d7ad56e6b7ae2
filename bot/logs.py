"""Logs: one JSON line an event, without secrets and without what people wrote."""

import logging
import sys

import structlog
from structlog.typing import Processor

# Below WARNING these print whole requests, and with them people's words and tokens.
CHATTY = ("slack_bolt", "slack_sdk", "apscheduler", "aiohttp", "uvicorn", "alembic", "asyncio")


def set_up_logs(level: str) -> None:
    """Send every log line, the libraries' too, to standard error from a level on."""
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
    ]
    last: list[Processor] = [
        structlog.stdlib.ProcessorFormatter.remove_processors_meta,
        structlog.processors.JSONRenderer(ensure_ascii=False),
    ]
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(structlog.stdlib.ProcessorFormatter(foreign_pre_chain=shared, processors=last))
    # On the handler, because Bolt sets the level of each of its loggers by itself.
    handler.addFilter(_is_wanted)
    logging.basicConfig(level=level, handlers=[handler], force=True)
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelName(level)),
    )


def _is_wanted(record: logging.LogRecord) -> bool:
    return record.levelno >= logging.WARNING or not record.name.startswith(CHATTY)
