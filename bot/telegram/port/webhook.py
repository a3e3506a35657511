"""Updates that Telegram posts to us: known by a secret, small, well-formed, and confirmed only once they are safe."""

from __future__ import annotations

import asyncio
import hmac
import json
from typing import TYPE_CHECKING, Any, NoReturn
from urllib.parse import unquote, urlsplit

import structlog
from starlette.requests import ClientDisconnect
from starlette.responses import Response

from bot.telegram.limits import WEBHOOK_CONNECTIONS
from bot.telegram.where import where

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable

    from starlette.requests import Request
    from telegram import Bot

    Raw = dict[str, Any]
    # Returns when the update is handled or written down, and not before.
    Take = Callable[[Raw], Awaitable[None]]

log = structlog.get_logger(__name__)

HEADER = "X-Telegram-Bot-Api-Secret-Token"  # Bot API, setWebhook, secret_token
PURPOSE = b"continence-bot webhook"  # what the token is turned into a secret for: another purpose, another secret
BODY_BYTES = 1 << 20  # an update of Telegram's has a few thousand bytes
BODY_SECONDS = 10.0  # from the head of a request to the end of its body
NUMBERS = range(1 << 62)  # update ids that a database can hold

OK, FAULTY, FORBIDDEN, NOT_FOUND, TOO_SLOW, TOO_LARGE, FAILED = 200, 400, 403, 404, 408, 413, 500
HANG_UP = {"Connection": "close"}  # what is still on its way is not read


class Refused(Exception):  # noqa: N818 - a way to say no, not a mistake
    """A request that is not to be taken; the status says why, and nothing else is said."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


def secret_of(token: str, chosen: str | None = None) -> str:
    """Return the secret: the chosen one, or one made of the token by HMAC-SHA256, the same in each process."""
    return chosen or hmac.new(token.encode(), PURPOSE, "sha256").hexdigest()


def path_of(url: str) -> str:
    """Return the path that a public address is served on."""
    return unquote(urlsplit(url).path) or "/"


async def announce(bot: Bot, url: str, secret: str, allowed: Iterable[str]) -> None:
    """Ask Telegram to post updates to us. What waits there is kept: these are people's messages."""
    await bot.set_webhook(
        url,
        max_connections=WEBHOOK_CONNECTIONS,
        allowed_updates=list(allowed),
        drop_pending_updates=False,
        secret_token=secret,
    )


class Hook:
    """The end that Telegram posts to."""

    def __init__(self, path: str, secret: str, take: Take, refused: Callable[[int], None]) -> None:
        self.path = path
        self._secret = secret.encode()
        self._take = take
        self._refused = refused

    async def post(self, request: Request) -> Response:
        """Take one update: 200 when it is safe, 4xx when it is none, 500 when Telegram must send it again."""
        try:
            self._must_be_telegram(request)
            raw = update_in(await _body(request))
            await self._take(raw)
        except Refused as refused:
            # Counted and not logged: whoever finds the address could fill the log.
            self._refused(refused.status)
            return Response(status_code=refused.status, headers=HANG_UP)
        except ClientDisconnect:
            return Response(status_code=FAULTY)
        except Exception as error:  # noqa: BLE001 - whatever it is, Telegram is asked to send the update again
            log.error("update not taken", **where(error))  # noqa: TRY400 - a traceback may quote the message
            return Response(status_code=FAILED)
        return Response(status_code=OK)

    def _must_be_telegram(self, request: Request) -> None:
        if request.url.path != self.path:
            raise Refused(NOT_FOUND)
        # In constant time: how long the comparison takes says nothing about how much of a guess was right.
        if not hmac.compare_digest(request.headers.get(HEADER, "").encode(errors="replace"), self._secret):
            raise Refused(FORBIDDEN)


async def _body(request: Request) -> bytes:
    """Read a body, but not more than BODY_BYTES of it, and not for longer than BODY_SECONDS."""
    announced = request.headers.get("Content-Length", "0")
    if len(announced) > len(str(BODY_BYTES)) or not announced.isdecimal() or int(announced) > BODY_BYTES:
        raise Refused(TOO_LARGE)
    body = bytearray()
    try:
        async with asyncio.timeout(BODY_SECONDS):
            async for part in request.stream():
                body += part
                if len(body) > BODY_BYTES:
                    raise Refused(TOO_LARGE)
    except TimeoutError:
        raise Refused(TOO_SLOW) from None
    return bytes(body)


def update_in(body: bytes) -> Raw:
    """Return the update that a body holds. Raises Refused for whatever is no update, however it is bent."""
    try:
        raw = json.loads(body.decode(), parse_constant=_no_number)
    except (ValueError, RecursionError):
        raise Refused(FAULTY) from None
    number = raw.get("update_id") if isinstance(raw, dict) else None
    if isinstance(number, bool) or not isinstance(number, int) or number not in NUMBERS:
        raise Refused(FAULTY)
    return dict(raw)


def _no_number(name: str) -> NoReturn:
    raise ValueError(name)  # NaN and Infinity are no JSON, although Python reads them
