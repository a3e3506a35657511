"""The steps of a group's talk with the bot in a terminal: who hears what, by the manners of a group. Pure."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot import Conversation
from bot.assistant.manners import Call, Move, Said, Speak, Where, move
from bot.assistant.reply import Block, BlockKind
from bot.cli.company import EVERYBODY, Company, Heard, Told, read_line

if TYPE_CHECKING:
    from datetime import datetime

    from bot import Assistant, Reply
    from bot.assistant.gist import Gist
    from bot.cli.company import Line

    After = tuple[Company, tuple[Heard, ...]]

BUTTONS = 3


class GroupDialogue:
    """The steps of a group's talk with one assistant. Holds no state: each step returns the new one."""

    def __init__(self, assistant: Assistant) -> None:
        self._assistant = assistant
        self._words = assistant.knowledge.words

    def start(self) -> tuple[Heard, ...]:
        """Return the greeting."""
        return (self._aside("terminal.group.greeting"),)

    def hear(self, company: Company, typed: str, now: datetime) -> After:
        """Return how things stand after a line, and what the bot says to it."""
        if typed.strip().startswith("/"):
            return self._chosen(company, typed.split())
        if (line := read_line(typed)) is None:
            return company, (self._aside("terminal.group.help"),)
        if line.button is not None and company.told:
            return self._pressed(company, line, now)
        return self._met(company, line, now)

    def _chosen(self, company: Company, typed: list[str]) -> After:
        """Take a choice of the administrators: /speak asked, /where public."""
        match typed:
            case ["/speak", value] if value in set(Speak):
                manners = replace(company.manners, speak=Speak(value))
            case ["/where", value] if value in set(Where):
                manners = replace(company.manners, where=Where(value))
            case _:
                return company, (self._aside("terminal.group.help"),)
        chosen = (f"settings.speak_{manners.speak}", f"settings.where_{manners.where}")
        return replace(company, manners=manners), tuple(self._aside(key) for key in chosen)

    def _pressed(self, company: Company, line: Line, now: datetime) -> After:
        """Take a press on a button: each has those of their own answer only."""
        told = company.told.get(line.who)
        if told is None and any(other.to == EVERYBODY for other in company.told.values()):
            return company, (self._note(line.who, "group.not_yours"),)
        if told is None or line.button is None or not 0 < line.button <= len(told.topics):
            return company, (self._aside("terminal.group.silence"),)
        conversation = company.before(line, now)
        reply = self._assistant.tell(told.topics[line.button - 1], conversation)
        return self._says(company, line.who, told.to, (reply, conversation), now)

    def _met(self, company: Company, line: Line, now: datetime) -> After:
        """Decide about a line as in a group, and do it."""
        called, conversation = line.call is not Call.NONE, company.before(line, now)
        if called and not line.text:
            return company, (self._note(line.who, "start.greeting", "start.how"),)
        gist = self._assistant.gist(line.text, conversation if called else Conversation())
        said = Said(line.call, to_other=line.to_other, resting=company.resting(now))
        what = move(gist, said, company.manners)
        if what is Move.SILENT:
            return company, (self._aside("terminal.group.silence"),)
        reply = self._assistant.reply(line.text, conversation)
        if what is Move.ALARM:
            return self._alarmed(company, line.who, gist, (reply, conversation), now)
        if not called:
            company = replace(company, unasked_at=now)
        if what is Move.PRIVATE or line.command == "/private" or gist.topic is None:
            return self._says(company, line.who, line.who, (reply, conversation), now)
        return self._aloud(company, line, gist.topic, (reply, conversation), now)

    def _aloud(
        self, company: Company, line: Line, topic: str, what: tuple[Reply, Conversation], now: datetime
    ) -> After:
        """Answer for all to hear; what they have just heard is told to who calls for it alone."""
        if not company.told_lately(topic, now):
            company = replace(company, answered={**company.answered, topic: now})
            return self._says(company, line.who, EVERYBODY, what, now)
        if line.call is Call.NONE:
            return company, (self._aside("terminal.group.silence"),)
        return self._says(company, line.who, line.who, what, now)

    def _says(self, company: Company, who: str, to: str, what: tuple[Reply, Conversation], now: datetime) -> After:
        reply, conversation = what
        topics = reply.offers.topics[:BUTTONS]
        titles = tuple(self._assistant.knowledge.topics[topic].title for topic in topics)
        heard = Heard(to, reply.blocks, reply.level, titles)
        later = reply.continued(conversation, now)
        return company.after(who, Told(to, topics), later), (heard,)

    def _alarmed(
        self, company: Company, who: str, gist: Gist, what: tuple[Reply, Conversation], now: datetime
    ) -> After:
        reply, conversation = what
        signs = "; ".join(self._assistant.knowledge.flags[flag].title for flag, _ in gist.flags)
        card = Heard(who, reply.safety, reply.level)
        later = reply.continued(conversation, now)
        return company.after(who, Told(who, ()), later), (card, self._aside("terminal.group.desk", signs=signs))

    def _note(self, who: str, *keys: str) -> Heard:
        return Heard(who, tuple(Block(BlockKind.NOTE, self._words[key]) for key in keys))

    def _aside(self, key: str, **values: object) -> Heard:
        paragraphs = self._words.get(key, **values).strip().split("\n\n")
        return Heard(None, tuple(Block(BlockKind.NOTE, paragraph) for paragraph in paragraphs))
