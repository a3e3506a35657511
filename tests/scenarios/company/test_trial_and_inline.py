"""A group on trial, and topics sent into other chats."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.scenarios.examples import ELSEWHERE, HEAVY, HEAVY_FLAG

if TYPE_CHECKING:
    from tests.scenarios.stage import Stage

WEEK = 7 * 24 * 60


async def on_trial(stage: Stage) -> None:
    await stage.promoted()
    await stage.chooses(stage.owner, "settings.trial_on")
    stage.help.chat.ours.clear()


async def test_on_trial_nothing_is_said_and_what_would_have_been_is_counted(stage: Stage) -> None:
    await on_trial(stage)

    await stage.ann.writes(f"/ask {stage.question}", to=stage.help)
    await stage.bob.writes(stage.question, to=stage.help)
    await stage.bob.writes("lovely weather", to=stage.help)
    await stage.settled()

    assert stage.help.chat.ours == []
    counted = "SELECT name, count FROM tallies WHERE what = 'would' ORDER BY name"
    assert stage.bot.rows(counted) == [("called", 1), ("unasked", 1)]


async def test_a_trial_counts_as_it_would_speak_and_rests_between_unasked_answers(stage: Stage) -> None:
    await on_trial(stage)

    for person in (stage.ann, stage.bob):
        await person.writes(stage.question, to=stage.help)
    await stage.later(minutes=11)
    await stage.ann.writes(stage.question, to=stage.help)
    await stage.settled()

    assert stage.bot.rows("SELECT name, count FROM tallies WHERE what = 'would'") == [("unasked", 2)]


async def test_on_trial_a_danger_is_acted_on_out_of_the_groups_sight(stage: Stage) -> None:
    await on_trial(stage)

    await stage.ann.writes(HEAVY, to=stage.help)
    await stage.desk.sees(stage.knowledge.flags[HEAVY_FLAG].title)
    await stage.settled()

    assert stage.help.messages == []
    assert stage.ann.shown_in(stage.help)[0].text.startswith(stage.assistant.reply(HEAVY).blocks[0])
    counted = "SELECT what, name, count FROM tallies WHERE chat != 0"
    assert stage.bot.rows(counted) == [("would", "alarm", 1)]


async def test_after_a_week_the_administrators_are_shown_counts_and_topics_and_asked(stage: Stage) -> None:
    await on_trial(stage)
    await stage.ann.writes(f"/ask {stage.question}", to=stage.help)

    await stage.later(minutes=WEEK + 1)
    asked = stage.owner.private.last

    assert asked.text.startswith(stage.words["trial.over"])
    assert stage.answer in asked.text
    assert stage.help.chat.ours == []
    await stage.presses(stage.owner, "settings.trial_off", asked)
    seen = await stage.ann.asks("/private", to=stage.help)
    assert seen.text == stage.words["group.line"]
    assert stage.bot.rows("SELECT trial_until FROM groups WHERE trial_until IS NOT NULL") == []


async def test_administrators_whom_nobody_can_write_to_are_called_in_the_group(stage: Stage) -> None:
    await on_trial(stage)
    await stage.owner.asks("/forget")

    await stage.later(minutes=WEEK + 1)

    assert [message.text for message in stage.help.messages] == [stage.words["trial.ask_in_group"]]


async def test_a_trial_outlives_a_restart_and_asks_once(stage: Stage) -> None:
    await on_trial(stage)

    await stage.bot.restart()
    await stage.later(minutes=WEEK + 1)
    await stage.bot.restart()
    await stage.later(minutes=10)

    said = [message for message in stage.owner.private.messages if message.text.startswith(stage.words["trial.over"])]
    assert len(said) == 1


async def test_the_menu_shows_the_trial_so_far(stage: Stage) -> None:
    await on_trial(stage)
    await stage.ann.writes(f"/ask {stage.question}", to=stage.help)
    await stage.settled()

    mine = await stage.owner.asks("/settings")
    await stage.presses(stage.owner, "Help", mine)

    assert stage.words.get("trial.counts", called=1, unasked=0) in mine.text


@pytest.mark.public
async def test_inline_mode_offers_topics_that_fit_for_this_person_alone(stage: Stage) -> None:
    found = await stage.ann.asks_inline("leaking after wiping")

    assert found.titles
    assert set(found.titles) <= {topic.title for topic in stage.knowledge.topics.values()}
    assert (found.personal, found.cache_time) == (True, 0)
    assert found.button is not None
    assert found.button["start_parameter"]
    sent = await stage.ann.picks(found, found.titles[0], to=stage.help)
    await stage.settled()
    assert sent.text.startswith(found.titles[0])
    assert stage.help.messages == []


async def test_inline_mode_makes_no_card_of_anybodys_danger(stage: Stage) -> None:
    found = await stage.ann.asks_inline(f"my friend says {HEAVY}")

    assert found.results == []
    assert found.button is not None
    assert found.button["text"] == stage.words["inline.private_now"]
    await stage.settled()
    assert stage.desk.messages == []


async def test_inline_mode_offers_everything_to_who_has_typed_nothing_and_nothing_for_other_subjects(
    stage: Stage,
) -> None:
    everything = await stage.ann.asks_inline("")
    elsewhere = await stage.ann.asks_inline(ELSEWHERE)

    assert len(everything.titles) > 5
    assert elsewhere.titles == []
