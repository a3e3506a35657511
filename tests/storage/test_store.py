"""What is kept comes back as it went in, for as long as it should, and no longer."""

from __future__ import annotations

import asyncio
import os
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, func, select

from bot import Level
from bot.assistant.conversation import EXPIRES_AFTER, Conversation
from bot.desk.case import Case, Consent, NoteAt
from bot.jobs.engines import engine_for
from bot.jobs.keys import take_key
from bot.storage import database as opening
from bot.storage.database import Database, StorageError, Trouble
from bot.storage.desk_store import DeskStore, Relayed
from bot.storage.group_store import Group, GroupStore, Handoff, Purpose
from bot.storage.rows import Answered, Kept
from bot.storage.tables import ANSWERS_KEPT, PACE_KEPT, UPDATES_KEPT, jobs, metadata, pace
from tests.postgres import cut_all

if TYPE_CHECKING:
    from pathlib import Path

    from bot.storage.store import Store

ANN, BOB, BOT = 5_000_000_001, 5_000_000_002, 123456789
MONTH = timedelta(days=30)


def a_case(at: datetime, person: int = ANN) -> Case:
    """Make up a case."""
    return Case(
        f"case of {person}"[:22], person, person, Level.EMERGENCY, "crisis", ("self_harm", "gi_bleed_heavy"), "GB", at
    )


def an_answer(person: int = ANN, answer: int = 11) -> Answered:
    """Make up an answer."""
    return Answered(person, person, 10, answer, "care.pads", Level.URGENT, None, ("gi_bleed_minor",))


async def fill(store: Store, person: int, at: datetime) -> None:
    """Keep one of everything about somebody."""
    await store.choose_country(person, "GB", at)
    await store.remember(person, person, Conversation("care.pads", ("care.fiber",), "GB", at), at)
    await store.keep_answer(an_answer(person), at)
    await store.keep_case(a_case(at, person))
    await store.delivery.keep(BOT, [Kept(person % 1000, person, {"text": "xylophone"})], at)
    await store.delivery.keep_parcel(f"parcel of {person}", person, {"html": "xylophone"}, at)
    await store.delivery.note_call(f"{person}", "sendMessage:1", person, {"message": 7}, at)
    await store.delivery.set_aside(f"update:{person}", "ValueError", "take:7", at)
    await take_key(store.connection, f"handle:{person}", at)
    await store.connection.execute(pace.insert().values(limited=f"chat:{person}", free_at=at.timestamp()))
    await store.connection.execute(jobs.insert().values(name="handle", arguments={}, priority=10))
    await store.count_feedback("care.pads", at.date().isoformat(), helped=True)
    await DeskStore(store.connection).keep_relayed(Relayed(person, 10, -100, 7, "case", person), at)
    groups = GroupStore(store.connection)
    await groups.put(f"digest {person}", Handoff(person, -100, Purpose.ANSWER, at + timedelta(minutes=30)))
    await groups.keep(Group(-100, left_at=at))
    if person == ANN:
        await groups.count(at.date().isoformat(), "topic", "care.pads")


async def rows(database: Database) -> dict[str, int]:
    """Count the rows of each table."""
    async with database.begin() as store:
        return {
            table.name: await store.connection.scalar(select(func.count()).select_from(table)) or 0
            for table in metadata.sorted_tables
        }


async def test_a_conversation_comes_back_until_it_expires_and_the_country_stays(
    database: Database, noon: datetime
) -> None:
    said = Conversation("care.pads", ("care.fiber", "care.sti"), "GB", noon)

    async with database.begin() as store:
        await store.choose_country(ANN, "GB", noon)
        await store.remember(ANN, ANN, said, noon)
        soon = await store.conversation(ANN, ANN, noon + EXPIRES_AFTER)
        late = await store.conversation(ANN, ANN, noon + EXPIRES_AFTER + timedelta(seconds=1))

    assert soon == said
    assert late == Conversation(country="GB")


