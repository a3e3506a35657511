"""The country that somebody chose, and its numbers. Nothing is guessed from a number, a name or a language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.assistant.compose import numbers
from bot.telegram.answering import Place, recall
from bot.telegram.buttons import Deed, Keyboard, key
from bot.telegram.door import Pressed, pressed
from bot.telegram.pages import Piece, laid_out
from bot.telegram.render import Outgoing, pieces_of, plain
from bot.telegram.turning import in_rows, leaf

if TYPE_CHECKING:
    from telegram import Update

    from bot.assistant.conversation import Conversation
    from bot.assistant.reply import Block
    from bot.knowledge.knowledge import Knowledge
    from bot.telegram.context import BotContext, Rooms

COUNTRIES_ON_A_PAGE = 12
IN_A_ROW = 2


async def on_country_command(update: Update, context: BotContext) -> None:
    """Ask for the country: /country."""
    if update.effective_chat is not None:
        rooms = context.rooms
        await rooms.speaker.say(update.effective_chat.id, which_country(rooms.knowledge, 0))


async def on_emergency(update: Update, context: BotContext) -> None:
    """Say the numbers: /emergency."""
    chat, person = update.effective_chat, update.effective_user
    if chat is None or person is None:
        return
    rooms = context.rooms
    conversation = await recall(rooms, Place(update.update_id, chat.id, person.id, None))
    await rooms.speaker.say(chat.id, emergency(rooms.knowledge, conversation.country))


async def on_countries(update: Update, context: BotContext) -> None:
    """Show the countries: below an answer in a new message, in the list itself by turning the page."""
    if (press := pressed(update)) is None:
        return
    rooms = context.rooms
    await rooms.speaker.answer_press(press.chat, press.query)
    if press.value.isdigit():
        outgoing = which_country(rooms.knowledge, int(press.value))
        await rooms.speaker.change_buttons(press.chat, press.message, outgoing.keyboard)
    else:
        await rooms.speaker.say(press.chat, which_country(rooms.knowledge, 0), press.asked)


async def on_country(update: Update, context: BotContext) -> None:
    """Keep the country, and say at once what it changes: the card again, with its numbers."""
    if (press := pressed(update)) is None:
        return
    rooms, place = context.rooms, Place.of(update.update_id, press)
    known = {place.code for place in rooms.knowledge.places.places}
    country = press.value if press.value in known else None
    now = rooms.now()
    await rooms.memory.tell(lambda store: store.choose_country(place.person, country, now))
    await rooms.speaker.answer_press(press.chat, press.query)
    conversation = await recall(rooms, place)
    outgoing = await _card_again(rooms, press, conversation) or chosen(rooms.knowledge, country)
    await rooms.speaker.change(press.chat, press.message, outgoing.pages[0].html, outgoing.keyboard)


async def _card_again(rooms: Rooms, press: Pressed, conversation: Conversation) -> Outgoing | None:
    """Return the safety card of the message that the list answers, if it had one, with the numbers now known."""
    blocks = _card_of_words(rooms, press, conversation) or await _card_of_answers(rooms, press, conversation)
    if not blocks:
        return None
    again = key(rooms.words["button.other_country"], Deed.COUNTRIES)
    return Outgoing(laid_out(pieces_of(blocks)), ((again,),))


def _card_of_words(rooms: Rooms, press: Pressed, conversation: Conversation) -> tuple[Block, ...]:
    reply = rooms.assistant.reply(press.words, conversation) if press.words else None
    return reply.safety if reply and reply.red_flags else ()


async def _card_of_answers(rooms: Rooms, press: Pressed, conversation: Conversation) -> tuple[Block, ...]:
    """Return the card for flags that a button confirmed: they do not stand in the person's words."""
    asked = press.asked or 0
    earlier = await rooms.memory.ask(lambda store: store.answers_to(press.chat, asked), ()) if asked else ()
    levels = {flag: answered.level for answered in earlier for flag in answered.flags}
    known = [(flag, level) for flag, level in levels.items() if flag in rooms.knowledge.flags]
    known.sort(key=lambda pair: -pair[1])
    return rooms.assistant.safety_card(known, conversation)


def which_country(knowledge: Knowledge, page: int) -> Outgoing:
    """Lay out a page of the countries, by name."""
    places = sorted(knowledge.places.places, key=lambda place: place.name)
    here = leaf(places, page, COUNTRIES_ON_A_PAGE)
    rows = [*in_rows([key(place.name, Deed.COUNTRY, place.code) for place in here.shown], IN_A_ROW)]
    rows.append(here.turning(knowledge.words, Deed.COUNTRIES, ""))
    rows.append((key(knowledge.words["button.no_country"], Deed.COUNTRY),))
    return plain(knowledge.words["country.which"], keyboard=tuple(row for row in rows if row))


def chosen(knowledge: Knowledge, country: str | None) -> Outgoing:
    """Say which country was chosen, and its numbers."""
    names = {place.code: place.name for place in knowledge.places.places}
    words = knowledge.words
    said = words.get("country.chosen", country=names[country]) if country else words["country.none"]
    lines = emergency(knowledge, country)
    return Outgoing(laid_out([Piece(said, "b"), *lines.pages[0].pieces]), lines.keyboard)


def emergency(knowledge: Knowledge, country: str | None) -> Outgoing:
    """Say the numbers of a country, or how to find them."""
    words, filled = knowledge.words, numbers(knowledge, country)
    place = next((place for place in knowledge.places.places if place.code == country), None)
    lines = [Piece(words.get("emergency.ambulance", **filled), "b")]
    if place is None and knowledge.places.unknown.hint:
        lines.append(Piece(knowledge.places.unknown.hint, gap="\n"))
    if place is not None and place.alternatives:
        lines.append(Piece(words.get("emergency.alternatives", alternatives=", ".join(place.alternatives)), gap="\n"))
    lines.append(Piece(words.get("emergency.advice", **filled)))
    lines.append(Piece(words.get("emergency.crisis", **filled)))
    if place is not None:
        checked = f"{place.checked:%d %b %Y}".lstrip("0")
        lines.append(Piece(words.get("emergency.source", source=place.source, checked=checked), "i"))
    label = "button.country" if place is None else "button.other_country"
    return Outgoing(laid_out(lines), ((key(words[label], Deed.COUNTRIES),),))


def crisis_line(knowledge: Knowledge, country: str | None, *, desk: bool) -> Outgoing:
    """Say the crisis line, with the way to a person."""
    words = knowledge.words
    row = [key(words["button.country" if country is None else "button.other_country"], Deed.COUNTRIES)]
    row += [key(words["button.person"], Deed.PERSON)] if desk else []
    keyboard: Keyboard = (tuple(row),)
    return plain(words.get("crisis.line", **numbers(knowledge, country)), keyboard=keyboard)


async def on_crisis(update: Update, context: BotContext) -> None:
    """Show the crisis line that stood behind a button."""
    if (press := pressed(update)) is None:
        return
    rooms = context.rooms
    await rooms.speaker.answer_press(press.chat, press.query)
    conversation = await recall(rooms, Place.of(update.update_id, press))
    outgoing = crisis_line(rooms.knowledge, conversation.country, desk=rooms.escalation is not None)
    await rooms.speaker.say(press.chat, outgoing, press.asked)
