"""Silent by default: the bot speaks when it is called, and otherwise only where somebody is in danger."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.company.test_chatter import CHATTER
from tests.scenarios.examples import ELSEWHERE

if TYPE_CHECKING:
    from tests.scenarios.stage import Stage

URGENT = "i have a fever and it leaks"


async def silence_after(stage: Stage) -> None:
    await stage.settled()
    assert stage.help.messages == []
    assert stage.ann.shown == []
    assert stage.desk.messages == []


async def test_chatter_is_left_alone(stage: Stage) -> None:
    await stage.promoted()

    await stage.ann.writes("morning all, off to the shops", to=stage.help)
    await stage.bob.writes("get me some bread", to=stage.help)

    await silence_after(stage)


async def test_a_question_that_nobody_asked_the_bot_is_left_alone(stage: Stage) -> None:
    await stage.promoted()

    await stage.ann.writes(stage.question, to=stage.help)

    await silence_after(stage)


async def test_what_is_urgent_but_no_emergency_is_left_alone_unless_asked(stage: Stage) -> None:
    await stage.promoted()

    await stage.ann.writes(URGENT, to=stage.help)

    await silence_after(stage)


@pytest.mark.parametrize(
    "command",
    ["/aks leaking", "/help", "/start", "/ask@other_bot leaking", "/private@other_bot", "/stats", "/asking me"],
)
async def test_commands_that_are_unknown_misspelt_or_anothers_are_silence(command: str, stage: Stage) -> None:
    await stage.promoted()

    await stage.ann.writes(command, to=stage.help)

    await silence_after(stage)


async def test_chatter_reaches_neither_the_database_nor_the_log(stage: Stage) -> None:
    await stage.promoted()
    before = {table: stage.bot.rows(f"SELECT count(*) FROM {table}") for table in ("updates", "jobs", "answers")}  # noqa: S608 - fixed names

    for number in range(20):
        await stage.ann.writes(f"chatter number {number}, and more of it", to=stage.help)
    await silence_after(stage)

    after = {table: stage.bot.rows(f"SELECT count(*) FROM {table}") for table in before}  # noqa: S608 - fixed names
    assert after == before


async def test_thanks_under_an_answer_are_not_answered(stage: Stage) -> None:
    line = await stage.ann.asks(f"/ask {stage.question}", to=stage.help)

    await stage.ann.writes("thanks, great", to=stage.help, reply_to=line)
    await stage.settled()

    assert stage.help.messages == [line]


async def test_a_mention_of_somebody_else_calls_nobody(stage: Stage) -> None:
    await stage.promoted()

    await stage.ann.writes(f"@bartholomew {stage.question}", to=stage.help)

    await silence_after(stage)


async def test_a_sticker_a_poll_and_somebody_joining_are_left_alone(stage: Stage) -> None:
    await stage.promoted()

    await stage.ann.sends_sticker(to=stage.help)
    await stage.ann.sends("poll", to=stage.help)
    await stage.help.adds(stage.town.person("Konstantin"))

    await silence_after(stage)


async def test_an_edit_of_chatter_is_left_alone(stage: Stage) -> None:
    await stage.promoted()
    said = await stage.ann.writes("so what now then", to=stage.help)

    await stage.ann.edits(said, ELSEWHERE)

    await silence_after(stage)


async def test_a_whole_evening_of_talk_is_left_alone(stage: Stage) -> None:
    await stage.promoted()
    before = stage.bot.rows("SELECT count(*) FROM updates")

    for number, line in enumerate(CHATTER):
        await (stage.ann, stage.bob)[number % 2].writes(line, to=stage.help)
    await silence_after(stage)

    assert stage.bot.rows("SELECT count(*) FROM updates") == before
