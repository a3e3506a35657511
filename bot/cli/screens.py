"""What the terminal shows: blocks and the buttons below them. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bot import Level
from bot.assistant.compose import numbers
from bot.assistant.reply import Block, BlockKind
from bot.assistant.told import told
from bot.cli.moves import Button, Deed, Move

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot import Reply
    from bot.knowledge.knowledge import Knowledge


NO_COUNTRY = "none"  # chosen where no country of the list is right


@dataclass(frozen=True, slots=True)
class Screen:
    """Blocks, in order, what can be chosen next, and how soon somebody should act on it."""

    blocks: tuple[Block, ...] = ()
    buttons: tuple[Button, ...] = ()
    level: Level = Level.NONE

    def only(self, *kinds: BlockKind) -> Screen:
        """Return the screen with its blocks of some kinds, and all of its buttons."""
        return replace(self, blocks=tuple(block for block in self.blocks if block.kind in kinds))


def notice(knowledge: Knowledge, key: str, **values: object) -> Screen:
    """Return words of the interface, a block for each paragraph."""
    paragraphs = knowledge.words.get(key, **values).strip().split("\n\n")
    return Screen(tuple(Block(BlockKind.NOTE, paragraph) for paragraph in paragraphs))


def answer(knowledge: Knowledge, reply: Reply) -> Screen:
    """Return a reply with what can be asked next, the urgent first."""
    titles = ((knowledge.topics[topic].title, Move(Deed.TELL, topic)) for topic in reply.offers.topics)
    buttons = [*_urgent(knowledge, reply), *(Button(*title) for title in titles)]
    if reply.why or reply.dismissed:
        buttons.append(Button(knowledge.words["button.why"], Move(Deed.WHY)))
    buttons.append(Button(knowledge.words["button.topics"], Move(Deed.TOPICS)))
    if reply.level is Level.SEE_DOCTOR and reply.offers.country:
        buttons.append(Button(knowledge.words["button.country"], Move(Deed.COUNTRY)))
    return Screen(reply.blocks, tuple(buttons), reply.level)


def _urgent(knowledge: Knowledge, reply: Reply) -> Iterator[Button]:
    if (flag := reply.offers.asked) is not None:
        yield Button(knowledge.words["button.yes"], Move(Deed.AFFIRM, flag))
        yield Button(knowledge.words["button.no"], Move(Deed.DENY, flag))
    if reply.offers.crisis_line:
        yield Button(knowledge.words["button.crisis_line"], Move(Deed.CRISIS_LINE))
    if reply.level >= Level.URGENT and reply.offers.country:
        yield Button(knowledge.words["button.country"], Move(Deed.COUNTRY))
    elif reply.level is Level.EMERGENCY:
        yield Button(knowledge.words["button.other_country"], Move(Deed.COUNTRY))


def why(knowledge: Knowledge, reply: Reply) -> Screen:
    """Return the words that a reply went by, how each was meant, and a button to correct each sign of danger."""
    words = knowledge.words
    title = Block(BlockKind.TITLE, words["why.title"])
    bullets = (Block(BlockKind.BULLET, line) for line in told(reply, knowledge) or (words["why.nothing"],))
    return Screen((title, *bullets), tuple(_corrections(knowledge, reply)))


def _corrections(knowledge: Knowledge, reply: Reply) -> Iterator[Button]:
    ways = (
        (Deed.AFFIRM, "button.affirm", reply.dismissed),
        (Deed.DENY, "button.deny", reply.red_flags),
    )
    for deed, label, mentions in ways:
        for flag in dict.fromkeys(mention.id for mention in mentions):
            yield Button(knowledge.words.get(label, sign=knowledge.flags[flag].title), Move(deed, flag))


def topics(knowledge: Knowledge, kind: str) -> Screen:
    """Return the topics of a kind, each with its summary; without such a kind, the kinds."""
    chosen = [topic for topic in knowledge.topics.values() if topic.kind == kind]
    if not chosen:
        return _kinds(knowledge)
    title = Block(BlockKind.TITLE, knowledge.words[f"kind.{kind}"])
    buttons = (Button(f"{topic.title}: {topic.summary}", Move(Deed.TELL, topic.id)) for topic in chosen)
    back = Button(knowledge.words["button.all_topics"], Move(Deed.TOPICS))
    return Screen((title,), (*buttons, back))


def _kinds(knowledge: Knowledge) -> Screen:
    kinds = dict.fromkeys(topic.kind for topic in knowledge.topics.values())
    buttons = (Button(knowledge.words[f"kind.{kind}"], Move(Deed.TOPICS, kind)) for kind in kinds)
    return Screen((Block(BlockKind.TITLE, knowledge.words["topics.kinds"]),), tuple(buttons))


def countries(knowledge: Knowledge) -> Screen:
    """Return the countries whose numbers are known, and a way out for everybody else."""
    places = (Button(place.name, Move(Deed.COUNTRY, place.code)) for place in knowledge.places.places)
    none = Button(knowledge.words["button.no_country"], Move(Deed.COUNTRY, NO_COUNTRY))
    return Screen(notice(knowledge, "country.which").blocks, (*places, none))


def emergency(knowledge: Knowledge, country: str | None) -> Screen:
    """Return the numbers to call, of `country` if it is known, and a way to choose it."""
    words, filled = knowledge.words, numbers(knowledge, country)
    blocks = [Block(BlockKind.ACTION, words.get("emergency.ambulance", **filled))]
    place = next((place for place in knowledge.places.places if place.code == country), None)
    if place is None and knowledge.places.unknown.hint:
        blocks.append(Block(BlockKind.NOTE, knowledge.places.unknown.hint))
    if place is not None and place.alternatives:
        alternatives = ", ".join(place.alternatives)
        blocks.append(Block(BlockKind.NOTE, words.get("emergency.alternatives", alternatives=alternatives)))
    blocks += (Block(BlockKind.NOTE, words.get(f"emergency.{line}", **filled)) for line in ("advice", "crisis"))
    if place is not None:
        source = words.get("emergency.source", source=place.source, checked=place.checked.isoformat())
        blocks.append(Block(BlockKind.SOURCE, source))
    return Screen(tuple(blocks), (_country_button(knowledge, country),), Level.EMERGENCY)


def crisis_line(knowledge: Knowledge, country: str | None) -> Screen:
    """Return the crisis line, for words that sounded low."""
    line = notice(knowledge, "crisis.line", **numbers(knowledge, country))
    return Screen(line.blocks, (_country_button(knowledge, country),))


def _country_button(knowledge: Knowledge, country: str | None) -> Button:
    label = "button.country" if country is None else "button.other_country"
    return Button(knowledge.words[label], Move(Deed.COUNTRY))
