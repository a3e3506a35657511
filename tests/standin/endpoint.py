"""From an HTTP request to its answer, by way of whatever fault was ordered."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING, Any

from aiohttp import web

from tests.standin.calls import Call, Calls
from tests.standin.faults import BAD_GATEWAY, Fault, Faults
from tests.standin.methods import BY_LOWER, EPHEMERAL, METHODS
from tests.standin.methods.webhooks import remember_allowed
from tests.standin.params import Params, read_params
from tests.standin.refusal import METHOD_NOT_FOUND, UNAUTHORISED, Refusal, bad_request

if TYPE_CHECKING:
    from tests.standin.world import World

LONGEST_POLL = 50  # seconds; Telegram's own cap on the timeout of getUpdates
OK = 200
POLL = "getUpdates"


class Endpoint:
    """Answers calls, and keeps a list of them. `under_way` counts those that have no answer yet, polls left out."""

    def __init__(self, world: World, faults: Faults) -> None:
        self.world = world
        self.faults = faults
        self.calls = Calls()
        self.keep_calls = True
        self.under_way = 0
        self.number = 0
        self.stopping = asyncio.Event()

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """Answer /bot<token>/<method>."""
        try:
            params = await read_params(request)
        except Refusal as refusal:
            return web.json_response(refusal.body(), status=refusal.code)
        call = self._record(request.match_info["method"], params)
        self.under_way += call.method != POLL
        try:
            return await self._answered(request, call, params)
        finally:
            self.under_way -= call.method != POLL
            self.world.changed.ring()

    async def file(self, request: web.Request) -> web.StreamResponse:
        """Answer /file/bot<token>/<path> with the content that was sent."""
        content = self.world.files.get(request.match_info["path"].rpartition("/")[2])
        if request.match_info["token"] != self.world.token or content is None:
            return web.json_response(Refusal(404, "Not Found").body(), status=404)
        return web.Response(body=content, content_type="application/octet-stream")

    def _record(self, method: str, params: Params) -> Call:
        known = POLL if method.lower() == POLL.lower() else BY_LOWER.get(method.lower(), method)
        self.number += known != POLL
        call = Call(self.number, known, params.values, params.files, self.world.clock.now())
        if self.keep_calls:
            self.calls.append(call)
        return call

    async def _answered(self, request: web.Request, call: Call, params: Params) -> web.StreamResponse:
        fault = self.faults.take(call)
        if fault is None:
            return _json(call, *await self._outcome(request, call, params))
        call.fault = fault.name
        if fault.refusal is not None:
            return _json(call, fault.refusal.code, fault.refusal.body())
        outcome = await self._outcome(request, call, params) if fault.after_effect else None
        self.world.changed.ring()
        return await self._spoilt(request, call, fault, outcome)

    async def _outcome(self, request: web.Request, call: Call, params: Params) -> tuple[int, dict[str, Any]]:
        try:
            self._must_be_known(request, call)
            if call.method == POLL:
                return OK, {"ok": True, "result": await self._poll(params)}
            call.result = METHODS[call.method](self.world, params)
        except Refusal as refusal:
            return refusal.code, refusal.body()
        return OK, {"ok": True, "result": call.result}

    def _must_be_known(self, request: web.Request, call: Call) -> None:
        if request.match_info["token"] != self.world.token:
            raise Refusal(*UNAUTHORISED)
        old = not self.world.knows_ephemeral and call.method in EPHEMERAL
        if (call.method not in METHODS and call.method != POLL) or old:
            raise Refusal(*METHOD_NOT_FOUND)

    async def _poll(self, params: Params) -> list[dict[str, Any]]:
        remember_allowed(self.world, params)
        limit = params.number("limit")
        if limit is not None and limit <= 0:
            raise bad_request("wrong limit specified")
        patience = min(params.number("timeout") or 0, LONGEST_POLL)
        return await self.world.feed.poll(params.number("offset") or 0, limit or 100, patience)

    async def _spoilt(
        self, request: web.Request, call: Call, fault: Fault, outcome: tuple[int, dict[str, Any]] | None
    ) -> web.StreamResponse:
        if fault.kind == "page":
            call.status = fault.status
            return web.Response(status=fault.status, text=BAD_GATEWAY, content_type="text/html")
        if fault.kind == "slow" and outcome is not None:
            await asyncio.sleep(fault.seconds)
            return _json(call, *outcome)
        if fault.kind == "half" and outcome is not None:
            await _send_half(request, outcome)
        if fault.kind == "hang":
            await self.stopping.wait()
        raise _cut(request)

    def stop(self) -> None:
        """Let go of what hangs."""
        self.stopping.set()


def _json(call: Call, status: int, body: dict[str, Any]) -> web.Response:
    call.status, call.description = status, body.get("description", "")
    return web.json_response(body, status=status)


async def _send_half(request: web.Request, outcome: tuple[int, dict[str, Any]]) -> None:
    status, body = outcome
    raw = json.dumps(body).encode()
    answer = web.StreamResponse(status=status, headers={"Content-Type": "application/json"})
    answer.content_length = len(raw)
    await answer.prepare(request)
    await answer.write(raw[: len(raw) // 2])


def _cut(request: web.Request) -> ConnectionResetError:
    if request.transport is not None:
        request.transport.abort()
    return ConnectionResetError()
