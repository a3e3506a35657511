"""Browse the topics by kind, with pages and a way back, by editing one message."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.telegram.answering import Answer, Place, answer, recall, remember, written
from bot.telegram.buttons import Deed, Key, Keyboard, key
from bot.telegram.door import Pressed, pressed
from bot.telegram.render import Outgoing, plain
from bot.telegram.turning import leaf

if TYPE_CHECKING:
    from telegram import Update

    from bot.knowledge.knowledge import Knowledge
    from bot.knowledge.model import Topic
    from bot.telegram.context import BotContext, Rooms

TOPICS_ON_A_PAGE = 7


async def on_topics(update: Update, context: BotContext) -> None:
    """Show the kinds of topics: /topics."""
    if update.effective_chat is not None:
        rooms = context.rooms
        await rooms.speaker.say(update.effective_chat.id, kinds(rooms.knowledge))


async def on_browse(update: Update, context: BotContext) -> None:
    """Show the kinds, or one page of a kind, in place of the message whose button was pressed."""
    if (press := pressed(update)) is None:
        return
    rooms = context.rooms
    kind, _, page = press.value.partition(".")
    known = {topic.kind for topic in rooms.knowledge.topics.values()}
    outgoing = kinds(rooms.knowledge)
    if kind in known:
        outgoing = one_kind(rooms.knowledge, kind, int(page) if page.isdigit() else 0)
    await rooms.speaker.answer_press(press.chat, press.query)
    if _is_browser(press):
        await rooms.speaker.change(press.chat, press.message, outgoing.pages[0].html, outgoing.keyboard)
    else:
        await rooms.speaker.say(press.chat, outgoing)


async def on_open(update: Update, context: BotContext) -> None:
    """Show a topic in place of the list, with a way back."""
    if (press := pressed(update)) is None or (topic := await _topic(context.rooms, press)) is None:
        return
    rooms, place = context.rooms, Place.of(update.update_id, press)
    conversation = await recall(rooms, place)
    what = Answer(rooms.assistant.tell(topic.id, conversation), conversation)
    outgoing = await written(rooms, place, what)
    back = (key(rooms.words["button.back"], Deed.BROWSE, _where(rooms.knowledge, topic)),)
    await rooms.speaker.answer_press(press.chat, press.query)
    await rooms.speaker.change(press.chat, press.message, outgoing.pages[0].html, (*outgoing.keyboard, back))
    await remember(rooms, place, what, press.message)


async def on_topic(update: Update, context: BotContext) -> None:
    """Tell a topic in a message of its own: the answer that offered it stays."""
    if (press := pressed(update)) is None or (topic := await _topic(context.rooms, press)) is None:
        return
    rooms, place = context.rooms, Place.of(update.update_id, press)
    await rooms.speaker.answer_press(press.chat, press.query)
    conversation = await recall(rooms, place)
    await answer(rooms, place, Answer(rooms.assistant.tell(topic.id, conversation), conversation))


async def _topic(rooms: Rooms, press: Pressed) -> Topic | None:
    """Return the topic that a button names; one that is gone is said to be gone."""
    topic = rooms.knowledge.topics.get(press.value)
    if topic is None:
        await rooms.speaker.answer_press(press.chat, press.query, rooms.words["button.old"])
    return topic


def kinds(knowledge: Knowledge) -> Outgoing:
    """Lay out the kinds of topics, in the order of the files."""
    order = dict.fromkeys(topic.kind for topic in knowledge.topics.values())
    rows = tuple((key(knowledge.words[f"kind.{kind}"], Deed.BROWSE, f"{kind}.0"),) for kind in order)
    return plain(knowledge.words["topics.kinds"], keyboard=rows)


def one_kind(knowledge: Knowledge, kind: str, page: int) -> Outgoing:
    """Lay out one page of the topics of a kind; a page that does not exist is the last."""
    topics = [topic for topic in knowledge.topics.values() if topic.kind == kind]
    here = leaf(topics, page, TOPICS_ON_A_PAGE)
    rows = tuple((key(topic.title, Deed.OPEN, topic.id),) for topic in here.shown)
    words = knowledge.words
    title = words.get("topics.page", kind=words[f"kind.{kind}"], page=here.page + 1, pages=here.last + 1)
    title = title if here.last else words.get("topics.one_page", kind=words[f"kind.{kind}"])
    home = (key(words["button.all_topics"], Deed.BROWSE),)
    return plain(title, keyboard=_rows(*rows, here.turning(words, Deed.BROWSE, f"{kind}."), home))


def _rows(*rows: tuple[Key, ...]) -> Keyboard:
    return tuple(row for row in rows if row)


def _is_browser(press: Pressed) -> bool:
    """Whether the message holds nothing but the browser: an answer is never overwritten by a list."""
    deeds = {key.press.deed for row in press.keyboard for key in row if key.press}
    return bool(deeds) and (deeds <= {Deed.BROWSE, Deed.OPEN} or bool(press.asked is None and Deed.ELSE in deeds))


def _where(knowledge: Knowledge, topic: Topic) -> str:
    same = [known.id for known in knowledge.topics.values() if known.kind == topic.kind]
    return f"{topic.kind}.{same.index(topic.id) // TOPICS_ON_A_PAGE}"
