"""The reply takes up the person's word for it, and stays as correct and as short as it was."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from bot.assistant.own_words import in_their_words, taken_up
from bot.assistant.reply import Block, BlockKind
from bot.knowledge.model import OwnWord
from tests.reading.shipped import knowledge

if TYPE_CHECKING:
    from bot import Assistant

EXCERPT = frozenset({BlockKind.PARAGRAPH, BlockKind.BULLET})
LONGEST_EXCERPT = 900  # characters; the design's bound
RULES = (
    OwnWord(theirs=("stool",), instead={"poo": "stool", "poos": "stools"}),
    OwnWord(theirs=("poop",), instead={"poo": "poop"}),
    OwnWord(theirs=("hemorrhoids",), instead={"piles (haemorrhoids)": "hemorrhoids (piles)", "piles": "hemorrhoids"}),
)


def said(written: str, text: str) -> str:
    """Return what becomes of a text of ours in a reply to `written`."""
    return next(
        in_their_words(
            [Block(BlockKind.PARAGRAPH, text)], taken_up(frozenset(re.findall(r"[a-z]+", written.lower())), RULES)
        )
    )


@pytest.mark.parametrize(
    ("written", "ours", "theirs"),
    [
        pytest.param("my stool leaks", "Poo can leak. Two poos.", "Stool can leak. Two stools.", id="capitals stay"),
        pytest.param("stool or poo", "Poo can leak.", "Poo can leak.", id="our word is theirs as well"),
        pytest.param("poop and stool", "Poo can leak.", "Stool can leak.", id="the first entry wins"),
        pytest.param("it leaks", "Poo can leak.", "Poo can leak.", id="no word of theirs"),
        pytest.param("my stool", "A pool, a spoon.", "A pool, a spoon.", id="never inside a word"),
        pytest.param("Hemorrhoids!", "Piles (haemorrhoids)", "Hemorrhoids (piles)", id="the longest of ours"),
    ],
)
def test_our_word_gives_way_to_theirs(written: str, ours: str, theirs: str) -> None:
    assert said(written, ours) == theirs


def test_the_source_is_quoted_as_it_is() -> None:
    source = Block(BlockKind.SOURCE, "From “Poo”.")

    assert list(in_their_words([source], {"poo": "stool"})) == [source]


@pytest.mark.parametrize("entry", knowledge().own_words, ids=lambda entry: entry.theirs[0])
def test_an_excerpt_in_any_words_stays_within_its_bound(entry: OwnWord, assistant: Assistant) -> None:
    for topic in assistant.knowledge.topics:
        blocks = list(in_their_words(assistant.tell(topic).blocks, entry.instead))

        assert sum(len(block) + 2 for block in blocks if block.kind in EXCERPT) <= LONGEST_EXCERPT


@pytest.mark.parametrize("entry", knowledge().own_words, ids=lambda entry: entry.theirs[0])
def test_what_stands_in_the_entry_is_what_the_texts_use(entry: OwnWord, assistant: Assistant) -> None:
    texts = " ".join(block for topic in assistant.knowledge.topics for block in assistant.tell(topic).blocks)
    for flag in assistant.knowledge.flags.values():
        texts += " ".join((flag.title, *(line for lines in flag.say.values() for line in lines)))

    assert any(ours in texts.lower() for ours in entry.instead)


@pytest.mark.parametrize(
    ("written", "theirs", "ours"),
    [
        ("does fiber help with leaking stool", "fiber", "fibre"),
        ("hemorrhoids leaking mucus", "hemorrhoids", "piles can"),
        ("is my stool supposed to have blood in it", "stool", "poo"),
    ],
)
def test_a_whole_reply_speaks_in_their_words(written: str, theirs: str, ours: str, assistant: Assistant) -> None:
    reply = assistant.reply(written)

    excerpt = " ".join(block for block in reply.blocks if block.kind in EXCERPT).lower()
    assert reply.decision == "answer"
    assert theirs in excerpt
    assert ours not in excerpt.split()
