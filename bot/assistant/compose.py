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
    """Return what the {placeholders} of `say` stand for; without a known country, words that guess none."""
    unknown = knowledge.places.unknown
    places = knowledge.places.places if country is not None else ()
    place = next((place for place in places if place.code == country), None)
    if place is None:
        return {
            "number": unknown.ambulance,
            "advice": unknown.advice,
            "crisis": unknown.crisis,
            "hospital": unknown.hospital,
        }
    crisis = place.crisis and (f"{place.crisis_name} {place.crisis}" if place.crisis_name else place.crisis)
    return {
        "number": place.ambulance,
        "advice": place.advice or unknown.advice,
        "crisis": crisis or unknown.crisis,
        "hospital": place.hospital or unknown.hospital,
    }


def safety_blocks(
    knowledge: Knowledge, flags: Sequence[tuple[str, Level]], country: str | None, *, unclear: bool
) -> Iterator[Block]:
    """Yield the safety card: what to do first, the signs, one question where a sign is unclear, what would be worse.

    `flags` are live, the highest first, each with the level that it ended at.
    """
    if not flags:
        return
    filled = numbers(knowledge, country)
    lines = list(_actions(knowledge, flags))
    leading, level = _leading(knowledge, flags)
    if level is Level.EMERGENCY and country is None and knowledge.places.unknown.hint:
        lines.insert(1, knowledge.places.unknown.hint)
    yield from (Block(BlockKind.ACTION, line.format(**filled)) for line in lines)
    named = dict.fromkeys((leading, *(flag for flag, _ in flags)))
    said = [knowledge.flags[flag] for flag in named if named.keys().isdisjoint(knowledge.flags[flag].said_by)]
    titles = list(dict.fromkeys(flag.title for flag in said))
    # Who is to see a doctor some day knows what they wrote; who must act now has to see what set it off.
    if level >= Level.URGENT or len(titles) > 1:
        yield Block(BlockKind.SIGNS, knowledge.words.get("reply.signs", signs="; ".join(titles)))
    question = knowledge.flags[leading].ask
    if question and (unclear or level is Level.URGENT):
        yield Block(BlockKind.QUESTION, question)
    if level < Level.URGENT:
        worse = " ".join(_say(knowledge, leading, level)[1:]).format(**filled)
        yield from (Block(BlockKind.WATCH, text) for text in (worse,) if text)


def _actions(knowledge: Knowledge, flags: Sequence[tuple[str, Level]]) -> Iterator[str]:
    """Yield what to do, the first thing first: of a leading emergency or urgent sign all lines, of others the first."""
    leading, level = _leading(knowledge, flags)
    said = _say(knowledge, leading, level)
    yield from said if level >= Level.URGENT else said[:1]
    if level is Level.EMERGENCY:
        yield from _crisis_behind(knowledge, leading, flags)
        return
    others = (f for f, lvl in flags if f != leading and lvl == level and not knowledge.flags[f].general)
    also = next((_say(knowledge, flag, level)[0] for flag in others), None)
    if also is not None and also not in said:
        yield also


def _crisis_behind(knowledge: Knowledge, leading: str, flags: Sequence[tuple[str, Level]]) -> Iterator[str]:
    """Yield a crisis's own lines where a bodily emergency leads; its number has been said then."""
    crisis = next((pair for pair in flags if knowledge.flags[pair[0]].pathway and pair[0] != leading), None)
    if crisis is not None:
        yield from (line for line in _say(knowledge, *crisis) if "{number}" not in line)


def _leading(knowledge: Knowledge, flags: Sequence[tuple[str, Level]]) -> tuple[str, Level]:
    """Return the flag whose action opens the card: of equals a bodily emergency before a crisis, a general one last."""
    equals = [pair for pair in flags if pair[1] == flags[0][1]]
    return min(
        equals, key=lambda pair: (knowledge.flags[pair[0]].pathway is not None, knowledge.flags[pair[0]].general)
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


def again_blocks(knowledge: Knowledge, topic: Topic) -> Iterator[Block]:
    """Yield what a topic that was just told is about, to somebody who asks on: the article has no more for them."""
    yield Block(BlockKind.TITLE, topic.title)
    yield Block(BlockKind.PARAGRAPH, topic.summary)
    yield Block(BlockKind.NOTE, knowledge.words["reply.again"])
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


def beside_block(knowledge: Knowledge, country: str | None) -> Block:
    """Return the line for somebody who writes on below a crisis's card, and asks for nothing that the article has."""
    return Block(BlockKind.NOTE, knowledge.words.get("reply.beside", **numbers(knowledge, country)))


def closing_blocks(knowledge: Knowledge, topic: Topic | None) -> Iterator[Block]:
    """Yield the source of the excerpt and the disclaimer."""
    if topic is not None:
        source = topic.source
        line = knowledge.words.get(
            "reply.source", title=knowledge.article.title, section=source.section, reviewed=source.day
        )
        if source.ours:
            line += " " + knowledge.words["reply.ours"]
        yield Block(BlockKind.SOURCE, line)
    yield Block(BlockKind.DISCLAIMER, knowledge.article.disclaimer)
