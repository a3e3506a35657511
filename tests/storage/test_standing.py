"""What is asked before an answer comes in one piece, as each question alone would have it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from bot.assistant.conversation import EXPIRES_AFTER, Conversation
from bot.desk.case import Stage
from bot.storage.desk_store import DeskStore
from bot.storage.standing import standing
from tests.storage.test_store import ANN, BOB, a_case, an_answer, fill

if TYPE_CHECKING:
    from datetime import datetime

    from bot.storage.database import Database


async def test_all_that_is_remembered_comes_at_once(database: Database, noon: datetime) -> None:
    async with database.begin() as store:
        await fill(store, ANN, noon)
        await fill(store, BOB, noon)

    async with database.begin() as store:
        found = await standing(store, ANN, ANN, 10, noon)

        assert found.conversation == await store.conversation(ANN, ANN, noon)
        assert found.conversation == Conversation("care.pads", ("care.fiber",), "GB", noon)
        assert found.earlier == (an_answer(),)
        assert found.case == a_case(noon)
        assert found.known


async def test_a_stranger_has_nothing_but_perhaps_a_case(database: Database, noon: datetime) -> None:
    async with database.begin() as store:
        before = await standing(store, ANN, ANN, 10, noon)
        await store.keep_case(a_case(noon))
        after = await standing(store, ANN, ANN, 10, noon)

    assert (before.known, before.conversation, before.earlier, before.case) == (False, Conversation(), (), None)
    assert (after.known, after.case) == (False, a_case(noon))


async def test_the_country_outlives_the_conversation(database: Database, noon: datetime) -> None:
    async with database.begin() as store:
        await fill(store, ANN, noon)
        elsewhere = await standing(store, -100, ANN, 10, noon)
        late = await standing(store, ANN, ANN, 10, noon + EXPIRES_AFTER + timedelta(seconds=1))

    assert elsewhere.conversation == Conversation(country="GB") == late.conversation


async def test_a_case_that_has_ended_is_none(database: Database, noon: datetime) -> None:
    async with database.begin() as store:
        case = a_case(noon)
        await store.keep_case(case)
        await DeskStore(store.connection).swap(case, replace(case, stage=Stage.RESOLVED))

        assert (await standing(store, ANN, ANN, 10, noon)).case is None
