"""Manners: silence by default, private by default, danger always acted on."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot import Decision, Level
from bot.assistant.gist import Gist
from bot.assistant.manners import Call, Manners, Move, Said, Speak, Where, move

SURE = Gist(Decision.ANSWER, ("care.pads",), question=True)
TOLD = replace(SURE, question=False)
UNSURE = replace(SURE, decision=Decision.CLARIFY)
ELSEWHERE = Gist(Decision.DECLINE)
THANKS = Gist(Decision.DECLINE, courtesy=True)
TODAY = replace(SURE, level=Level.URGENT, flags=(("x", Level.URGENT),))
DANGER = Gist(Decision.DECLINE, level=Level.EMERGENCY, flags=(("x", Level.EMERGENCY),))
LOW = Gist(Decision.DECLINE, soft=True)

CHATTER, COMMAND, MENTION, REPLY = (Said(call) for call in (Call.NONE, Call.COMMAND, Call.MENTION, Call.REPLY))
DEFAULT, ASKED = Manners(), Manners(Speak.ASKED)
PUBLIC = Manners(Speak.ASKED, Where.PUBLIC)
QUIET_TOPIC = Manners(Speak.ASKED, off=(7,))


@pytest.mark.parametrize(
    ("gist", "said", "manners", "expected"),
    [
        (SURE, CHATTER, DEFAULT, Move.SILENT),
        (TODAY, CHATTER, DEFAULT, Move.SILENT),
        (LOW, CHATTER, DEFAULT, Move.SILENT),
        (DANGER, CHATTER, DEFAULT, Move.ALARM),
        (DANGER, CHATTER, replace(DEFAULT, off=(0,)), Move.ALARM),
        (DANGER, Said(forward=True), DEFAULT, Move.SILENT),
        (DANGER, Said(to_other=True, resting=True), DEFAULT, Move.ALARM),
        *((gist, said, DEFAULT, Move.PRIVATE) for gist in (SURE, UNSURE, TODAY) for said in (COMMAND, MENTION, REPLY)),
        (ELSEWHERE, COMMAND, DEFAULT, Move.PRIVATE),
        (ELSEWHERE, MENTION, DEFAULT, Move.PRIVATE),
        (ELSEWHERE, REPLY, DEFAULT, Move.PRIVATE),
        (THANKS, MENTION, DEFAULT, Move.PRIVATE),
        (THANKS, REPLY, DEFAULT, Move.SILENT),
        (LOW, REPLY, DEFAULT, Move.PRIVATE),
        (SURE, CHATTER, ASKED, Move.PRIVATE),
        (TOLD, CHATTER, ASKED, Move.SILENT),
        (UNSURE, CHATTER, ASKED, Move.SILENT),
        (ELSEWHERE, CHATTER, ASKED, Move.SILENT),
        (SURE, Said(to_other=True), ASKED, Move.SILENT),
        (SURE, Said(resting=True), ASKED, Move.SILENT),
        (SURE, Said(Call.COMMAND, resting=True), ASKED, Move.PRIVATE),
        (SURE, Said(forward=True), ASKED, Move.SILENT),
        (SURE, Said(forward=True), replace(ASKED, forwards=True), Move.PRIVATE),
        (SURE, COMMAND, PUBLIC, Move.PUBLIC),
        (SURE, CHATTER, PUBLIC, Move.PUBLIC),
        (UNSURE, COMMAND, PUBLIC, Move.PRIVATE),
        (TODAY, COMMAND, PUBLIC, Move.PRIVATE),
        (replace(SURE, soft=True), COMMAND, PUBLIC, Move.PRIVATE),
        (DANGER, COMMAND, PUBLIC, Move.ALARM),
        (SURE, Said(Call.COMMAND, topic=7), QUIET_TOPIC, Move.SILENT),
        (SURE, Said(Call.COMMAND, topic=8), QUIET_TOPIC, Move.PRIVATE),
        (DANGER, Said(topic=7), QUIET_TOPIC, Move.ALARM),
    ],
)
def test_a_message_in_a_group_is_met_with_manners(gist: Gist, said: Said, manners: Manners, expected: Move) -> None:
    assert move(gist, said, manners) is expected
