"""What is kept about somebody: said, handed over as a file, deleted."""

from __future__ import annotations

import json
from functools import partial
from typing import TYPE_CHECKING, Any

from bot.desk.case import Case, Consent
from bot.desk.note import withdrawn
from bot.desk.steps import hand_back
from bot.storage.desk_store import DeskStore
from bot.storage.rows import plain as shown
from bot.telegram.cases.notes import note_page
from bot.telegram.render import plain

if TYPE_CHECKING:
    from telegram import Update

    from bot.storage.store import Store
    from bot.telegram.context import BotContext, Rooms

FILE = "my-data.json"


async def on_privacy(update: Update, context: BotContext) -> None:
    """Say what is kept, for how long, who sees it, and how to have it deleted: /privacy."""
    if update.effective_chat is not None:
        rooms = context.rooms
        text = rooms.words.get("privacy.text", days=rooms.retention.days)
        await rooms.speaker.say(update.effective_chat.id, plain(*text.split("\n\n")))


async def on_mydata(update: Update, context: BotContext) -> None:
    """Hand over everything that is kept about the person, as a file: /mydata."""
    chat, person = update.effective_chat, update.effective_user
    if chat is None or person is None:
        return
    rooms, number = context.rooms, person.id
    kept = await rooms.memory.ask(partial(_about, rooms, number), None)
    if kept is None:
        await rooms.speaker.say(chat.id, plain(rooms.words["error.database"]))
        return
    content = json.dumps(kept, indent=2, ensure_ascii=False).encode()
    await rooms.speaker.hand_over(chat.id, FILE, content, rooms.words["mydata.caption"])


async def _about(rooms: Rooms, person: int, store: Store) -> dict[str, list[dict[str, Any]]]:
    jobs = await rooms.jobs.about(store.connection, person)
    return await store.about(person) | {"jobs": [{name: shown(row[name]) for name in row} for row in jobs]}


async def on_forget(update: Update, context: BotContext) -> None:
    """Delete everything about the person, and take what they agreed to share out of the desk's notes: /forget."""
    chat, person = update.effective_chat, update.effective_user
    if chat is None or person is None:
        return
    rooms, number = context.rooms, person.id
    await _give_back(rooms, number)
    cases = await rooms.memory.ask(lambda store: store.cases_of(number), ())
    passed = await rooms.memory.ask(lambda store: DeskStore(store.connection).at_desks(number), ())
    done = await rooms.memory.tell(partial(_forget, rooms, number))
    await rooms.memory.wipe()
    shared = [case for case in cases if case.consent is not Consent.NONE or case.open]
    said = ("forget.done_and_note" if shared else "forget.done") if done else "error.database"
    await rooms.speaker.say(chat.id, plain(rooms.words[said]))
    for case in shared:
        await _withdraw(rooms, case)
    for pair in passed:
        await rooms.speaker.take_away(pair.to_chat, pair.to_message)


async def _give_back(rooms: Rooms, volunteer: int) -> None:
    """Hand back what somebody has as a volunteer: whoever is forgotten cannot have a case."""
    held = await rooms.memory.ask(lambda store: DeskStore(store.connection).held_by(volunteer), ())
    for case in held:
        patience = rooms.casework.patience(case)
        await rooms.casework.take(case.id, partial(hand_back, volunteer=volunteer, now=rooms.now(), patience=patience))


async def _forget(rooms: Rooms, person: int, store: Store) -> None:
    await store.forget(person)
    await DeskStore(store.connection).forget_volunteer(person)
    await rooms.jobs.forget(store.connection, person)


async def _withdraw(rooms: Rooms, case: Case) -> None:
    await rooms.cards.withdraw(case, partial(note_page, withdrawn(case)))
