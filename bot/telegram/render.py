"""Reply -> pages and buttons. Pure: it knows the words and what can be offered here, not Telegram's calls."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.assistant.reply import Block, BlockKind, Decision
from bot.knowledge.model import Level
from bot.telegram.buttons import Deed, Key, Keyboard, key
from bot.telegram.pages import LINE, PARAGRAPH, Page, Piece, Tag, laid_out

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bot.assistant.reply import Reply
    from bot.knowledge.knowledge import Knowledge

TAGS: dict[BlockKind, Tag] = {
    BlockKind.TITLE: "b",
    BlockKind.GUARD: "blockquote",
    BlockKind.SOURCE: "i",
    BlockKind.DISCLAIMER: "i",
}
SAFETY = frozenset({BlockKind.ACTION, BlockKind.SIGNS, BlockKind.QUESTION})
RELATED_SHOWN = 3
CHOICES_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One message out: its pages in order (one, but for very long texts), buttons under the last."""

    pages: tuple[Page, ...]
    keyboard: Keyboard = ()


def render(
    reply: Reply, knowledge: Knowledge, *, desk: bool, first_time: bool = False, notes: Iterable[str] = ()
) -> Outgoing:
    """Lay out a reply. `desk`: there are people who could be told; without them nobody is offered a person."""
    extra = [knowledge.words["start.notice"]] if first_time else []
    pieces = [*pieces_of(reply.blocks), *(Piece(note) for note in (*notes, *extra))]
    return Outgoing(laid_out(pieces), keyboard_of(reply, knowledge, desk=desk))


def pieces_of(blocks: Sequence[Block]) -> list[Piece]:
    """Give each block its look; the first line of a safety card stands out as a title does."""
    before = [None, *(block.kind for block in blocks)]
    return [_piece(block, kind_before) for block, kind_before in zip(blocks, before, strict=False)]


def _piece(block: Block, before: BlockKind | None) -> Piece:
    first_action = before is None and block.kind is BlockKind.ACTION
    tag = "b" if first_action else TAGS.get(block.kind, "")
    bullet = block.kind is BlockKind.BULLET
    close = bullet or (block.kind is BlockKind.DISCLAIMER and before is BlockKind.SOURCE)
    text = f"• {block}" if bullet else str(block)
    return Piece(text, tag, LINE if close else PARAGRAPH, safety=block.kind in SAFETY)


def keyboard_of(reply: Reply, knowledge: Knowledge, *, desk: bool) -> Keyboard:
    """Offer what the person can do next, the urgent first."""
    rows = [_asked(reply, knowledge), _urgent(reply, knowledge, desk=desk), *_topics(reply, knowledge)]
    rows.append(_elsewhere(reply, knowledge, desk=desk))
    rows.append(_verdict(reply, knowledge))
    rows.append(_small(reply, knowledge))
    return tuple(row for row in rows if row)


def _asked(reply: Reply, knowledge: Knowledge) -> tuple[Key, ...]:
    """Answer the question of the reply with a tap."""
    if (flag := reply.offers.asked) is None:
        return ()
    return (key(knowledge.words["button.yes"], Deed.AFFIRM, flag), key(knowledge.words["button.no"], Deed.DENY, flag))


def _urgent(reply: Reply, knowledge: Knowledge, *, desk: bool) -> tuple[Key, ...]:
    words, offers = knowledge.words, reply.offers
    label = "button.country" if offers.country else "button.other_country"
    country = reply.level is Level.EMERGENCY or (offers.country and reply.level is Level.URGENT)
    offered = {
        "button.called": (offers.called, Deed.CALLED),
        "button.person": (_person_first(reply) and desk, Deed.PERSON),
        "button.crisis_line": (offers.crisis_line, Deed.CRISIS),
        label: (country, Deed.COUNTRIES),
    }
    return tuple(key(words[name], deed) for name, (wanted, deed) in offered.items() if wanted)


def _person_first(reply: Reply) -> bool:
    return reply.offers.person and reply.level >= Level.URGENT


def _topics(reply: Reply, knowledge: Knowledge) -> list[tuple[Key, ...]]:
    shown = CHOICES_SHOWN if reply.decision is Decision.CLARIFY else RELATED_SHOWN
    return [(key(knowledge.topics[topic].title, Deed.TOPIC, topic),) for topic in reply.offers.topics[:shown]]


def _elsewhere(reply: Reply, knowledge: Knowledge, *, desk: bool) -> tuple[Key, ...]:
    declined = reply.decision is Decision.DECLINE
    deed, label = (Deed.BROWSE, "button.topics") if declined else (Deed.ELSE, "button.else")
    person = desk and reply.offers.person and not _person_first(reply)
    row = [key(knowledge.words[label], deed)]
    return (*row, key(knowledge.words["button.person"], Deed.PERSON)) if person else tuple(row)


def _small(reply: Reply, knowledge: Knowledge) -> tuple[Key, ...]:
    """Offer why, and the country where its numbers are named but nothing is urgent."""
    words = knowledge.words
    why = (key(words["button.why"], Deed.WHY),) if reply.why or reply.dismissed else ()
    country = (key(words["button.country"], Deed.COUNTRIES),)
    return (*why, *country) if reply.offers.country and reply.level is Level.SEE_DOCTOR else why


def _verdict(reply: Reply, knowledge: Knowledge) -> tuple[Key, ...]:
    if reply.topic is None:
        return ()
    words = knowledge.words
    return (
        key(words["button.helped"], Deed.HELPED, reply.topic),
        key(words["button.not_helped"], Deed.NOT_HELPED, reply.topic),
    )


def plain(*paragraphs: str, keyboard: Keyboard = ()) -> Outgoing:
    """Lay out interface words: the first paragraph as it is, the others below."""
    return Outgoing(laid_out(Piece(paragraph) for paragraph in paragraphs), keyboard)
