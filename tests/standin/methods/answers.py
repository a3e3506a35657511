"""Methods that answer a press on a button or an inline query."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.standin.content import text_of
from tests.standin.params import Params
from tests.standin.refusal import QUERY_TOO_OLD, bad_request

if TYPE_CHECKING:
    from tests.standin.world import World

CALLBACK_TEXT = 200  # characters; Bot API, answerCallbackQuery
CALLBACK_SECONDS = 15  # Telegram says "soon"; about this long is seen
INLINE_RESULTS = 50  # Bot API, answerInlineQuery
RESULT_ID_BYTES = 64  # Bot API, InlineQueryResultArticle


def answer_callback_query(world: World, params: Params) -> bool:
    """Answer answerCallbackQuery."""
    press = world.presses.get(params.text("callback_query_id"))
    if press is None or world.clock.now() - press.at > CALLBACK_SECONDS:
        raise bad_request(QUERY_TOO_OLD)
    if len(params.text("text")) > CALLBACK_TEXT:
        raise bad_request("MESSAGE_TOO_LONG")
    url = params.text("url")
    if url and not url.startswith(
        (f"https://t.me/{world.bot.user.username}?start=", f"t.me/{world.bot.user.username}")
    ):
        raise bad_request("URL_INVALID")
    press.is_answered, press.text, press.alert = True, params.text("text"), params.flag("show_alert")
    press.url = url
    world.changed.ring()
    return True


def answer_inline_query(world: World, params: Params) -> bool:
    """Answer answerInlineQuery."""
    query = world.inline_queries.get(params.text("inline_query_id"))
    if query is None or query.is_answered:
        raise bad_request(QUERY_TOO_OLD)
    query.results = _results(world, params)
    query.is_answered, query.personal = True, params.flag("is_personal")
    cache_time = params.number("cache_time")
    query.cache_time = 300 if cache_time is None else cache_time
    query.button = params.object("button", "inline query results button")
    query.next_offset = params.text("next_offset")
    world.changed.ring()
    return True


def _results(world: World, params: Params) -> list[dict[str, Any]]:
    results = params.array("results", "inline query results")
    if len(results) > INLINE_RESULTS:
        raise bad_request("RESULTS_TOO_MUCH")
    identities = [str(result.get("id", "")) for result in results]
    if not all(1 <= len(identity.encode()) <= RESULT_ID_BYTES for identity in identities):
        raise bad_request("RESULT_ID_INVALID")
    if len(set(identities)) < len(identities):
        raise bad_request("RESULT_ID_DUPLICATE")
    for result in results:
        _check(world, result)
    return results


def _check(world: World, result: dict[str, Any]) -> None:
    if result.get("type") != "article":
        return
    if not result.get("title"):
        raise bad_request("can't parse inline query result: Can't find field \"title\"")
    content = result.get("input_message_content")
    if not isinstance(content, dict):
        raise bad_request("can't parse inline query result: Can't find field \"input_message_content\"")
    text_of(world, Params({**content, "text": content.get("message_text", "")}, {}))
