"""The blocks of a reply, in the order in which they are said: what to do first, then the excerpt, then its source."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.assistant.reply import Block, BlockKind
from bot.knowledge.model import Bullets, Level

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from bot.knowledge.knowledge import Knowledge
    from bot.knowledge.model import LevelName, Topic


def numbers(knowledge: Knowledge, country: str | None) -> dict[str, str]:
    """Return what {number}, {advice} and {crisis} stand for; without a known country, words that guess none."""
    unknown = knowledge.places.unknown
    place = next((place for place in knowledge.places.places if place.code == country), None)
    if place is None:
        return {"number": unknown.ambulance, "advice": unknown.advice, "crisis": unknown.crisis}
    crisis = place.crisis and (f"{place.crisis_name} {place.crisis}" if place.crisis_name else place.crisis)
    return {"number": place.ambulance, "advice": place.advice or unknown.advice, "crisis": crisis or unknown.crisis}


def safety_blocks(
    knowledge: Knowledge, flags: Sequence[tuple[str, Level]], country: str | None, *, unclear: bool
) -> Iterator[Block]:
    """Yield the safety card: the action of the leading flag first, the crisis line behind it, the signs, one question.

    `flags` are live, the highest first, each with the level that it ended at.
    """
    if not flags:
        return
    filled = numbers(knowledge, country)
    for line in _actions(knowledge, flags):
        yield Block(BlockKind.ACTION, line.format(**filled))
    titles = list(dict.fromkeys(knowledge.flags[flag].title for flag, _ in flags))
    yield Block(BlockKind.SIGNS, knowledge.words.get("reply.signs", signs="; ".join(titles)))
    leading, level = flags[0]
    question = knowledge.flags[leading].ask
    if question and (unclear or level < Level.EMERGENCY):
        yield Block(BlockKind.QUESTION, question)


def _actions(knowledge: Knowledge, flags: Sequence[tuple[str, Level]]) -> Iterator[str]:
    """Yield the leading flag's lines, then a crisis's own where a bodily emergency leads: the number goes first."""
    leading, level = _leading(knowledge, flags)
    said = _say(knowledge, leading, level)
    yield from said
    crisis = next(((f, lvl) for f, lvl in flags if knowledge.flags[f].pathway and f != leading), None)
    if crisis is not None:
        yield from _say(knowledge, *crisis)
    for flag, other in flags:
        first = _say(knowledge, flag, other)[0]
        if (
            flag != leading
            and other == level
            and not knowledge.flags[flag].pathway
            and first not in said
            and level < Level.EMERGENCY
        ):
            yield first
            return


def _leading(knowledge: Knowledge, flags: Sequence[tuple[str, Level]]) -> tuple[str, Level]:
    """Return the flag whose action opens the card: of equals, a bodily emergency before a crisis."""
    top = flags[0][1]
    return next(
        ((flag, level) for flag, level in flags if level == top and not knowledge.flags[flag].pathway), flags[0]
    )


def _say(knowledge: Knowledge, flag: str, level: Level) -> tuple[str, ...]:
    say = knowledge.flags[flag].say
    name: LevelName = level.label  # type: ignore[assignment] # a level's label is a level's name
    return say.get(name) or next(iter(say.values()))


def topic_blocks(topic: Topic, *, short: bool) -> Iterator[Block]:
    """Yield title, excerpt, guard; `short` keeps the first paragraph (below a safety card)."""
    yield Block(BlockKind.TITLE, topic.title)
    for part in topic.excerpt[:1] if short else topic.excerpt:
        if isinstance(part, Bullets):
            yield from (Block(BlockKind.BULLET, line) for line in part.bullets)
        else:
            yield Block(BlockKind.PARAGRAPH, part)
    if topic.guard:
        yield Block(BlockKind.GUARD, topic.guard)


def offer_block(knowledge: Knowledge, topics: Iterable[str]) -> Block:
    """Return the line that offers other topics by their titles."""
    titles = [knowledge.topics[topic].title for topic in topics]
    return Block(BlockKind.OFFER, knowledge.words.get("reply.offer", topics="; ".join(titles)))


def language_block(knowledge: Knowledge, code: str, country: str | None) -> Block:
    """Return the line in the person's own language; `code` is one of the knowledge folder's."""
    language = next(language for language in knowledge.languages if language.code == code)
    number = numbers(knowledge, country)["number"] if country else language.unknown
    return Block(BlockKind.NOTE, language.say.format(number=number))


def closing_blocks(knowledge: Knowledge, topic: Topic | None) -> Iterator[Block]:
    """Yield the source of the excerpt and the disclaimer."""
    if topic is not None:
        day = f"{topic.source.reviewed:%d %b %Y}".lstrip("0")
        line = knowledge.words.get(
            "reply.source", title=knowledge.article.title, section=topic.source.section, reviewed=day
        )
        if topic.source.ours:
            line += " " + knowledge.words["reply.ours"]
        yield Block(BlockKind.SOURCE, line)
    yield Block(BlockKind.DISCLAIMER, knowledge.article.disclaimer)
