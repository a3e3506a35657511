"""What is made up by somebody else gets nobody in: links, presses on the desk's buttons, names that are markup."""

from __future__ import annotations

from base64 import urlsafe_b64decode
from html import escape
from typing import TYPE_CHECKING

from tests.scenarios.desk.test_cards import a_case

if TYPE_CHECKING:
    from tests.scenarios.stage import Stage
    from tests.standin import Message

LINKS = 48  # links, each with 128 bits of chance: that one bit is the same in all of them happens once in 10^12 runs


def token_of(door: Message) -> str:
    """Return what the link of a door carries."""
    url = door.buttons[-1].url
    assert url is not None
    return url.partition("start=")[2]


async def test_all_128_bits_of_a_link_are_chance(stage: Stage) -> None:
    for _ in range(LINKS):
        await stage.ann.writes("/private", to=stage.help)
    await stage.help.sees(lambda _: len(stage.help.messages) == LINKS)

    tokens = {token_of(door).removeprefix("h-") for door in stage.help.messages}
    numbers = [int.from_bytes(urlsafe_b64decode(f"{token}==")) for token in tokens]
    assert len(tokens) == LINKS
    assert {token for token in tokens if len(urlsafe_b64decode(f"{token}==")) != 16} == set()
    assert [bit for bit in range(128) if len({number >> bit & 1 for number in numbers}) == 1] == []


async def test_a_guessed_link_a_digest_and_a_part_of_a_link_open_nothing_and_use_nothing_up(stage: Stage) -> None:
    door = await stage.bob.asks(f"/ask {stage.question}", to=stage.help)
    token = token_of(door)
    ((digest,),) = stage.bot.rows("SELECT token FROM handoffs")
    guesses = [token[:-1], token.lower(), f"{token}A", f"h-{digest}"[:64], "h-", "h-_", "h-" + "A" * 22]

    greetings = {(await stage.ann.asks(f"/start {guess}")).text for guess in guesses}
    stolen = await stage.ann.asks(f"/start {token}")
    opened = await stage.bob.asks(f"/start {token}")

    assert [text for text in greetings | {stolen.text} if stage.answer in text] == []
    assert opened.text.startswith(stage.answer)


async def test_nobody_but_the_desk_can_press_the_desks_buttons_from_wherever(stage: Stage) -> None:
    card = await a_case(stage)
    mine = await stage.bob.asks("hello")
    group = await stage.bob.asks("/private", to=stage.help)
    case = str(card.button(stage.words["desk.claim"]).data).partition(":")[2]
    before = card.text

    for deed in "efrqyszv":
        for value in (case, f"solved.{case}", case[:-1], "", "%", "' OR 1=1 --"):
            for place in (mine, group):
                await stage.bob.forges(f"{deed}:{value}", on=place)
    await stage.settled()

    assert card.text == before
    assert stage.desk.messages == [card]
    assert stage.bot.rows("SELECT stage, volunteer, consent, talking FROM cases") == [("open", None, 0, 0)]


NAMES = ["<b>Vera</b>", '<a href="tg://user?id=1">V</a> & "W"', "</pre><script>alert(1)</script>", "{name} %s {0}"]


async def test_a_name_that_is_markup_is_shown_as_it_is_written(stage: Stage) -> None:
    for name in NAMES:
        stage.vera.user.first_name = name
        card = await a_case(stage)
        answered = await stage.presses(stage.vera, "desk.claim", card)
        late = await stage.presses(stage.wim, "desk.hand_back", card)

        assert answered == stage.words["desk.yours"]
        assert stage.words.get("card.claimed", name=name) in card.text
        assert name in late
        assert escape(name, quote=False) in card.html
        await stage.ann.writes("/stop")
        await stage.settled()


async def test_a_group_whose_title_is_markup_has_settings_all_the_same(stage: Stage) -> None:
    stage.help.chat.title = "<b>Help</b> & <i>{title}</i>"

    menu = await stage.chooses(stage.owner)

    assert stage.help.chat.title in menu.text
