"""The safety card: what to do comes first, nothing is said twice, and a calm sign is answered calmly."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

import pytest

from bot import Conversation, Level
from bot.assistant.reply import Block, BlockKind
from tests.reading.shipped import knowledge as shipped
from tests.reading.shipped import level_named

if TYPE_CHECKING:
    from bot import Assistant
    from bot.knowledge.knowledge import Knowledge

BRITAIN = Conversation(country="GB")
LOCKED_SCREEN = 130  # characters of a first line; phones show two or three lines of about 40
ENDINGS = [(flag.id, level) for flag in shipped().flags.values() for level in flag.say]


def kinds(blocks: tuple[Block, ...]) -> list[BlockKind]:
    """Name the blocks in order."""
    return [block.kind for block in blocks]


def first(blocks: tuple[Block, ...], kind: BlockKind) -> int:
    """Return the place of the first block of a kind."""
    return kinds(blocks).index(kind)


@pytest.mark.parametrize(("flag", "level"), ENDINGS, ids=str)
def test_a_card_opens_with_a_short_line_that_says_what_to_do(flag: str, level: str, assistant: Assistant) -> None:
    for conversation in (Conversation(), BRITAIN):
        card = assistant.safety_card([(flag, level_named(level))], conversation)

        assert card[0].kind is BlockKind.ACTION
        assert len(card[0]) <= LOCKED_SCREEN


@pytest.mark.parametrize("level", [Level.SEE_DOCTOR, Level.URGENT, Level.EMERGENCY], ids=lambda level: level.label)
def test_no_two_flags_say_the_same_line_twice(level: Level, assistant: Assistant) -> None:
    flags = [flag for flag, name in ENDINGS if level_named(name) is level]

    for one, other in combinations(flags, 2):
        card = assistant.safety_card([(one, level), (other, level)])

        assert len(set(card)) == len(card), (one, other)


def test_what_another_title_says_too_is_named_but_not_told_twice(assistant: Assistant) -> None:
    reply = assistant.reply("my poo is full of blood today and it wont stop bleeding")

    (signs,) = (block for block in reply.blocks if block.kind is BlockKind.SIGNS)
    assert {"gi_bleed_heavy", "gi_bleed_minor"} <= {mention.id for mention in reply.red_flags}
    assert assistant.knowledge.flags["gi_bleed_minor"].title not in signs


def test_all_that_is_urgent_stands_before_the_excerpt(assistant: Assistant) -> None:
    reply = assistant.reply("bloody diarrhoea all day, is it my ulcerative colitis flaring?")

    assert reply.level >= Level.URGENT
    assert BlockKind.TITLE in kinds(reply.blocks)
    assert max(at for at, kind in enumerate(kinds(reply.blocks)) if kind is BlockKind.ACTION) < first(
        reply.blocks, BlockKind.TITLE
    )


def test_a_sign_that_can_wait_takes_one_line_and_the_rest_follows_the_excerpt(assistant: Assistant) -> None:
    reply = assistant.reply("blood on the toilet paper when i wipe")

    assert reply.level is Level.SEE_DOCTOR
    assert kinds(reply.blocks)[:2] == [BlockKind.ACTION, BlockKind.TITLE]
    assert first(reply.blocks, BlockKind.WATCH) > first(reply.blocks, BlockKind.PARAGRAPH)


def test_what_would_be_worse_is_part_of_the_card_that_is_sent_when_all_else_fails(assistant: Assistant) -> None:
    reply = assistant.reply("my piles bleed a bit when i wipe")

    assert BlockKind.WATCH in kinds(reply.safety)


def test_the_country_chosen_has_its_number_in_the_first_line(assistant: Assistant, knowledge: Knowledge) -> None:
    for place in knowledge.places.places:
        card = assistant.safety_card([("gi_bleed_heavy", Level.EMERGENCY)], Conversation(country=place.code))

        assert place.ambulance in card[0]


def test_without_a_country_a_number_that_works_in_many_places_is_named_once(
    assistant: Assistant, knowledge: Knowledge
) -> None:
    hint = knowledge.places.unknown.hint
    flags = [("gi_bleed_heavy", Level.EMERGENCY), ("suicide_self_harm", Level.EMERGENCY)]

    assert [block == hint for block in assistant.safety_card(flags)].index(True) == 1
    assert hint not in assistant.safety_card(flags, BRITAIN)
    assert hint not in assistant.safety_card([("gi_bleed_minor", Level.SEE_DOCTOR)])


def test_a_crisis_behind_an_emergency_brings_its_line_and_not_the_number_again(assistant: Assistant) -> None:
    card = assistant.safety_card([("gi_bleed_heavy", Level.EMERGENCY), ("suicide_self_harm", Level.EMERGENCY)], BRITAIN)

    text = " ".join(block for block in card if block.kind is BlockKind.ACTION)
    assert text.count("999") == 1
    assert text.index("999") < text.index("116 123")


def test_a_question_is_asked_where_the_answer_would_change_what_to_do(assistant: Assistant) -> None:
    sure = assistant.safety_card([("gi_bleed_minor", Level.SEE_DOCTOR)])
    unclear = assistant.safety_card([("gi_bleed_minor", Level.SEE_DOCTOR)], unclear=True)

    assert BlockKind.QUESTION not in kinds(sure)
    assert kinds(unclear).count(BlockKind.QUESTION) == 1


def test_who_must_act_now_has_no_topics_to_choose_from(assistant: Assistant) -> None:
    reply = assistant.reply("he hits me when i have an accident")

    assert (reply.decision, reply.level) == ("clarify", Level.EMERGENCY)
    assert reply.offers.topics == ()


def test_a_general_sign_leaves_the_word_to_a_special_one(assistant: Assistant, knowledge: Knowledge) -> None:
    flags = [("new_sudden_incontinence", Level.SEE_DOCTOR), ("postpartum", Level.SEE_DOCTOR)]

    actions = [block for block in assistant.safety_card(flags) if block.kind is BlockKind.ACTION]

    assert actions == [knowledge.flags["postpartum"].say["see_doctor"][0]]


def test_several_signs_are_listed_together(assistant: Assistant, knowledge: Knowledge) -> None:
    card = assistant.safety_card([("new_sudden_incontinence", Level.SEE_DOCTOR), ("postpartum", Level.SEE_DOCTOR)])

    signs = card[first(card, BlockKind.SIGNS)]
    assert all(knowledge.flags[flag].title in signs for flag in ("new_sudden_incontinence", "postpartum"))
