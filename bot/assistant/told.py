"""What a reply went by, in words for the person: which of theirs led where, what was denied, what was a slip."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.assistant.reply import Decision
from bot.knowledge.model import Context

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from bot.assistant.reply import DismissedMention, FlagMention, Reply, Why
    from bot.knowledge.knowledge import Knowledge

# A word that spoke for a topic by less than this is no reason that somebody would recognise ("my", "now").
_WORTH_TELLING = 1.0
_CHOICES = 3


def told(reply: Reply, knowledge: Knowledge) -> tuple[str, ...]:
    """Return the lines of "Why this?", each once; none where no word counted."""
    lines = (*_signs(reply, knowledge), *_topics(reply, knowledge), *_dismissed(reply, knowledge))
    return tuple(dict.fromkeys((*lines, *_meant(reply, knowledge), *_slips(reply, knowledge))))


def _signs(reply: Reply, knowledge: Knowledge) -> Iterator[str]:
    for flag in dict.fromkeys(mention.id for mention in reply.red_flags):
        mine = sorted((m for m in reply.red_flags if m.id == flag), key=lambda m: (m.start, -m.end))
        words = _joined(m.text for m in mine if not any(_inside(m, other) for other in mine))
        yield knowledge.words.get("why.flag", words=words, sign=knowledge.flags[flag].title)


def _inside(one: FlagMention, other: FlagMention) -> bool:
    return one is not other and other.start <= one.start and one.end <= other.end


def _topics(reply: Reply, knowledge: Knowledge) -> Iterator[str]:
    """Say which words led to the topic that was told, or to those that were offered."""
    chosen = [topic.id for topic in reply.topics[: 1 if reply.decision is Decision.ANSWER else _CHOICES]]
    words = _joined(line.text for line in reply.why if _speaks_for(line, chosen))
    if words and reply.decision is Decision.ANSWER:
        yield knowledge.words.get("why.topic", words=words, topic=knowledge.topics[chosen[0]].title)
    elif words:
        yield knowledge.words.get("why.topics", words=words)


def _speaks_for(line: Why, topics: list[str]) -> bool:
    return any(r.speaks_for in topics and r.weight >= _WORTH_TELLING for r in line.reasons)


def _dismissed(reply: Reply, knowledge: Knowledge) -> Iterator[str]:
    for flag, why in dict.fromkeys((gone.id, gone.why) for gone in reply.dismissed):
        gone = [mention for mention in reply.dismissed if (mention.id, mention.why) == (flag, why)]
        words = _joined(mention.text for mention in _meant_so(gone, reply) or gone)
        yield knowledge.words.get(f"why.dismissed.{why}", words=words, sign=knowledge.flags[flag].title)


def _meant_so(gone: list[DismissedMention], reply: Reply) -> list[DismissedMention]:
    """Return the mentions that were themselves denied, past and so on: a sign can rest on other words as well."""
    meant = {(line.start, line.end, line.context) for line in reply.why}
    return [mention for mention in gone if (mention.start, mention.end, mention.why) in meant]


def _meant(reply: Reply, knowledge: Knowledge) -> Iterator[str]:
    """Say of other words that counted how they were meant."""
    said = {(gone.start, gone.end) for gone in reply.dismissed}
    for context in Context:
        words = _joined(w.text for w in reply.why if w.context == context and (w.start, w.end) not in said)
        if words and context is not Context.LIVE:
            yield knowledge.words.get(f"why.context.{context}", words=words)


def _slips(reply: Reply, knowledge: Knowledge) -> Iterator[str]:
    for line in reply.why:
        meant = line.concept.replace("_", " ")
        if line.edits and line.concept not in knowledge.flags:
            yield knowledge.words.get("why.slip", text=line.text, concept=meant)


def _joined(texts: Iterable[str]) -> str:
    return ", ".join(f"“{text}”" for text in dict.fromkeys(texts))
