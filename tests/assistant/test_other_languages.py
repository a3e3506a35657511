"""Who writes in another language is told in it that English is what can be read, and where help is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot import Conversation

if TYPE_CHECKING:
    from bot import Assistant
    from bot.knowledge.knowledge import Knowledge

MESSAGES = {
    "es": "me gotea el ano y me da mucha verguenza, que puedo hacer",
    "fr": "bonjour, je perds des selles depuis des mois et je ne sais pas pourquoi",
    "de": "ich verliere seit wochen stuhl und weiss nicht warum",
    "it": "mi esce un liquido quando cammino, cosa posso fare",
}


@pytest.mark.parametrize("code", MESSAGES)
def test_the_line_in_their_language_stands_first(code: str, assistant: Assistant, knowledge: Knowledge) -> None:
    language = next(language for language in knowledge.languages if language.code == code)

    reply = assistant.reply(MESSAGES[code])

    assert reply.blocks[0] == language.say.format(number=language.unknown)
    assert knowledge.words["reply.other_language"] in reply.blocks


def test_the_number_is_that_of_the_country_chosen(assistant: Assistant) -> None:
    reply = assistant.reply(MESSAGES["es"], Conversation(country="MX"))

    assert "911" in reply.blocks[0]


def test_a_danger_in_another_language_still_opens_with_what_to_do(assistant: Assistant) -> None:
    reply = assistant.reply("mucha sangre, no para de sangrar")

    assert [mention.id for mention in reply.red_flags][:1] == ["gi_bleed_heavy"]
    assert reply.blocks[0] == reply.safety[0]
