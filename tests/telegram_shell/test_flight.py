"""How many messages are under way: what a killed process sends again is bounded by it, and nobody waits for it long."""

from __future__ import annotations

import asyncio

from bot.jobs.jobs import Priority, Try, doing
from bot.telegram.flight import GAP, PLACES, Flight
from bot.telegram.memory import ON_BOARD
from bot.telegram.pace import NoPace
from bot.telegram.sending import Sender

ANN = 5_000_000_001


class Sending:
    """Some jobs that each send a message; the call hangs until it is told to end."""

    def __init__(self) -> None:
        self.sender = Sender(NoPace(), flight=Flight())
        self.under_way = 0
        self.end = asyncio.Event()

    async def job(self, number: int, what: str = "sendMessage", priority: Priority = Priority.USUAL) -> Try:
        """Send one; returns the try, in which the place is still held."""
        one = Try(str(number), priority)
        doing.set(one)
        await self.sender.deliver(ANN + number, what, self._call)
        return one

    async def _call(self) -> None:
        self.under_way += 1
        await self.end.wait()


async def test_a_message_waits_until_an_earlier_one_is_written_down() -> None:
    sending = Sending()
    sending.end.set()
    jobs = [asyncio.create_task(sending.job(number)) for number in range(PLACES + 2)]
    await asyncio.sleep(GAP / 5)
    before = sending.under_way

    for job in jobs[:2]:
        (place,) = job.result().lasting[ON_BOARD]
        place.leave()
        place.leave()
    await asyncio.sleep(GAP / 5)

    assert before == PLACES
    assert sending.under_way == PLACES + 2
    assert all(job.done() for job in jobs)


async def test_what_is_urgent_and_what_is_no_message_go_at_once() -> None:
    sending = Sending()
    jobs = [asyncio.create_task(sending.job(number)) for number in range(PLACES)]
    jobs.append(asyncio.create_task(sending.job(98, priority=Priority.SAFETY)))
    jobs.append(asyncio.create_task(sending.job(99, "editMessageText")))
    await asyncio.sleep(GAP / 5)

    assert sending.under_way == PLACES + 2
    sending.end.set()
    await asyncio.gather(*jobs)


async def test_calls_that_hang_hold_the_others_up_for_a_moment_only() -> None:
    sending = Sending()
    jobs = [asyncio.create_task(sending.job(number)) for number in range(PLACES + 2)]

    await asyncio.sleep(GAP * 4)

    assert sending.under_way == PLACES + 2
    sending.end.set()
    await asyncio.gather(*jobs)


async def test_what_was_answered_keeps_its_place_until_it_is_written_down() -> None:
    sending = Sending()
    sending.end.set()
    jobs = [asyncio.create_task(sending.job(number)) for number in range(PLACES + 1)]

    await asyncio.sleep(GAP * 4)

    assert sending.under_way == PLACES
    await asyncio.gather(*jobs[:PLACES])
    jobs[PLACES].cancel()


async def test_a_place_given_to_somebody_who_has_gone_is_not_lost() -> None:
    flight = Flight()
    places = [await flight.board(urgent=False) for _ in range(PLACES)]
    for place in places:
        place.answered()
    gone, next_one = (asyncio.create_task(flight.board(urgent=False)) for _ in range(2))
    await asyncio.sleep(0)

    places[0].leave()
    gone.cancel()
    await asyncio.wait([gone])

    assert (await asyncio.wait_for(next_one, GAP)) is not None
    for place in places[1:]:
        place.leave()
