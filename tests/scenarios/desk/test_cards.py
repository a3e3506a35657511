"""The card of a case: one for each, changed in its place, and only one volunteer has it, however many press."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from bot.telegram.buttons import Deed
from tests.scenarios.examples import HEAVY, HEAVY_FLAG

if TYPE_CHECKING:
    from tests.scenarios.stage import Stage
    from tests.standin import Message


async def a_case(stage: Stage, text: str = HEAVY) -> Message:
    """Let Annabella be in danger in private; gives the card."""
    await stage.ann.writes(text)
    await stage.ann.sees(stage.words["status.told_alarm"])
    await stage.settled()
    return stage.desk.last


async def test_a_card_says_how_urgent_which_signs_how_long_it_waits_and_which_country(stage: Stage) -> None:
    card = await a_case(stage)

    assert card.text.startswith(stage.words["note.emergency"])
    assert stage.knowledge.flags[HEAVY_FLAG].title in card.text
    assert stage.words.get("note.country", country=stage.words["country.unknown"]) in card.text
    assert "0 min" in card.text
    assert card.labels == [stage.words["desk.claim"]]


async def test_a_claim_names_the_volunteer_in_place_and_the_person_hears_that_somebody_has_seen_it(
    stage: Stage,
) -> None:
    card = await a_case(stage)

    said = await stage.presses(stage.vera, "desk.claim", card)

    assert said == stage.words["desk.yours"]
    assert stage.desk.messages == [card]
    assert stage.words.get("card.claimed", name="Veronika") in card.text
    assert stage.ann.private.last.text == stage.words["status.seen"]


async def test_of_twenty_who_claim_at_once_one_has_it_and_all_hear_who(stage: Stage) -> None:
    card = await a_case(stage)
    crowd = [stage.town.person(f"Volunteer{number}") for number in range(20)]
    for person in crowd:
        stage.desk.join(person.user)

    presses = await asyncio.gather(*(person.presses(stage.words["desk.claim"], on=card) for person in crowd))
    answers = [(await press.answered()).text for press in presses]
    await stage.settled()

    assert answers.count(stage.words["desk.yours"]) == 1
    winner = crowd[answers.index(stage.words["desk.yours"])]
    assert answers.count(stage.words.get("desk.taken", name=winner.name)) == 19
    assert winner.name in card.text
    assert stage.bot.rows("SELECT volunteer, version FROM cases") == [(winner.id, 1)]
    assert [m.text for m in stage.ann.private.messages].count(stage.words["status.seen"]) == 1


async def test_a_case_that_is_handed_back_can_be_claimed_by_another_and_the_person_hears_the_truth(
    stage: Stage,
) -> None:
    card = await a_case(stage)
    await stage.presses(stage.vera, "desk.claim", card)

    await stage.presses(stage.vera, "desk.hand_back", card)
    back = card.text
    await stage.presses(stage.wim, "desk.claim", card)

    assert "Veronika" not in back
    assert "Wilhelmus" in card.text
    said = [message.text for message in stage.ann.private.messages[-3:]]
    assert said == [stage.words[f"status.{line}"] for line in ("seen", "free_again", "seen")]


@pytest.mark.parametrize("reason", ["helped", "called", "referred", "no_need"])
async def test_a_case_is_resolved_with_a_reason(reason: str, stage: Stage) -> None:
    card = await a_case(stage)
    await stage.presses(stage.vera, "desk.claim", card)

    await stage.presses(stage.vera, "desk.resolve", card)
    await stage.presses(stage.vera, f"desk.reason_{reason}", card)

    assert stage.words[f"card.over_{reason}"] in card.text
    assert card.buttons == []
    assert stage.ann.private.last.text == stage.words["status.resolved"]


async def test_the_reasons_have_a_way_back(stage: Stage) -> None:
    card = await a_case(stage)
    await stage.presses(stage.vera, "desk.claim", card)
    before = card.labels

    await stage.presses(stage.vera, "desk.resolve", card)
    await stage.presses(stage.vera, "button.back", card)

    assert card.labels == before


async def test_who_cannot_be_reached_is_told_so(stage: Stage) -> None:
    card = await a_case(stage)
    await stage.presses(stage.vera, "desk.claim", card)

    await stage.presses(stage.vera, "desk.cannot_reach", card)

    assert stage.words["card.over_unreached"] in card.text
    assert stage.ann.private.last.text == stage.words["status.unreached"]


async def test_only_who_has_a_case_can_resolve_it_or_hand_it_back(stage: Stage) -> None:
    card = await a_case(stage)
    await stage.presses(stage.vera, "desk.claim", card)

    said = [await stage.presses(stage.wim, label, card) for label in ("desk.resolve", "desk.hand_back")]

    assert said == [stage.words.get("desk.taken", name="Veronika")] * 2
    assert stage.bot.rows("SELECT stage, volunteer FROM cases") == [("claimed", stage.vera.id)]


async def test_the_buttons_of_an_old_card_say_what_happened(stage: Stage) -> None:
    card = await a_case(stage)
    claim = card.button(stage.words["desk.claim"]).data or ""
    await stage.presses(stage.vera, "desk.claim", card)
    hand_back = card.button(stage.words["desk.hand_back"]).data or ""
    late = await (await stage.wim.forges(claim, on=card)).answered()
    await stage.presses(stage.vera, "desk.cannot_reach", card)
    later = [await (await stage.wim.forges(data, on=card)).answered() for data in (claim, hand_back)]

    assert late.text == stage.words.get("desk.taken", name="Veronika")
    assert {press.text for press in later} == {stage.words["card.over_unreached"]}


async def test_a_case_that_is_kept_no_more_says_so(stage: Stage) -> None:
    card = await a_case(stage)

    press = await (await stage.vera.forges(f"{Deed.CLAIM}:nosuchcase", on=card)).answered()

    assert press.text == stage.words["desk.gone"]


async def test_a_card_is_no_ones_in_another_chat(stage: Stage) -> None:
    card = await a_case(stage)
    claim = card.button(stage.words["desk.claim"]).data or ""
    line = await stage.bob.asks("/private", to=stage.help)

    press = await (await stage.bob.forges(claim, on=line)).answered()

    assert press.text == stage.words["desk.gone"]
    assert stage.bot.rows("SELECT stage FROM cases") == [("open",)]


async def test_somebody_with_an_open_case_cannot_open_ten(stage: Stage) -> None:
    await a_case(stage)

    for _ in range(9):
        await stage.ann.writes(HEAVY)
    await stage.settled()

    assert len(stage.desk.messages) == 1
    assert len(stage.bot.rows("SELECT id FROM cases")) == 1


async def test_after_the_end_a_new_danger_is_a_new_case(stage: Stage) -> None:
    card = await a_case(stage)
    await stage.presses(stage.vera, "desk.claim", card)
    await stage.presses(stage.vera, "desk.cannot_reach", card)

    await stage.ann.writes(HEAVY)
    await stage.settled()

    assert len(stage.desk.messages) == 2
    assert stage.desk.last.labels == [stage.words["desk.claim"]]


async def test_a_forum_gets_a_topic_for_each_case_which_is_closed_at_its_end(stage: Stage) -> None:
    forum = stage.town.group("Desk two", [stage.vera], admins=[stage.wim], bot="administrator", forum=True)
    await stage.bot.restart(desk=forum.id)
    await stage.ann.writes(HEAVY)
    await stage.ann.sees(stage.words["status.told_alarm"])
    (topic,) = forum.chat.topics.values()
    card = forum.last

    await stage.presses(stage.vera, "desk.claim", card)
    await stage.presses(stage.vera, "desk.cannot_reach", card)

    assert card.thread_id == topic.thread_id
    assert topic.name.startswith(stage.words["card.kind_emergency"])
    assert stage.ann.name not in topic.name
    assert topic.closed


async def test_a_forum_in_which_the_bot_may_open_no_topics_gets_its_card_all_the_same(stage: Stage) -> None:
    forum = stage.town.group("Desk two", [stage.vera], admins=[stage.wim], forum=True)
    await stage.bot.restart(desk=forum.id)

    await stage.ann.writes(HEAVY)
    await stage.ann.sees(stage.words["status.told_alarm"])

    assert forum.last.thread_id is None
    assert stage.words["note.emergency"] in forum.last.text


async def test_a_desk_that_becomes_a_supergroup_takes_its_open_cases_along(stage: Stage) -> None:
    old = stage.town.group("Desk two", [stage.vera], admins=[stage.wim], basic=True)
    await stage.bot.restart(desk=old.id)
    await stage.ann.writes(HEAVY)
    await stage.ann.sees(stage.words["status.told_alarm"])
    await stage.settled()

    await old.upgrades()
    await stage.settled()
    await stage.presses(stage.vera, "desk.claim", old.last)

    assert "Veronika" in old.last.text
    assert stage.bot.rows("SELECT stage, volunteer FROM cases") == [("claimed", stage.vera.id)]


async def test_the_volunteers_own_talk_is_not_listened_to(stage: Stage) -> None:
    await stage.vera.writes(HEAVY, to=stage.desk)
    await stage.wim.writes(stage.question, to=stage.desk)
    await stage.vera.writes("/ask leaking", to=stage.desk)
    await stage.settled()

    assert stage.desk.messages == []
    assert stage.bot.rows("SELECT id FROM cases") == []


async def test_the_open_cases_are_listed_with_their_ages(stage: Stage) -> None:
    nothing = await stage.vera.asks("/cases", to=stage.desk)
    card = await a_case(stage)
    await stage.presses(stage.vera, "desk.claim", card)
    await stage.later(minutes=3)

    listed = await stage.wim.asks("/cases", to=stage.desk)

    assert nothing.text == stage.words["cases.none"]
    assert stage.words["card.kind_emergency"] in listed.text
    assert "3 min" in listed.text
    assert stage.words["cases.claimed"] in listed.text
    assert f"/{card.message_id}" in listed.html


@pytest.mark.agreed
async def test_with_consent_the_link_stays_on_the_card_whatever_becomes_of_it(stage: Stage) -> None:
    card = await a_case(stage)
    await stage.presses(stage.ann, "button.contact", stage.ann.private.messages[0])

    await stage.presses(stage.vera, "desk.claim", card)

    assert f"tg://user?id={stage.ann.id}" in card.html
    assert "Veronika" in card.text


async def test_a_volunteer_who_is_forgotten_leaves_no_case_with_nobody(stage: Stage) -> None:
    card = await a_case(stage)
    await stage.presses(stage.vera, "desk.claim", card)

    await stage.vera.asks("/forget")
    await stage.settled()

    assert card.labels == [stage.words["desk.claim"]]
    assert stage.bot.rows("SELECT stage, volunteer FROM cases") == [("open", None)]


async def test_forgetting_takes_an_open_case_off_the_desk(stage: Stage) -> None:
    card = await a_case(stage)

    await stage.ann.asks("/forget")
    await stage.settled()

    assert card.text == stage.words["note.withdrawn"]
    assert card.buttons == []
    assert stage.bot.rows("SELECT id FROM cases") == []


async def test_forgetting_takes_a_case_off_every_card_of_it(stage: Stage) -> None:
    ursula = stage.town.person("Ursula", started=True)
    await stage.bot.restart(owners=(ursula.id,))
    await a_case(stage)
    await stage.later(minutes=5.1)
    await stage.later(minutes=5.1)

    await stage.ann.asks("/forget")
    await stage.settled()

    assert ursula.private.last.text == stage.words["note.withdrawn"]
