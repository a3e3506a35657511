"""Is it alive, is it ready, how is it doing: three pages for whoever watches the process. No content, no ids."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route
from telegram.error import TelegramError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

    from starlette.requests import Request

    from bot.storage.counts import Counts
    from bot.telegram.metrics import Metrics
    from bot.telegram.observed import Contact

    # Looks at one part, and returns OK, or in a word what is wrong with it.
    Probe = Callable[[], Awaitable[str]]

T = TypeVar("T")

OK, SLOW = "ok", "slow"
READY, NOT_READY = 200, 503
PROBE_SECONDS = 3.0  # a part that takes longer is not well
KEPT_SECONDS = 1.0  # for so long the last look counts: many who ask do not wear the database out
# A poll comes back after 30 s at the latest, and a bot with a webhook looks every minute.
SILENCE_SECONDS = 90.0
PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8"


class Fresh(Generic[T]):
    """The outcome of a look, kept for KEPT_SECONDS; who asks meanwhile gets the same."""

    def __init__(self, look: Callable[[], Awaitable[T]]) -> None:
        self._look = look
        self._lock = asyncio.Lock()
        self._seen: tuple[float, T] | None = None

    async def __call__(self) -> T:
        """Return the outcome, at most KEPT_SECONDS old."""
        async with self._lock:
            now = asyncio.get_running_loop().time()
            if self._seen is None or now - self._seen[0] > KEPT_SECONDS:
                self._seen = now, await self._look()
            return self._seen[1]


@dataclass(frozen=True, slots=True)
class Watched:
    """What there is to look at: a probe for each part, the counters, and what the database counts (None: it fails)."""

    probes: Mapping[str, Probe]
    metrics: Metrics
    counts: Callable[[], Awaitable[Counts | None]]


def pages(watched: Watched) -> list[Route]:
    """Return the three pages."""
    state, counts = Fresh(lambda: look_at(watched.probes)), Fresh(watched.counts)

    async def alive(_: Request) -> Response:
        return PlainTextResponse(OK)

    async def ready(_: Request) -> Response:
        parts = await state()
        return JSONResponse(parts, READY if set(parts.values()) == {OK} else NOT_READY)

    async def figures(_: Request) -> Response:
        return Response(watched.metrics.page(await counts()), media_type=PROMETHEUS)

    return [Route("/healthz", alive), Route("/readyz", ready), Route("/metrics", figures)]


async def look_at(probes: Mapping[str, Probe]) -> dict[str, str]:
    """Look at all parts, side by side; return what was found at each."""
    found = await asyncio.gather(*(_look(probe) for probe in probes.values()))
    return dict(zip(probes, found, strict=True))


async def _look(probe: Probe) -> str:
    looking = asyncio.ensure_future(probe())
    # It is not cancelled: a question to a database that hangs would not even end by that, and who asks waits.
    await asyncio.wait([looking], timeout=PROBE_SECONDS)
    if not looking.done():
        looking.add_done_callback(lambda late: late.cancelled() or late.exception())
        return SLOW
    try:
        return looking.result()
    except Exception as error:  # noqa: BLE001 - a part that cannot be looked at is not well, whatever the reason
        return type(error).__name__


def of_contact(contact: Contact, hello: Callable[[], Awaitable[object]]) -> Probe:
    """Return the probe of the way to Telegram; after a silence it says hello: a process may have nothing to say."""

    async def probe() -> str:
        if contact.ago is None or contact.ago > SILENCE_SECONDS:
            try:
                await hello()
            except TelegramError:
                return "no contact"
        return OK

    return probe
