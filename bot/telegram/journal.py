"""A journal of calls: what a job has done already is not done again when the job is repeated after a crash.

A call is known by its job, its method, its chat, and the how-manieth of its kind it is. What is written down of it
holds no words: the number of the message that came of it, or why there is none.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from telegram import Message, MessageId

from bot.jobs.jobs import Try, doing
from bot.telegram.memory import PENDING, PendingCall
from bot.telegram.refusal import Refusal

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from datetime import datetime

    from telegram import Bot

    from bot.telegram.memory import Memory

    Result = object
    Call = Callable[[], Awaitable[Result]]

CALLS = "calls"  # in the notes of a try: how often each was made so far
KNOWN = "known calls"  # lasting: what came of the calls made so far
BEGUN = "begun"  # lasting: this process has tried the job
CARD = ":card"  # added to the identity, where a card is sent because a handler failed


def begun_before() -> bool:
    """Whether the job that is being done may have been tried before, here or by a process that died; asked once a try.

    It then goes on: what it has kept already was kept by itself, and the journal knows its calls.
    """
    one = doing.get()
    if one is None:
        return False
    before = not one.fresh or BEGUN in one.lasting
    one.lasting[BEGUN] = True
    return before


def done_under() -> tuple[str, ...]:
    """Return under which identities the job that is being done has its calls in the journal."""
    one = doing.get()
    return (one.identity, f"{one.identity}{CARD}") if one else ()


class Journal:
    """Makes each call of a job once. Outside of a job it makes calls and writes nothing."""

    def __init__(self, memory: Memory, bot: Bot, now: Callable[[], datetime]) -> None:
        self.memory = memory
        self.bot = bot
        self.now = now

    async def once(self, chat: int, what: str, call: Call) -> Result:
        """Return what came of a call: from the journal, if this job has made it before."""
        one = doing.get()
        if one is None:
            return await call()
        name = self._name(one, chat, what)
        known = await self._known(one)
        if name in known:
            return self._read(known[name])
        if one.lasting.get(PENDING):
            # What was done before must be known before more is done; where that fails, it is done again after a crash.
            await self.memory.catch_up()
        result = await call()
        known[name] = noted(result)
        # Written down by the next transaction of this job, which as a rule follows at once.
        pending: list[PendingCall] = one.lasting.setdefault(PENDING, [])
        pending.append(PendingCall(one.identity, name, chat, known[name], self.now()))
        return result

    @staticmethod
    def _name(one: Try, chat: int, what: str) -> str:
        made: dict[str, int] = one.notes.setdefault(CALLS, {})
        kind = f"{what}:{chat}"
        made[kind] = made.get(kind, 0) + 1
        return f"{kind}:{made[kind]}"

    async def _known(self, one: Try) -> dict[str, Any]:
        if KNOWN not in one.lasting:
            nothing: dict[str, Any] = {}
            fresh = one.fresh
            known = {} if fresh else await self.memory.ask(lambda store: store.delivery.calls_of(one.identity), nothing)
            one.lasting[KNOWN] = known
        kept: dict[str, Any] = one.lasting[KNOWN]
        return kept

    def _read(self, written: Any) -> Result:  # noqa: ANN401 - JSON
        if not isinstance(written, dict):
            return written
        if "refused" in written:
            return Refusal(written["refused"])
        if "chat" not in written:
            return MessageId(written["message_id"])
        return Message.de_json(written, self.bot)


def noted(result: Result) -> object:
    """Return what is written down of a result: where a message stands, and which kinds of links it holds."""
    if isinstance(result, Refusal):
        return {"refused": result.value}
    if isinstance(result, MessageId):
        return {"message_id": result.message_id}
    if not isinstance(result, Message):
        return True
    kept: dict[str, Any] = {"message_id": result.message_id, "date": int(result.date.timestamp())}
    if "ephemeral_message_id" in result.api_kwargs:
        kept["ephemeral_message_id"] = result.api_kwargs["ephemeral_message_id"]
    kept["chat"] = {"id": result.chat.id, "type": result.chat.type}
    kept["entities"] = [{"type": one.type, "offset": one.offset, "length": one.length} for one in result.entities]
    return kept