async def test_an_answer_comes_back_by_either_message(database: Database, noon: datetime) -> None:
    first, second = an_answer(), an_answer(answer=12)

    async with database.begin() as store:
        await store.keep_answer(second, noon)
        await store.keep_answer(first, noon)

        assert await store.answers_to(ANN, 10) == (first, second)
        assert await store.answer(ANN, 12) == second
        assert await store.answer(BOB, 12) is None


async def test_a_case_comes_back_with_its_note_and_its_consent(database: Database, noon: datetime) -> None:
    case = a_case(noon)
    later = replace(case, note=NoteAt(-100123, 7), consent=Consent.CONTACT)

    async with database.begin() as store:
        await store.keep_case(case)
        before = await store.case(case.id)
        await store.keep_case(later)

        assert (before, await store.case(case.id), await store.cases_of(ANN)) == (case, later, (later,))


async def test_an_update_is_known_once_handled_and_its_content_is_gone(database: Database, noon: datetime) -> None:
    async with database.begin() as store:
        first = await store.delivery.keep(BOT, [Kept(1, ANN, {"text": "xylophone"})], noon)
        again = await store.delivery.keep(BOT, [Kept(1, ANN, {"text": "xylophone"})], noon)
        kept = await store.delivery.content(BOT, 1)
    async with database.begin() as store:
        await store.delivery.handled(BOT, 1, noon)
        left = await store.delivery.content(BOT, 1)
        known = [await store.delivery.known(bot, [1, 2]) for bot in (BOT, BOT + 1)]

    assert (first, again) == ({1}, set())
    assert (kept, left) == ({"text": "xylophone"}, None)
    assert known == [{1}, set()]


async def test_what_was_erased_is_nowhere_in_the_file(in_a_file: Database, noon: datetime, file: Path) -> None:
    async with in_a_file.begin() as store:
        await store.delivery.keep(BOT, [Kept(1, ANN, {"text": "xylophone"})], noon)
        await store.delivery.keep_parcel("parcel", ANN, {"html": "xylophone"}, noon)
    written = b"".join(path.read_bytes() for path in file.parent.iterdir())
    async with in_a_file.begin() as store:
        await store.delivery.handled(BOT, 1, noon)
        await store.delivery.drop_parcel("parcel")
    await in_a_file.wipe()

    assert b"xylophone" in written
    assert all(b"xylophone" not in path.read_bytes() for path in file.parent.iterdir())


async def test_forgetting_somebody_deletes_what_is_theirs_and_leaves_the_others(
    database: Database, noon: datetime
) -> None:
    async with database.begin() as store:
        await fill(store, ANN, noon)
        await fill(store, BOB, noon)
        before = await store.about(BOB)
        await store.forget(ANN)

        assert await store.about(ANN) == {table: [] for table in before}
        assert await store.about(BOB) == before


async def test_every_column_that_names_a_person_is_found_by_mydata(database: Database) -> None:
    people = ("person", "lane", "chat")
    naming = {table.name for table in metadata.sorted_tables for name in people if name in table.c}

    # Jobs are told of by their engine; these two name groups, and groups are nobody.
    async with database.begin() as store:
        assert set(await store.about(ANN)) == naming - {"jobs", "groups", "tallies"}


@pytest.mark.parametrize(
    ("table", "age"),
    [
        ("people", MONTH),
        ("conversations", EXPIRES_AFTER),
        ("answers", ANSWERS_KEPT),
        ("cases", MONTH),
        ("updates", UPDATES_KEPT),
        ("feedback", MONTH + timedelta(hours=12)),  # counts are kept by the day
        ("job_keys", UPDATES_KEPT),
        ("parcels", UPDATES_KEPT),
        ("calls", UPDATES_KEPT),
        ("quarantine", MONTH),
        ("pace", PACE_KEPT),
        ("groups", MONTH),
        ("handoffs", timedelta(minutes=30)),
        ("relayed", ANSWERS_KEPT),
        ("tallies", MONTH + timedelta(hours=12)),
    ],
)
async def test_the_purge_deletes_a_row_when_its_time_is_over_and_not_before(
    table: str, age: timedelta, database: Database, noon: datetime
) -> None:
    async with database.begin() as store:
        await fill(store, ANN, noon)

    async with database.begin() as store:
        await store.purge(noon + age - timedelta(seconds=1), MONTH)
    kept = await rows(database)
    async with database.begin() as store:
        await store.purge(noon + age + timedelta(seconds=1), MONTH)

    assert kept[table] == 1
    assert (await rows(database))[table] == 0


