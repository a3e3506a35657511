"""Cases that several people work on: one step wins; relayed messages are found from either end."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from bot.desk import steps
from bot.desk.case import Case, NoteAt, Stage
from bot.storage.desk_store import DeskStore, Relayed
from tests.storage.test_store import ANN, BOB, a_case

if TYPE_CHECKING:
    from datetime import datetime

    from bot.storage.database import Database

DESK = -100_123


def carded(noon: datetime, person: int = ANN, note: int = 7) -> Case:
    return replace(a_case(noon, person), note=NoteAt(DESK, note, 70 + note))


async def test_of_two_steps_from_one_version_only_the_first_is_kept(database: Database, noon: datetime) -> None:
    case = carded(noon)
    async with database.begin() as store:
        await store.keep_case(case)
        desk = DeskStore(store.connection)
        first = await desk.swap(case, steps.claim(case, 1, noon).case)
        second = await desk.swap(case, steps.claim(case, 2, noon).case)

        assert first is not None
        assert (first.volunteer, first.version, second) == (1, 1, None)
        assert await desk.case(case.id) == first


async def test_a_case_is_found_by_its_card_its_topic_its_person_and_its_relayed_messages(
    database: Database, noon: datetime
) -> None:
    case, pair = carded(noon), Relayed(DESK, 90, ANN, 12, carded(noon).id, ANN)
    async with database.begin() as store:
        await store.keep_case(case)
        desk = DeskStore(store.connection)
        await desk.keep_relayed(pair, noon)

        found = [
            await desk.case_at(DESK, 7),
            await desk.case_at(DESK, 90),
            await desk.case_at(ANN, 12),
            await desk.case_in(DESK, 77),
            await desk.open_case(ANN),
        ]
        lost = [await desk.case_at(DESK, 8), await desk.case_in(DESK, 7), await desk.open_case(BOB)]
        assert found == [case] * 5
        assert lost == [None] * 3
        assert (await desk.relayed(DESK, 90), await desk.original(ANN, 12)) == (pair, pair)


async def test_open_cases_are_those_that_have_not_ended_the_oldest_first(database: Database, noon: datetime) -> None:
    old, new = carded(noon - timedelta(hours=1), BOB, 6), carded(noon)
    async with database.begin() as store:
        for case in (new, old):
            await store.keep_case(case)
        desk = DeskStore(store.connection)
        both = await desk.open_cases()
        await desk.swap(old, replace(old, stage=Stage.RESOLVED))

        assert both == (old, new)
        assert await desk.open_cases() == (new,)
        assert await desk.at_work() == frozenset({DESK})
        assert [case.id for case in await desk.cases_since(noon - timedelta(days=1))] == [old.id, new.id]
