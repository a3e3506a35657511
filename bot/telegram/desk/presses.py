"""The buttons of a card: a volunteer takes a step on its case, and hears what came of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.desk import steps
from bot.desk.case import Case, Outcome, Stage
from bot.desk.effects import Answer
from bot.storage.desk_store import DeskStore
from bot.telegram.buttons import Deed, Press
from bot.telegram.cases.card import REASONS, card_buttons, reason_buttons
from bot.telegram.cases.names import first_name
from bot.telegram.company.presses import GroupPress, pressed_in_group

if TYPE_CHECKING:
    from collections.abc import Callable

    from telegram import Update

    from bot.desk.effects import Step
    from bot.telegram.context import BotContext, Rooms


async def on_desk_press(update: Update, context: BotContext) -> None:
    """Take the step that a button of a card asks for; whoever pressed hears what came of it."""
    pressed = pressed_in_group(update)
    if pressed is None or pressed.press is None:
        return
    rooms = context.rooms.among(pressed.chat)
    case = await _case(rooms, pressed)
    if case is None:
        await rooms.speaker.answer_press(pressed.chat, pressed.query, rooms.words["desk.gone"], alert=True)
    elif pressed.press.deed is Deed.RESOLVE:
        await _reasons(rooms, pressed, pressed.press, case)
    else:
        await _answer(rooms, pressed, await rooms.casework.take(case.id, _step(rooms, pressed)))


async def _case(rooms: Rooms, pressed: GroupPress) -> Case | None:
    """Return the case that a button names: its card stands in this chat, or a copy, by which it can be claimed."""
    case_id = pressed.press.value.rpartition(".")[2] if pressed.press else ""
    case = await rooms.memory.ask(lambda store: DeskStore(store.connection).case(case_id), None)
    if case is None or case.note is None:
        return None
    claims = pressed.press is not None and pressed.press.deed is Deed.CLAIM
    may = case.card_in(pressed.chat) is not None if claims else pressed.chat == case.note.chat
    return case if may else None


def _step(rooms: Rooms, pressed: GroupPress) -> Callable[[Case], Step]:
    now, volunteer, press = rooms.now(), pressed.person, pressed.press or Press(Deed.CLAIM)
    if press.deed is Deed.CLAIM:
        return lambda case: steps.claim(case, volunteer, now, pressed.chat)
    if press.deed is Deed.HAND_BACK:
        return lambda case: steps.hand_back(case, volunteer, now, rooms.casework.patience(case))
    reason = press.value.partition(".")[0]
    outcome = Outcome(reason) if reason in {*REASONS, Outcome.UNREACHED} else Outcome.HELPED
    return lambda case: steps.resolve(case, volunteer, outcome, now)


async def _reasons(rooms: Rooms, pressed: GroupPress, press: Press, case: Case) -> None:
    """Show the reasons in place of the buttons, or the buttons again, to whoever has the case."""
    if case.volunteer != pressed.person or case.stage is not Stage.CLAIMED:
        refused = steps.resolve(case, pressed.person, Outcome.HELPED, rooms.now())
        await _answer(rooms, pressed, refused)
        return
    back = press.value.startswith("back.")
    keyboard = (card_buttons if back else reason_buttons)(case, rooms.words)
    await rooms.speaker.answer_press(pressed.chat, pressed.query)
    await rooms.speaker.change_buttons(pressed.chat, pressed.message, keyboard)


async def _answer(rooms: Rooms, pressed: GroupPress, taken: Step | None) -> None:
    if taken is None:
        await rooms.speaker.answer_press(pressed.chat, pressed.query, rooms.words["error.press"], alert=True)
        return
    text = await said_of(rooms, taken)
    await rooms.speaker.answer_press(
        pressed.chat, pressed.query, text, alert=taken.answer in {Answer.TAKEN, Answer.OVER}
    )


async def said_of(rooms: Rooms, taken: Step) -> str:
    """Say what came of a step: who has the case, or how it ended."""
    words, case = rooms.words, taken.case
    if taken.answer is Answer.OVER:
        return words[f"card.over_{case.outcome}"]
    if taken.answer is not Answer.TAKEN:
        return words[f"desk.{taken.answer}"]
    name = await first_name(rooms.speaker.bot, case.note.chat, case.volunteer) if case.note is not None else None
    return words.get("desk.taken", name=name or words["card.somebody"])
