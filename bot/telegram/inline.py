"""Inline mode: topics to send into any chat, never a card about somebody's danger; and a way to go private."""

from __future__ import annotations

from typing import TYPE_CHECKING

from telegram import InlineQueryResultArticle, InlineQueryResultsButton, InputTextMessageContent
from telegram.constants import ParseMode

from bot.assistant.compose import closing_blocks, topic_blocks
from bot.knowledge.model import Level
from bot.telegram.pages import laid_out
from bot.telegram.render import pieces_of
from bot.telegram.sending import PATIENCE
from bot.telegram.speaker import NO_PREVIEW, PRESS_PATIENCE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from telegram import InlineQuery, Update

    from bot.knowledge.model import Topic
    from bot.telegram.context import BotContext, Rooms

OFFERED = 10
PARAMETER = "inline"


async def on_inline(update: Update, context: BotContext) -> None:
    """Offer the topics that fit what was typed; nothing of it is kept, and nobody else is shown the list."""
    if (query := update.inline_query) is None:
        return
    rooms = context.rooms
    danger = rooms.assistant.gist(query.query).level >= Level.EMERGENCY
    button = InlineQueryResultsButton(
        rooms.words["inline.private_now" if danger else "inline.private"], start_parameter=PARAMETER
    )
    results = [] if danger else [_article(rooms, topic) for topic in fitting(rooms, query.query)]
    await _offer(rooms, query, results, button)


def fitting(rooms: Rooms, text: str) -> Iterator[Topic]:
    """Yield the topics that fit a text, best first; without any, those that people browse first."""
    found = rooms.assistant.gist(text).topics if text.strip() else tuple(rooms.knowledge.topics)
    yield from (rooms.knowledge.topics[topic] for topic in found[:OFFERED])


def _article(rooms: Rooms, topic: Topic) -> InlineQueryResultArticle:
    blocks = (*topic_blocks(topic, short=False), *closing_blocks(rooms.knowledge, topic))
    html = laid_out(pieces_of(blocks))[0].html
    content = InputTextMessageContent(html, parse_mode=ParseMode.HTML, link_preview_options=NO_PREVIEW)
    return InlineQueryResultArticle(topic.id, topic.title, content, description=topic.summary)


async def _offer(
    rooms: Rooms, query: InlineQuery, results: list[InlineQueryResultArticle], button: InlineQueryResultsButton
) -> None:
    await rooms.speaker.sender.deliver(
        query.from_user.id,
        "answerInlineQuery",
        lambda: rooms.speaker.bot.answer_inline_query(query.id, results, cache_time=0, is_personal=True, button=button),
        min(PATIENCE, PRESS_PATIENCE),
    )
