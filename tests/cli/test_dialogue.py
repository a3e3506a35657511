"""The terminal's conversation, step by step."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from bot.assistant.conversation import EXPIRES_AFTER
from bot.assistant.reply import BlockKind
from bot.assistant.told import told as told_of
from bot.cli.dialogue import Dialogue, State
from bot.cli.moves import COMMANDS, Button, Deed, Move, understood

if TYPE_CHECKING:
    from bot import Assistant

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
LEAK = "my bum leaks after i poo even though i wipe well"
BLEED = "there is so much blood its dripping and i feel faint"
BUTTONS = (Button("one", Move(Deed.TELL, "causes.blood")), Button("two", Move(Deed.WHY)))


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("2", Move(Deed.WHY)),
        (" 1 ", Move(Deed.TELL, "causes.blood")),
        ("3", Move(Deed.SAY, "3")),
        ("0", Move(Deed.SAY, "0")),
        ("9" * 5000, Move(Deed.SAY, "9" * 5000)),
        ("  it leaks\nand itches ", Move(Deed.SAY, "it leaks\nand itches")),
        ("/topics", Move(Deed.TOPICS)),
        ("/TOPICS cause", Move(Deed.TOPICS, "cause")),
        ("/country gb", Move(Deed.COUNTRY, "gb")),
        ("/quit now", Move(Deed.QUIT)),
        ("/nonsense", Move(Deed.HELP)),
        ("/", Move(Deed.HELP)),
        ("", Move(Deed.NOTHING)),
        (" \t", Move(Deed.NOTHING)),
    ],
    ids=lambda value: value[:20] if isinstance(value, str) else str(value.deed),
)
def test_what_is_typed_is_a_number_a_command_or_words(line: str, expected: Move) -> None:
    assert understood(line, BUTTONS) == expected


@pytest.fixture
def dialogue(assistant: Assistant) -> Dialogue:
    """Return the steps of a conversation."""
    return Dialogue(assistant)


def after(dialogue: Dialogue, *lines: str) -> State:
    """Return how things stand after `lines`, all of them said at noon."""
    state = dialogue.start()
    for line in lines:
        heard = dialogue.hear(state, line, NOON)
        assert heard is not None
        state = heard
    return state


def number(state: State, deed: Deed, about: str | None = None) -> str:
    """Return what to type for the first button of a deed."""
    moves = [button.move for button in state.screen.buttons]
    return str(next(n for n, move in enumerate(moves, 1) if move.deed is deed and about in {None, move.about}))


def test_words_get_the_assistants_own_blocks(dialogue: Dialogue, assistant: Assistant) -> None:
    state = after(dialogue, LEAK)

    assert state.screen.blocks == assistant.reply(LEAK).blocks


def test_an_offered_topic_is_told_by_its_number(dialogue: Dialogue, assistant: Assistant) -> None:
    offered = after(dialogue, LEAK)
    topic = assistant.reply(LEAK).offers.topics[0]

    told = after(dialogue, LEAK, number(offered, Deed.TELL, topic))

    assert told.screen.blocks == assistant.tell(topic).blocks
    assert told.conversation.topic == topic


def test_every_topic_is_found_by_browsing(dialogue: Dialogue, assistant: Assistant) -> None:
    kinds = after(dialogue, "/topics")
    found = set()

    for place in range(1, len(kinds.screen.buttons) + 1):
        listed = after(dialogue, "/topics", str(place))
        found |= {button.move.about for button in listed.screen.buttons if button.move.deed is Deed.TELL}

    assert found == set(assistant.knowledge.topics)


def test_why_shows_each_word_that_counted(dialogue: Dialogue, assistant: Assistant) -> None:
    told = after(dialogue, LEAK)

    state = after(dialogue, LEAK, number(told, Deed.WHY))

    said = "\n".join(state.screen.blocks)
    assert all(line in said for line in told_of(assistant.reply(LEAK), assistant.knowledge))


def test_a_sign_taken_as_denied_can_be_put_right(dialogue: Dialogue, assistant: Assistant) -> None:
    text = "no blood, it just leaks"
    flag = assistant.reply(text).dismissed[0].id
    told = after(dialogue, text)
    reasons = after(dialogue, text, number(told, Deed.WHY))

    state = after(dialogue, text, number(told, Deed.WHY), number(reasons, Deed.AFFIRM, flag))

    assert state.screen.blocks == assistant.affirm(flag).blocks
    assert state.screen.blocks[0].kind is BlockKind.ACTION


def test_a_sign_that_is_not_the_persons_can_be_put_right(dialogue: Dialogue, assistant: Assistant) -> None:
    flag = assistant.reply(BLEED).red_flags[0].id
    told = after(dialogue, BLEED)
    reasons = after(dialogue, BLEED, number(told, Deed.WHY))

    state = after(dialogue, BLEED, number(told, Deed.WHY), number(reasons, Deed.DENY, flag))

    assert state.screen.blocks == assistant.deny(flag).blocks


def test_a_country_chosen_below_a_safety_card_gives_the_card_its_number(
    dialogue: Dialogue, assistant: Assistant
) -> None:
    place = assistant.knowledge.places.places[0]
    card = after(dialogue, BLEED)
    listed = after(dialogue, BLEED, number(card, Deed.COUNTRY))

    state = after(dialogue, BLEED, number(card, Deed.COUNTRY), number(listed, Deed.COUNTRY, place.code))

    actions = [block for block in state.screen.blocks if block.kind is BlockKind.ACTION]
    assert place.ambulance in actions[0]
    assert place.ambulance not in card.screen.blocks[0]
    assert state.conversation.country == place.code


def test_a_country_is_known_by_code_and_name(dialogue: Dialogue, assistant: Assistant) -> None:
    for place in assistant.knowledge.places.places:
        for said in (place.code.lower(), place.name.upper()):
            state = after(dialogue, f"/country {said}")

            assert state.conversation.country == place.code
            assert place.ambulance in state.screen.blocks[0]


def test_an_unknown_country_gets_the_list_and_guesses_nothing(dialogue: Dialogue) -> None:
    state = after(dialogue, "/country atlantis")

    assert state.conversation.country is None
    assert number(state, Deed.COUNTRY, "none")


def test_none_of_these_forgets_the_country(dialogue: Dialogue, assistant: Assistant) -> None:
    place = assistant.knowledge.places.places[0]

    state = after(dialogue, f"/country {place.code}", "/country none")

    assert state.conversation.country is None


def test_a_follow_up_uses_the_last_topic_until_it_expires(dialogue: Dialogue) -> None:
    told = after(dialogue, "/topics", "1", "1")
    topic = told.conversation.topic

    soon = dialogue.hear(told, "/help", NOON + timedelta(minutes=1))
    late = dialogue.hear(told, "/help", NOON + EXPIRES_AFTER + timedelta(minutes=1))

    assert topic is not None
    assert soon is not None
    assert late is not None
    assert (soon.conversation.topic, late.conversation.topic) == (topic, None)


def test_the_second_one_is_the_second_choice_offered(dialogue: Dialogue) -> None:
    told = after(dialogue, LEAK)
    second = told.conversation.offered[1]

    state = after(dialogue, LEAK, "the second one")

    assert state.conversation.topic == second


@pytest.mark.parametrize("command", COMMANDS)
def test_each_command_says_something_or_ends_it(dialogue: Dialogue, command: str) -> None:
    state = dialogue.hear(dialogue.start(), command, NOON)

    assert (state is None) == (COMMANDS[command] is Deed.QUIT)
    assert state is None or state.screen.blocks


def test_low_words_have_the_crisis_line_behind_a_button(dialogue: Dialogue) -> None:
    low = after(dialogue, "whats the point")

    state = after(dialogue, "whats the point", number(low, Deed.CRISIS_LINE))

    assert state.screen.blocks


def test_an_empty_line_changes_nothing(dialogue: Dialogue) -> None:
    state = after(dialogue, LEAK)

    assert dialogue.hear(state, "  ", NOON) is state
