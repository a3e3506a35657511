"""What every engine promises; each test is one promise."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from bot.jobs import attempts
from bot.jobs.jobs import NotNow, Priority
from tests.jobs.conftest import Bench, engine_on, note

if TYPE_CHECKING:
    import pytest


async def test_a_job_is_done_after_the_commit_and_not_before(bench: Bench) -> None:
    bench.work()
    async with bench.database.engine.begin() as connection:
        await bench.engine.defer(connection, note(1))
        await asyncio.sleep(0.05)
        before = list(bench.began)

    assert before == []
    assert await bench.until(bench.done, 1) == [1]


async def test_nothing_remains_of_a_rollback(bench: Bench) -> None:
    bench.work()
    async with bench.database.engine.connect() as connection:
        await bench.engine.defer(connection, note(1, key="first"))
        await connection.rollback()

    await bench.defer(note(2, key="first"))

    assert await bench.until(bench.done, 1) == [2]


async def test_a_lane_keeps_its_order_and_holds_up_no_other(bench: Bench) -> None:
    bench.holds[1] = asyncio.Event()
    await bench.defer(note(1, lane="a"), note(2, lane="a"), note(3, lane="b"), note(4), note(5, lane="a"))

    bench.work()
    others = sorted(await bench.until(bench.done, 2))
    bench.holds[1].set()
    await bench.until(bench.done, 5)

    assert others == [3, 4]
    assert [which for which in bench.done if which not in others] == [1, 2, 5]


async def test_in_a_lane_the_more_urgent_goes_first(bench: Bench) -> None:
    urgencies = [Priority.USUAL, Priority.LATER, Priority.SAFETY, Priority.USUAL]
    await bench.defer(*[note(which, lane="a", priority=urgency) for which, urgency in enumerate(urgencies)])

    bench.work()

    assert await bench.until(bench.done, 4) == [2, 0, 3, 1]


async def test_of_one_key_only_the_first_is_taken_also_after_it_was_done(bench: Bench) -> None:
    bench.work()
    first = await bench.defer(note(1, key="k"), note(2, key="k"))
    await bench.until(bench.done, 1)

    later = await bench.defer(note(3, key="k"), note(4, key="other"))
    await bench.until(bench.done, 2)

    assert (first, later, bench.done) == ([True, False], [False, True], [1, 4])


async def test_a_job_waits_until_it_is_due_and_holds_up_nobody_meanwhile(bench: Bench) -> None:
    bench.work()
    began = asyncio.get_running_loop().time()
    await bench.defer(note(1, lane="a", due=datetime.now(UTC) + timedelta(seconds=0.6)), note(2, lane="a"))

    await bench.until(bench.done, 2)

    assert bench.done == [2, 1]
    assert asyncio.get_running_loop().time() - began >= 0.5


async def test_a_job_that_fails_is_tried_again_under_the_same_identity_before_what_follows(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(attempts, "PAUSES", (0.0, 0.0))
    bench.fails[1] = [RuntimeError("xylophone"), ValueError()]
    await bench.defer(note(1, lane="a"), note(2, lane="a"))

    bench.work()
    await bench.until(bench.done, 2)

    assert bench.began == [1, 1, 1, 2]
    assert bench.lost == []
    assert len(set(bench.identities[:3])) == 1
    assert bench.identities[3] not in {None, bench.identities[0]}


async def test_a_job_that_fails_three_times_is_given_up_and_costs_only_itself(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(attempts, "PAUSES", (0.0, 0.0))
    bench.fails[1] = [RuntimeError("xylophone")] * 3
    await bench.defer(note(1, lane="a"), note(2, lane="a"))

    bench.work()
    await bench.until(bench.done, 1)

    assert bench.lost == [("note", {"n": 1}, "RuntimeError")]
    assert bench.began == [1, 1, 1, 2]


async def test_a_world_out_of_order_does_not_count_as_a_failure(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(attempts, "FIRST_REST", 0.0)
    bench.fails[1] = [NotNow() for _ in range(9)]
    await bench.defer(note(1))

    bench.work()

    assert await bench.until(bench.done, 1) == [1]
    assert bench.lost == []


async def test_what_is_in_flight_is_finished_at_a_stop_and_the_rest_is_left_for_the_next_worker(bench: Bench) -> None:
    bench.holds |= {1: asyncio.Event(), 2: asyncio.Event()}
    await bench.defer(note(1, lane="a"), note(2, lane="b"), note(3, lane="a"))
    bench.work()
    await bench.until(bench.began, 2)

    asyncio.get_running_loop().call_later(0.05, bench.holds[1].set)
    left = await bench.engine.stop(0.5)
    at_the_stop = list(bench.done)
    bench.engine = await engine_on(bench.database)
    bench.holds.clear()
    bench.work()
    await bench.until(bench.done, 3)

    assert (left, at_the_stop) == (1, [1])
    assert sorted(bench.done) == [1, 2, 3]


async def test_waiting_jobs_are_counted_and_known_until_they_are_over(bench: Bench) -> None:
    await bench.defer(note(1), note(2), note(3, due=datetime.now(UTC) + timedelta(hours=1)))
    async with bench.database.engine.connect() as connection:
        before, backlog = await bench.engine.open(connection), await bench.engine.backlog(connection)

    bench.work()
    await bench.until(bench.done, 2)
    await bench.engine.stop(1)
    async with bench.database.engine.connect() as connection:
        after = await bench.engine.open(connection)

    assert (len(before), backlog.waiting) == (3, 2)
    assert set(map(str, bench.identities)) == before - after


async def test_somebodys_waiting_jobs_are_told_and_taken_away_and_no_others(bench: Bench) -> None:
    ann, bob = 5_000_000_001, 5_000_000_002
    await bench.defer(
        note(1, lane=str(ann)),
        note(2, arguments={"person": ann}, due=datetime.now(UTC) + timedelta(hours=1)),
        note(3, arguments={"person": bob}),
        note(4, lane=str(bob)),
    )

    async with bench.database.engine.begin() as connection:
        told = len(await bench.engine.about(connection, ann))
        await bench.engine.forget(connection, ann)
        left = len(await bench.engine.about(connection, ann))
    bench.work()

    assert (told, left) == (2, 0)
    assert sorted(await bench.until(bench.done, 2)) == [3, 4]
