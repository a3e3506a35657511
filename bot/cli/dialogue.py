"""A conversation as steps: how things stand and what was typed go in, how things stand after it comes out. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bot import Conversation
from bot.assistant.reply import CARD
from bot.cli import screens
from bot.cli.moves import Deed, Move, understood
from bot.cli.screens import NO_COUNTRY, Screen

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from bot import Assistant, Reply
    from bot.knowledge.knowledge import Knowledge
    from bot.knowledge.model import Place


@dataclass(frozen=True, slots=True)
class State:
    """How a conversation stands: what is on the screen, and the reply that it is still about."""

    screen: Screen
    conversation: Conversation = Conversation()
    reply: Reply | None = None
    asked: Move | None = None  # what `reply` answers
    before: Conversation = Conversation()  # as it stood when that was asked


class Dialogue:
    """The steps of a conversation with one assistant. Holds no state: each step returns the new one."""

    def __init__(self, assistant: Assistant) -> None:
        self._knowledge = assistant.knowledge
        self._replies: dict[Deed, Callable[[str, Conversation], Reply]] = {
            Deed.SAY: assistant.reply,
            Deed.TELL: assistant.tell,
            Deed.AFFIRM: assistant.affirm,
            Deed.DENY: assistant.deny,
        }

    def start(self) -> State:
        """Return the greeting."""
        return State(screens.notice(self._knowledge, "terminal.greeting"))

    def hear(self, state: State, line: str, now: datetime) -> State | None:
        """Return how things stand after `line`; None: the conversation is over."""
        move = understood(line, state.screen.buttons)
        if move.deed is Deed.NOTHING:
            return state
        state = replace(state, conversation=state.conversation.alive(now))
        if move.deed is Deed.QUIT:
            return None
        if move.deed in self._replies:
            return self._answer(move, state.conversation, now)
        if move.deed is Deed.COUNTRY and move.about:
            return self._in_country(state, move.about, now)
        return replace(state, screen=self._page(state, move))

    def _answer(self, move: Move, conversation: Conversation, now: datetime) -> State:
        reply = self._replies[move.deed](move.about, conversation)
        after = reply.continued(conversation, now)
        return State(screens.answer(self._knowledge, reply), after, reply, move, before=conversation)

    def _in_country(self, state: State, named: str, now: datetime) -> State:
        """Keep the country; a safety card that was shown is said again with that country's numbers."""
        place = _place(self._knowledge, named)
        if place is None and named != NO_COUNTRY:
            return replace(state, screen=screens.countries(self._knowledge))
        country = place.code if place is not None else None
        if state.asked is not None and state.reply is not None and state.reply.safety:
            again = self._answer(state.asked, replace(state.before, country=country), now)
            return replace(again, screen=again.screen.only(*CARD))
        kept = replace(state.conversation, country=country)
        return replace(state, conversation=kept, screen=screens.emergency(self._knowledge, country))

    def _page(self, state: State, move: Move) -> Screen:
        knowledge, country = self._knowledge, state.conversation.country
        match move.deed:
            case Deed.WHY if state.reply is not None:
                return screens.why(knowledge, state.reply)
            case Deed.TOPICS:
                return screens.topics(knowledge, move.about)
            case Deed.COUNTRY:
                return screens.countries(knowledge)
            case Deed.EMERGENCY:
                return screens.emergency(knowledge, country)
            case Deed.CRISIS_LINE:
                return screens.crisis_line(knowledge, country)
            case _:
                return screens.notice(knowledge, "terminal.help")


def _place(knowledge: Knowledge, named: str) -> Place | None:
    """Return the country of a code or a name, upper or lower case."""
    wanted = named.casefold()
    return next((p for p in knowledge.places.places if wanted in {p.code.casefold(), p.name.casefold()}), None)