async def test_a_purge_deletes_nothing_that_is_fresh(database: Database, noon: datetime) -> None:
    async with database.begin() as store:
        await fill(store, ANN, noon)

        assert await store.purge(noon, MONTH) == 0


def test_each_column_says_for_how_long_it_is_kept() -> None:
    silent = [str(column) for table in metadata.sorted_tables for column in table.c if not column.info.get("kept")]

    assert silent == []


async def test_calls_are_known_until_their_job_is_over(database: Database, noon: datetime) -> None:
    async with database.begin() as store:
        for job in ("1", "2"):
            await store.delivery.note_call(job, "sendMessage:1", ANN, {"message_id": 7}, noon)
        known = await store.delivery.calls_of("1")
        await store.delivery.forget_calls(but_of={"2"}, before=noon)
        too_young = await store.delivery.calls_of("1")
        await store.delivery.forget_calls(but_of={"2"}, before=noon + timedelta(seconds=1))

        assert (known, too_young) == ({"sendMessage:1": {"message_id": 7}},) * 2
        assert [bool(await store.delivery.calls_of(job)) for job in ("1", "2")] == [False, True]


async def test_several_that_start_at_once_make_the_tables_once(postgres_address: str) -> None:
    opened = await asyncio.gather(*(Database.open(postgres_address) for _ in range(3)))
    engines = await asyncio.gather(*(engine_for(database.engine) for database in opened))
    for database in opened:
        await database.close()

    assert len(engines) == 3


async def test_the_migrations_lead_to_the_tables(database: Database) -> None:
    def differences(connection: Connection) -> list[object]:
        return list(compare_metadata(MigrationContext.configure(connection), metadata))

    async with database.engine.connect() as connection:
        assert await connection.run_sync(differences) == []


async def test_a_database_is_opened_again_with_what_it_held(database: Database, noon: datetime, address: str) -> None:
    async with database.begin() as store:
        await fill(store, ANN, noon)
    await database.close()

    again = await Database.open(address)
    counted = await rows(again)
    await again.close()

    assert set(counted.values()) == {1}


async def test_the_file_is_for_its_owner_only(in_a_file: Database, file: Path) -> None:
    await in_a_file.wipe()

    assert os.stat(file).st_mode & 0o077 == 0  # noqa: PTH116 - one look at a local file


async def test_a_failed_transaction_leaves_nothing(database: Database, noon: datetime) -> None:
    async def fails_half_way() -> None:
        async with database.begin() as store:
            await fill(store, ANN, noon)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        await fails_half_way()

    assert set((await rows(database)).values()) == {0}


@pytest.mark.parametrize(
    ("address", "trouble"),
    [
        ("postgresql+psycopg://localhost:9/bot", Trouble.UNREACHABLE),
        ("sqlite:///{folder}/letter.txt/bot.sqlite3", Trouble.NOT_OPENED),
        ("sqlite:///{folder}/letter.txt", Trouble.NO_DATABASE),
        ("sqlite:///{folder}", Trouble.NOT_OPENED),
        ("no address", Trouble.NOT_OPENED),
    ],
)
async def test_a_database_that_cannot_be_used_says_why(address: str, trouble: Trouble, tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("Dear Sir or Madam, " * 100, encoding="utf-8")

    with pytest.raises(StorageError) as raised:
        await Database.open(address.format(folder=tmp_path))

    assert raised.value.trouble is trouble


async def test_a_connection_that_was_cut_while_it_rested_is_replaced_before_it_is_used(
    postgres: str, postgres_address: str, noon: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opening, "FRESH", 0.0)
    opened = await Database.open(postgres_address)
    async with opened.begin() as store:
        await store.met(ANN, noon)

    cut_all(postgres)

    async with opened.begin() as store:
        assert await store.knows(ANN)
    await opened.close()
