"""The commands, the menu, browsing, the country, and what is kept about somebody."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from bot import Level
from bot.telegram.buttons import Deed, unpack
from bot.telegram.menu import COMMANDS, FOR_ADMINISTRATORS, IN_GROUPS
from bot.telegram.private.commands import start_parameter
from tests.reading.shipped import shipped_assistant
from tests.scenarios.examples import HEAVY, HEAVY_DENIED, sure_question
from tests.scenarios.test_answers import deeds
from tests.scenarios.test_safety import in_danger, page_with

if TYPE_CHECKING:
    from bot import Assistant
    from bot.knowledge.knowledge import Knowledge
    from tests.scenarios.running import Running
    from tests.standin import Message, Person, Server, Town

TOPICS = sorted(shipped_assistant().knowledge.topics)


async def test_the_menu_and_the_descriptions_are_set_at_start(bot: Running, town: Town, knowledge: Knowledge) -> None:
    await town.server.called("setMyShortDescription")
    await town.settled()

    by_scope = {scope: [command["command"] for command in known] for (scope, _), known in town.bot.commands.items()}
    assert by_scope == {
        '{"type": "all_private_chats"}': list(COMMANDS),
        '{"type": "all_group_chats"}': list(IN_GROUPS),
        '{"type": "all_chat_administrators"}': list(FOR_ADMINISTRATORS),
        f'{{"chat_id": {bot.desk.id}, "type": "chat"}}': ["cases", "stop", "settings"],
    }
    assert town.bot.ephemeral_commands() == set(FOR_ADMINISTRATORS)
    assert town.bot.description == knowledge.words["menu.description"]
    assert town.bot.short_description == knowledge.words["menu.short_description"]
    assert bot.desk.messages == []


async def test_a_menu_that_is_set_already_is_left_alone(bot: Running, server: Server) -> None:
    await server.called("setMyShortDescription")
    await server.settled()

    await bot.restart()
    await server.called("getMyShortDescription", times=2)
    await server.settled()

    assert len(server.calls.of("setMyCommands", "setMyDescription", "setMyShortDescription")) == 6


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.usefixtures("bot")
async def test_every_command_of_the_menu_is_answered_once(command: str, ann: Person, town: Town) -> None:
    await ann.asks(f"/{command}")
    await town.settled()

    assert len(ann.private.messages) == 1


@pytest.mark.usefixtures("bot")
async def test_an_unknown_command_is_told_which_there_are(ann: Person, knowledge: Knowledge) -> None:
    answer = await ann.asks("/frobnicate")

    assert answer.text.startswith(knowledge.words["help.unknown"].split("\n")[0])


@pytest.mark.usefixtures("bot")
async def test_start_greets_with_the_disclaimer_and_the_topics(ann: Person, knowledge: Knowledge) -> None:
    await ann.presses_start()

    greeting = await ann.sees(knowledge.words["start.greeting"])
    assert knowledge.article.disclaimer in greeting.text
    assert set(deeds(greeting)) == {Deed.BROWSE}


@pytest.mark.usefixtures("bot")
async def test_a_deep_link_opens_each_topic(ann: Person, knowledge: Knowledge) -> None:
    for topic in TOPICS:
        told = await ann.asks(f"/start {start_parameter(topic)}")

        assert told.text.startswith(knowledge.topics[topic].title), topic


@pytest.mark.usefixtures("bot")
async def test_a_deep_link_that_leads_nowhere_greets(ann: Person, knowledge: Knowledge) -> None:
    await ann.presses_start("t-no-such-topic")

    await ann.sees(knowledge.words["start.greeting"])


@pytest.mark.usefixtures("bot")
async def test_every_topic_is_reached_by_browsing_in_one_message(ann: Person, town: Town, knowledge: Knowledge) -> None:
    browser = await ann.asks("/topics")

    found = await topics_behind(ann, browser, knowledge)
    await town.settled()

    assert sorted(found) == TOPICS
    assert ann.private.messages == [browser]


async def topics_behind(ann: Person, browser: Message, knowledge: Knowledge) -> list[str]:
    """Open every kind and turn every page; give the topics that were offered."""
    found: list[str] = []
    for kind in list(browser.labels):
        await pressed(ann, browser, kind)
        while True:
            presses = [unpack(button.data or "") for button in browser.buttons]
            found += [press.value for press in presses if press and press.deed is Deed.OPEN]
            if knowledge.words["button.page_on"] not in browser.labels:
                break
            await pressed(ann, browser, knowledge.words["button.page_on"])
        await pressed(ann, browser, knowledge.words["button.all_topics"])
    return found


async def pressed(ann: Person, message: Message, label: str) -> None:
    """Press a button that changes its message, and wait for the change."""
    versions = len(message.history)
    await ann.presses(label, on=message)
    await ann.sees(lambda shown: shown is message and len(shown.history) > versions)


@pytest.mark.usefixtures("bot")
async def test_a_topic_opened_by_browsing_has_a_way_back_to_its_page(ann: Person, knowledge: Knowledge) -> None:
    browser = await ann.asks("/topics")
    await pressed(ann, browser, knowledge.words["kind.cause"])
    page = browser.text
    topic = next(press.value for press in map(unpack, _data(browser)) if press and press.deed is Deed.OPEN)

    await pressed(ann, browser, knowledge.topics[topic].title)
    opened = browser.text
    await pressed(ann, browser, knowledge.words["button.back"])

    assert opened.startswith(knowledge.topics[topic].title)
    assert browser.text == page


def _data(message: Message) -> list[str]:
    return [button.data or "" for button in message.buttons]


@pytest.mark.usefixtures("bot")
async def test_topics_opened_from_an_answer_leave_the_answer_alone(ann: Person, knowledge: Knowledge) -> None:
    answer = await ann.asks("/help")

    await ann.presses(knowledge.words["button.topics"], on=answer)
    shown = await ann.sees(knowledge.words["topics.kinds"])

    assert shown is not answer
    assert answer.history == []


@pytest.mark.usefixtures("bot")
async def test_the_chosen_country_is_kept_and_used(ann: Person, bot: Running, knowledge: Knowledge) -> None:
    place = knowledge.places.places[-1]
    asked = await ann.asks("/country")
    await ann.presses(place.name, on=await page_with(ann, asked, place.name, knowledge))
    await ann.sees(knowledge.words.get("country.chosen", country=place.name))

    await bot.restart()
    numbers = await ann.asks("/emergency")

    assert place.ambulance in numbers.text


@pytest.mark.usefixtures("bot")
async def test_without_a_country_no_number_is_guessed(ann: Person, knowledge: Knowledge) -> None:
    ann.user.language_code = "en-GB"

    numbers = await ann.asks("/emergency")

    assert knowledge.places.unknown.ambulance in numbers.text
    assert Deed.COUNTRIES in deeds(numbers)
    assert all(place.name not in numbers.text for place in knowledge.places.places)


@pytest.mark.usefixtures("bot")
async def test_a_country_can_be_taken_back(ann: Person, bot: Running, knowledge: Knowledge) -> None:
    asked = await ann.asks("/country")

    await ann.presses(knowledge.words["button.no_country"], on=asked)
    await ann.sees(knowledge.words["country.none"])

    assert bot.rows("SELECT country FROM people") == [(None,)]


async def test_why_shows_the_words_and_a_denied_sign_can_be_put_right(
    bot: Running, ann: Person, assistant: Assistant, knowledge: Knowledge
) -> None:
    dismissed = [mention.id for mention in assistant.reply(HEAVY_DENIED).dismissed]
    flag = next(flag for flag in dismissed if assistant.affirm(flag).level is Level.EMERGENCY)
    answer = await ann.asks(HEAVY_DENIED)

    await ann.presses(knowledge.words["button.why"], on=answer)
    why = await ann.sees(knowledge.words["why.title"])
    await ann.presses(f"{Deed.AFFIRM}:{flag}", on=why)
    card = await ann.sees(knowledge.words["status.told_alarm"])

    assert knowledge.flags[flag].title in why.text
    assert card.text.startswith(assistant.affirm(flag).blocks[0])
    assert len(bot.desk.messages) == 1


@pytest.mark.usefixtures("bot")
async def test_a_flag_can_be_taken_back_and_the_answer_says_so(
    ann: Person, assistant: Assistant, knowledge: Knowledge
) -> None:
    answer = await ann.asks(HEAVY)
    await ann.presses(knowledge.words["button.why"], on=answer)
    why = await ann.sees(knowledge.words["why.title"])

    await ann.presses(f"{Deed.DENY}:gi_bleed_heavy", on=why)

    await ann.sees(assistant.deny("gi_bleed_heavy").blocks[0])


@pytest.mark.usefixtures("bot")
async def test_why_says_so_when_the_message_is_gone(ann: Person, assistant: Assistant, knowledge: Knowledge) -> None:
    answer = await ann.asks(sure_question(assistant))
    answer.reply_to = None

    await ann.presses(knowledge.words["button.why"], on=answer)

    await ann.sees(knowledge.words["why.gone"])


@pytest.mark.parametrize(
    "data", ["z:1", "t:no.such", "o:no.such", "a:no_such", "y:guessed", "g:XX", "b:x.9", "c:99", "\x00"]
)
@pytest.mark.usefixtures("bot")
async def test_a_made_up_button_is_answered_and_breaks_nothing(data: str, ann: Person, server: Server) -> None:
    shown = await ann.asks("/topics")

    press = await ann.forges(data, on=shown)
    await press.answered()
    await server.settled()

    assert [call for call in server.calls.effects if not call.ok and "not modified" not in call.description] == []


async def test_mydata_hands_over_all_rows_and_none_of_the_words(
    bot: Running, ann: Person, server: Server, assistant: Assistant, knowledge: Knowledge
) -> None:
    question = sure_question(assistant)
    await ann.asks(question)
    await in_danger(ann, knowledge)

    handed = await ann.asks("/mydata")

    content = server.world.files[handed.media["document"]["file_id"]].decode()
    kept = json.loads(content)
    assert {table: len(rows) for table, rows in kept.items()} == {
        "people": 1,
        "conversations": 1,
        "answers": 2,
        "cases": 1,
        "updates": 1,  # this very request
        "parcels": 0,
        "calls": 0,
        "handoffs": 0,
        "relayed": 0,
        "jobs": 3,  # this very request, a look at the case, its end
    }
    assert all(secret not in content for secret in (question, HEAVY, ann.name))
    assert bot.desk.messages


async def test_forget_deletes_everything_about_one_person_and_nothing_of_another(
    bot: Running, ann: Person, town: Town, assistant: Assistant, knowledge: Knowledge
) -> None:
    bob = town.person("Bob")
    await bob.asks(sure_question(assistant))
    await in_danger(ann, knowledge)

    await ann.asks("/forget")
    await town.settled()

    for table in ("people", "conversations", "answers", "cases"):
        assert {person for (person,) in bot.rows(f"SELECT person FROM {table}")} <= {bob.id}  # noqa: S608 - fixed names
    assert bot.rows("SELECT person FROM people") == [(bob.id,)]
    assert await bot.erases(str(ann.id).encode())


async def test_forget_takes_link_and_words_out_of_the_desk(
    bot: Running, ann: Person, town: Town, knowledge: Knowledge
) -> None:
    answer = await in_danger(ann, knowledge)
    await ann.presses(knowledge.words["button.contact"], on=answer)
    await ann.presses(
        knowledge.words["button.share_words"], on=await ann.sees(lambda message: Deed.WORDS in deeds(message))
    )
    await ann.sees(knowledge.words["consent.words"])

    await ann.asks("/forget")
    withdrawn = await bot.desk.sees(knowledge.words["note.withdrawn"])

    await town.settled()
    assert all(secret not in withdrawn.html for secret in ("tg://", HEAVY, str(ann.id)))
    assert all(HEAVY not in message.text for message in bot.desk.messages)


async def test_the_privacy_page_names_the_days_that_the_deployer_chose(idle: Running, ann: Person) -> None:
    await idle.start(retention=timedelta(days=77))

    page = await ann.asks("/privacy")

    assert "77 days" in page.text
