"""Logs: structlog for our own loggers, a filter for everybody else's. No words of a message, no name, no token."""

from __future__ import annotations

import logging
import re
import sys
from contextlib import suppress
from typing import TYPE_CHECKING, Any, TextIO, cast

import structlog

if TYPE_CHECKING:
    from collections.abc import Iterable

# <bot id>:<35 letters>; core.telegram.org/bots/features, "Generating an authentication token".
TOKEN = re.compile(r"\d{3,}(?::|%3A)[A-Za-z0-9_-]{8,}")
HIDDEN = "<hidden>"
LIBRARY_LETTERS = 200


def set_up(level: str, style: str, secrets: Iterable[str] = (), stream: TextIO | None = None) -> None:
    """Send all logs to `stream` (standard error). `level` is for our own; libraries stay at warning, whatever it is."""
    out = cast("TextIO", Unfailing(stream or sys.stderr))
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            _Hide(secrets),
            _writer(style, out),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelNamesMapping()[level.upper()]),
        logger_factory=structlog.PrintLoggerFactory(out),
        cache_logger_on_first_use=False,
    )
    _tame_libraries(secrets)


class Unfailing:
    """A stream that may be full, or gone: then a line is lost, but nobody's message, whatever was being done."""

    def __init__(self, stream: TextIO) -> None:
        self.stream = stream

    def write(self, text: str) -> int:
        """Write, if that is possible."""
        with suppress(OSError, ValueError):
            return self.stream.write(text)
        return 0

    def flush(self) -> None:
        """Write what was held back, if that is possible."""
        with suppress(OSError, ValueError):
            self.stream.flush()

    def isatty(self) -> bool:
        """Whether somebody reads along."""
        return self.stream.isatty()


def _writer(style: str, out: TextIO) -> structlog.typing.Processor:
    if style == "json":
        return structlog.processors.JSONRenderer(ensure_ascii=False)
    return structlog.dev.ConsoleRenderer(colors=out.isatty())


class _Hide:
    """Takes secrets out of whatever is about to be written."""

    def __init__(self, secrets: Iterable[str]) -> None:
        self.secrets = tuple(secret for secret in secrets if secret)

    def __call__(self, _logger: object, _method: str, event: structlog.typing.EventDict) -> structlog.typing.EventDict:
        return {name: self.of(value) if isinstance(value, str) else value for name, value in event.items()}

    def of(self, text: str) -> str:
        """Return `text` without secrets and without anything that looks like a token."""
        for secret in self.secrets:
            text = text.replace(secret, HIDDEN)
        return TOKEN.sub(HIDDEN, text)


class LibraryFilter(logging.Filter):
    """Lets a library say what happened, not to what: python-telegram-bot logs whole updates, httpx the address.

    Of a record the logger, the level, the kind of error and the bare template stay; its values are dropped.
    """

    def __init__(self, secrets: Iterable[str] = ()) -> None:
        super().__init__()
        self._hide = _Hide(secrets)

    def filter(self, record: logging.LogRecord) -> bool:
        """Strip the record in place; nothing below warning passes."""
        if record.levelno < logging.WARNING:
            return False
        kind = record.exc_info[0].__name__ if record.exc_info and record.exc_info[0] else None
        template = str(record.msg).partition("\n")[0][:LIBRARY_LETTERS]
        record.msg = self._hide.of(f"{template} [{kind}]" if kind else template)
        record.args, record.exc_info, record.exc_text, record.stack_info = None, None, None, None
        return True


class _ToStructlog(logging.Handler):
    """Writes what is left of a library's record in our own format."""

    def emit(self, record: logging.LogRecord) -> None:
        structlog.get_logger().log(record.levelno, "library", said=str(record.msg), logger=record.name)


def _tame_libraries(secrets: Iterable[str]) -> None:
    handler: logging.Handler = _ToStructlog()
    handler.addFilter(LibraryFilter(secrets))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)
    for name in list(logging.root.manager.loggerDict):
        # A library that brought a handler or a level of its own loses both.
        library: Any = logging.getLogger(name)
        library.handlers[:] = []
        library.setLevel(logging.NOTSET)
        library.propagate = True
    logging.captureWarnings(capture=True)
