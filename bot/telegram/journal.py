"""A journal of calls: what a job has done already is not done again when the job is repeated after a crash.

A call is known by its job, its method, its chat, and the how-manieth of its kind it is. What is written down of it
holds no words: the number of the message that came of it, or why there is none.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from telegram import Message, MessageId

from bot.jobs.jobs import Try, doing
from bot.telegram.sending import Refusal

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from datetime import datetime

    from telegram import Bot

    from bot.telegram.memory import Memory

    Result = object
    Call = Callable[[], Awaitable[Result]]

CALLS = "calls"  # in the notes of a try: how often each was made so far
KNOWN = "known calls"  # what an earlier try has written down
CARD = ":card"  # added to the identity, where a card is sent because a handler failed
ENTITY = ("type", "offset", "length")


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
        result = await call()
        written, now = noted(result), self.now()
        # Where this fails, the call is made again after a crash: better twice than not at all.
        await self.memory.tell(lambda store: store.delivery.note_call(one.identity, name, chat, written, now))
        return result

    @staticmethod
    def _name(one: Try, chat: int, what: str) -> str:
        made: dict[str, int] = one.notes.setdefault(CALLS, {})
        kind = f"{what}:{chat}"
        made[kind] = made.get(kind, 0) + 1
        return f"{kind}:{made[kind]}"

    async def _known(self, one: Try) -> dict[str, Any]:
        if KNOWN not in one.notes:
            nothing: dict[str, Any] = {}
            one.notes[KNOWN] = await self.memory.ask(lambda store: store.delivery.calls_of(one.identity), nothing)
        known: dict[str, Any] = one.notes[KNOWN]
        return known

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
    whole = result.to_dict()
    kept: dict[str, Any] = {
        name: whole[name] for name in ("message_id", "date", "ephemeral_message_id") if name in whole
    }
    kept["chat"] = {"id": result.chat.id, "type": result.chat.type}
    kept["entities"] = [{name: entity[name] for name in ENTITY} for entity in whole.get("entities", ())]
    return kept
