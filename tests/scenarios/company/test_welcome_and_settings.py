"""Coming into a group, and being set up: by administrators only, out of the group's sight."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from bot import Assistant
from bot.knowledge.words import InterfaceWords
from bot.telegram.buttons import Deed
from tests.scenarios.examples import ELSEWHERE, HEAVY

if TYPE_CHECKING:
    from tests.scenarios.stage import Stage
    from tests.standin import Group


async def added(stage: Stage, status: str = "member") -> Group:
    """Let the owner add the bot to a new group."""
    group = stage.town.group("New", [stage.ann], admins=[stage.owner], bot=None)
    await group.adds_bot(by=stage.owner, status=status)
    await stage.settled()
    return group


async def test_added_to_a_group_it_says_once_what_it_does_what_it_sees_and_how_to_set_it_up(stage: Stage) -> None:
    group = await added(stage)

    (hello,) = group.messages
    for line in ("welcome.does", "welcome.sees_some", "welcome.set_up"):
        assert stage.words[line] in hello.text


async def test_an_administrator_bot_says_that_it_sees_everything(stage: Stage) -> None:
    group = await added(stage, "administrator")

    assert stage.words["welcome.sees_all"] in group.last.text


async def test_whoever_added_it_is_told_in_private_what_it_lacks(stage: Stage) -> None:
    await stage.owner.asks("/start")

    await added(stage)

    said = stage.owner.private.last.text
    assert said.startswith(stage.words["welcome.lacks"])
    assert stage.words["lacks.whisper"] in said
    assert stage.words["lacks.sight"] in said


async def test_other_administrators_hear_what_it_lacks_too_if_they_can_be_written_to(stage: Stage) -> None:
    await stage.bob.asks("/start")
    group = stage.town.group("New", [stage.ann], admins=[stage.owner, stage.bob], bot=None)

    await group.adds_bot(by=stage.owner)
    await stage.settled()

    assert stage.bob.private.last.text.startswith(stage.words["welcome.lacks"])
    assert stage.owner.private.messages == []


async def test_being_promoted_or_thrown_out_is_noted_and_not_talked_about(stage: Stage) -> None:
    group = await added(stage)

    await group.promotes_bot()
    await group.removes_bot()
    await stage.settled()

    assert len(group.chat.ours) == 1
    assert stage.bot.rows(f"SELECT standing FROM groups WHERE chat = {group.id}") == [("kicked",)]  # noqa: S608 - a number


async def test_the_welcomes_button_opens_the_settings_for_whoever_added_it_alone(stage: Stage) -> None:
    group = await added(stage)

    await stage.presses(stage.ann, "group.settings", group.last)
    await stage.presses(stage.owner, "group.settings", group.last)

    assert stage.ann.private.opens_with(stage.words["start.greeting"])
    assert stage.owner.private.opens_with(stage.words.get("settings.title", title="New"))


async def test_settings_are_opened_in_private_and_the_group_sees_nothing_of_them(stage: Stage) -> None:
    menu = await stage.chooses(stage.owner)

    assert menu.chat is stage.owner.private.chat
    assert [message.text for message in stage.help.messages] == [stage.words["group.line"]]


async def test_a_member_who_asks_for_the_settings_meets_silence(stage: Stage) -> None:
    await stage.ann.writes("/settings", to=stage.help)
    await stage.settled()

    assert stage.help.messages == []
    assert stage.ann.shown == []


async def test_each_choice_is_kept_and_shown(stage: Stage) -> None:
    menu = await stage.chooses(
        stage.owner,
        "settings.change_speak",
        "settings.change_where",
        "settings.change_cooldown",
        "settings.change_quiet",
        "settings.change_emergency",
        "settings.change_others",
    )

    for line in ("settings.speak_asked", "settings.where_public"):
        assert stage.words[line] in menu.text
    assert stage.words.get("settings.cooldown", minutes=30) in menu.text
    assert stage.words.get("settings.quiet", since="21", until="07") in menu.text
    assert stage.words.get("settings.reminders", emergency=10, others=60) in menu.text


async def test_the_settings_survive_a_restart(stage: Stage) -> None:
    await stage.chooses(stage.owner, "settings.change_speak")
    await stage.bot.restart()

    menu = await stage.chooses(stage.owner)

    assert stage.words["settings.speak_asked"] in menu.text


async def test_who_is_no_administrator_any_more_is_refused_at_the_next_press(stage: Stage) -> None:
    menu = await stage.chooses(stage.owner)
    before = menu.text
    await stage.help.demotes(stage.owner)

    said = await stage.presses(stage.owner, "settings.change_speak", menu)

    assert said == stage.words["settings.not_yours"]
    assert menu.text == before


async def test_a_made_up_press_on_somebody_elses_group_is_refused(stage: Stage) -> None:
    mine = await stage.bob.asks("/start")

    press = await stage.bob.forges(f"{Deed.SETTING}:{stage.help.id}.0.speak.", on=mine)
    await press.answered()

    assert press.text == stage.words["settings.not_yours"]


async def test_no_group_becomes_its_own_desk(stage: Stage) -> None:
    await stage.promoted()
    menu = await stage.chooses(stage.owner)

    press = await stage.owner.forges(f"{Deed.SETTING}:{stage.help.id}.0.desk.{stage.help.id}", on=menu)
    await press.answered()
    line = await stage.ann.asks("/private", to=stage.help)

    assert press.text == stage.words["button.old"]
    assert line.receiver is stage.ann.user


async def in_german(stage: Stage, **texts: str) -> InterfaceWords:
    """Let the bot have some of its words in German too."""
    translated = {key.replace("__", "."): text for key, text in texts.items()}
    german = InterfaceWords(dict(stage.words.texts) | translated)
    wordings = dict(stage.knowledge.wordings) | {"de": german}
    stage.bot.assistant = Assistant(replace(stage.knowledge, wordings=wordings))
    await stage.bot.restart()
    return german


async def test_a_group_can_have_its_line_and_its_door_in_another_language(stage: Stage) -> None:
    german = await in_german(stage, group__line="Weiter geht es privat.", settings__language="Sprache: {language}.")

    menu = await stage.chooses(stage.owner, "settings.change_language")
    line = await stage.ann.asks("/private", to=stage.help)

    assert german.get("settings.language", language="de") in menu.text
    assert line.text == german["group.line"]


@pytest.mark.public
async def test_whatever_is_said_in_a_group_is_said_in_its_language(stage: Stage) -> None:
    await stage.promoted()
    german = await in_german(
        stage,
        reply__decline="Dazu weiß ich nichts.",
        group__not_yours="Diese Knöpfe sind für andere.",
        group__door="Zum privaten Chat",
        status__seen="Jemand hat es gesehen.",
    )
    await stage.chooses(stage.owner, "settings.change_language", "settings.change_where")

    declined = await stage.ann.asks(f"/ask {ELSEWHERE}", to=stage.help)
    answer = await stage.ann.asks(f"/ask {stage.question}", to=stage.help)
    await stage.settled()
    other = next(label for label in answer.labels if label != german["group.door"])
    refused = await stage.presses(stage.bob, other, answer)
    await stage.bob.writes(HEAVY, to=stage.help)
    card = await stage.desk.sees(stage.words["note.emergency"])
    await stage.settled()
    await stage.presses(stage.vera, "desk.claim", card)

    assert declined.text.startswith(german["reply.decline"])
    assert german["group.door"] in answer.labels
    assert refused == german["group.not_yours"]
    assert stage.bob.shown_in(stage.help)[-1].text == german["status.seen"]


async def test_a_desk_has_a_language_of_its_own_whatever_the_persons_is(stage: Stage) -> None:
    german = await in_german(
        stage,
        desk__claim="Übernehmen",
        desk__yours="Gehört dir.",
        card__claimed="{name} kümmert sich.",
        relay__person="Sie schreiben:",
        cases__title="Offene Fälle",
    )
    stage.desk.join(stage.owner.user, "administrator")
    mine = await stage.owner.asks("/settings")
    await stage.presses(stage.owner, "Desk", mine)
    await stage.presses(stage.owner, "settings.change_language", mine)
    await stage.ann.writes(HEAVY)
    await stage.ann.sees(stage.words["status.told_alarm"])
    await stage.settled()
    card = stage.desk.last
    offered = card.labels

    said = await stage.presses(stage.vera, "Übernehmen", card)
    await stage.presses(stage.ann, "button.talk", stage.ann.private.last)
    await stage.ann.writes("thank you for being there")
    passed = await stage.desk.sees("thank you for being there")
    listed = await stage.vera.asks("/cases", to=stage.desk)
    await stage.vera.writes("of course, how are you", to=stage.desk, reply_to=card)
    seen = await stage.ann.sees("of course, how are you")

    assert (offered, said) == (["Übernehmen"], german["desk.yours"])
    assert german.get("card.claimed", name="Veronika") in card.text
    assert passed.text.startswith(german["relay.person"])
    assert listed.text.startswith(german["cases.title"])
    assert seen.text.startswith(stage.words["relay.volunteer"])


async def test_with_one_language_there_is_none_to_choose(stage: Stage) -> None:
    menu = await stage.chooses(stage.owner)

    assert stage.words["settings.change_language"] not in menu.labels


async def test_the_welcomes_button_leads_to_what_the_bot_lacks(stage: Stage) -> None:
    group = await added(stage)

    await stage.presses(stage.owner, "group.settings", group.last)

    for line in ("lacks.whisper", "lacks.sight"):
        assert stage.words[line] in stage.owner.private.last.text


async def test_a_desk_is_set_up_from_its_own_chat_and_told_what_the_bot_lacks_there(stage: Stage) -> None:
    forum = stage.town.group("Desk two", [stage.vera], admins=[stage.owner], forum=True)
    await stage.bot.restart(desk=forum.id)

    await stage.vera.writes("/settings", to=forum)
    await stage.settled()
    nothing = list(forum.messages)
    door = await stage.owner.asks("/settings", to=forum)
    await stage.presses(stage.owner, "group.settings", door)
    menu = await stage.owner.sees(stage.words.get("settings.title", title="Desk two"))

    assert nothing == []
    for line in ("lacks.sight_of_desk", "lacks.topics"):
        assert stage.words[line] in menu.text
    assert stage.words["settings.change_quiet"] in menu.labels
    assert stage.words["settings.change_where"] not in menu.labels
    assert stage.words["settings.where_private"] not in menu.text


async def test_a_change_is_logged_without_what_was_chosen(stage: Stage, capsys: pytest.CaptureFixture[str]) -> None:
    await stage.chooses(stage.owner, "settings.change_where")

    logged = capsys.readouterr().out
    assert "settings changed" in logged
    assert "public" not in logged


async def test_settings_in_private_lists_the_groups_that_one_rules(stage: Stage) -> None:
    await stage.promoted()
    nobody = await stage.bob.asks("/settings")
    mine = await stage.owner.asks("/settings")

    await stage.presses(stage.owner, "Help", mine)

    assert nobody.text == stage.words["settings.none"]
    assert mine.text.startswith(stage.words.get("settings.title", title="Help"))


async def test_the_desk_of_a_group_can_be_another_chat_that_one_rules(stage: Stage) -> None:
    second = stage.town.group("Desk two", [stage.wim], admins=[stage.owner], bot=None)
    await second.adds_bot(by=stage.owner)
    await stage.promoted()
    menu = await stage.chooses(stage.owner, "settings.change_desk")

    await stage.presses(stage.owner, "Desk two", menu)

    assert stage.words.get("settings.desk", desk="Desk two") in menu.text
    await stage.ann.writes("theres so much blood pouring out of my bum", to=stage.help)
    await second.sees(stage.words["card.waiting"].partition(" {")[0])
    assert stage.desk.messages == []
