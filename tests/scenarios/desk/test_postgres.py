"""The desk on the other engine: one claim wins there too, however many press at once."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from tests.scenarios.examples import HEAVY

if TYPE_CHECKING:
    from bot.knowledge.knowledge import Knowledge
    from tests.scenarios.running import Running
    from tests.standin import Person, Town


async def test_of_twenty_who_claim_at_once_one_has_it_on_postgresql(
    postgres_address: str, idle: Running, town: Town, ann: Person, knowledge: Knowledge
) -> None:
    words = knowledge.words
    crowd = town.people(20)
    for person in crowd:
        idle.desk.join(person.user)
    await idle.start(database=postgres_address)
    await ann.writes(HEAVY)
    await ann.sees(words["status.told_alarm"])

    presses = await asyncio.gather(*(person.presses(words["desk.claim"], on=idle.desk.last) for person in crowd))
    answers = [(await press.answered()).text for press in presses]
    await ann.sees(words["status.seen"])
    await town.settled()

    winner = crowd[answers.index(words["desk.yours"])]
    assert sorted(answers) == sorted([words["desk.yours"], *[words.get("desk.taken", name=winner.name)] * 19])
    assert words.get("card.claimed", name=winner.name) in idle.desk.last.text
    assert [message.text for message in ann.private.messages].count(words["status.seen"]) == 1
