"""Groups, ways to a private chat, counts: as they went in, for whom they are, for as long as they should be."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from bot import Decision, Level
from bot.assistant.gist import Gist
from bot.assistant.manners import Manners, Speak, Where
from bot.desk.choices import Choices
from bot.desk.reminders import QuietHours
from bot.storage.group_store import Group, GroupStore, Handoff, Purpose, Tally
from tests.storage.test_store import ANN, an_answer

if TYPE_CHECKING:
    from datetime import datetime

    from bot.storage.database import Database

HELP, NEW = -100_500, -100_600
CHOICES = Choices(
    Manners(Speak.ASKED, Where.PUBLIC, 5, off=(3, 4)), "en", -100_123, None, QuietHours(22, 7), "Asia/Tokyo", 2, 9
)
GIST = Gist(Decision.CLARIFY, ("care.pads",), Level.URGENT, "crisis", (("self_harm", Level.URGENT),), question=True)


async def test_of_a_group_that_was_known_only_what_is_new_is_kept(database: Database, noon: datetime) -> None:
    known = Group(HELP)
    async with database.begin() as store:
        kept = GroupStore(store.connection)
        await kept.keep(known)
        await kept.keep(replace(known, choices=CHOICES), known)
        await kept.keep(replace(known, whispers=True, spoke_at=noon), known)
        found = await kept.group(HELP)

    assert found == Group(HELP, choices=CHOICES, whispers=True, spoke_at=noon)


async def test_a_group_comes_back_with_what_was_chosen(database: Database, noon: datetime) -> None:
    group = Group(HELP, "administrator", CHOICES, whispers=False, trial_until=noon)
    async with database.begin() as store:
        kept = GroupStore(store.connection)
        await kept.keep(Group(HELP))
        await kept.keep(group)

        assert await kept.groups() == (group,)
        assert (await kept.group(HELP), await kept.group(NEW)) == (group, None)


async def test_a_group_keeps_its_choices_under_a_new_number(database: Database) -> None:
    async with database.begin() as store:
        kept = GroupStore(store.connection)
        await kept.keep(Group(HELP, choices=CHOICES))
        await kept.move(HELP, NEW)

        assert await kept.groups() == (Group(NEW, choices=CHOICES),)


async def test_what_waits_behind_a_token_can_be_looked_at_and_used_up_once(database: Database, noon: datetime) -> None:
    handoff = Handoff(ANN, HELP, Purpose.ANSWER, noon, GIST)
    async with database.begin() as store:
        kept = GroupStore(store.connection)
        await kept.put("digest", handoff)

        assert (await kept.look("digest"), await kept.look("other")) == (handoff, None)
        assert [await kept.use_up("digest"), await kept.use_up("digest")] == [True, False]
        assert await kept.look("digest") is None


async def test_an_answer_in_a_group_is_remembered_by_topic_for_a_while(database: Database, noon: datetime) -> None:
    async with database.begin() as store:
        await store.keep_answer(replace(an_answer(), chat=HELP), noon)
        kept, before = GroupStore(store.connection), noon - timedelta(minutes=1)

        assert await kept.answered_since(HELP, before, "care.pads", 11)
        assert not await kept.answered_since(HELP, before, "care.pads", 10), "it is the answer to that one"
        assert not await kept.answered_since(HELP, before, "care.fiber", 11)
        assert not await kept.answered_since(HELP, noon, "care.pads", 11)
        assert not await kept.answered_since(NEW, before, "care.pads", 11)


async def test_counts_add_up_by_day_and_a_trial_counts_for_itself(database: Database) -> None:
    async with database.begin() as store:
        kept = GroupStore(store.connection)
        for chat in (0, 0, HELP):
            await kept.count("2026-11-24", "topic", "care.pads", chat)

        assert await kept.counted("2026-11-24") == (Tally("2026-11-24", "topic", "care.pads", 2),)
        assert await kept.counted("2026-11-25") == ()
        await kept.forget_trial(HELP)
        assert await kept.counted("2026-11-24", HELP) == ()
