"""What can be sent: lengths as Telegram counts them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.knowledge.faults import Complaint, Place
from bot.knowledge.model import Bullets

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from bot.knowledge.draft import Draft
    from bot.knowledge.model import Article, Topic

MESSAGE_UNITS = 4096  # UTF-16 units after entities; Bot API, sendMessage
BUTTON_UNITS = 80  # UTF-16 units; ours, Telegram names no limit: two lines on a phone
# What interface words are for, by the beginning of their keys; the first that fits holds. Bot API: setMyDescription,
# setMyShortDescription, BotCommand, answerCallbackQuery.
WORDS = {
    "menu.description": (512, "the bot's description"),
    "menu.short_description": (120, "the bot's short description"),
    "menu.": (256, "a command in the menu"),
    "press.": (200, "an answer to a press"),
    "button.": (BUTTON_UNITS, "a button"),
    "": (MESSAGE_UNITS, "a message"),
}
_BETWEEN = 4  # units that a line costs around its words: an empty line, a bullet


def units(text: str) -> int:
    """Count UTF-16 units, Telegram's measure: an emoji outside the basic plane counts 2."""
    return len(text) if text.isascii() else len(text) + sum(character > "\uffff" for character in text)


def complaints_of_length(draft: Draft) -> Iterator[Complaint]:
    """Yield the texts that one message or one button would not take."""
    article = draft.singles["article"]
    for place, topic in draft.lists["topics"].entries:
        yield from _too_long(place.at("excerpt"), _reply(topic, article), MESSAGE_UNITS, "the whole reply")
        yield from _too_long(place.at("title"), [topic.title], BUTTON_UNITS, "a button")
    for place, flag in draft.lists["flags"].entries:
        for level, said in flag.say.items():
            card = [*said, flag.title, flag.ask or ""]
            yield from _too_long(place.at("say", level), card, MESSAGE_UNITS, "the safety card")
    if (places := draft.singles["places"]) is not None:
        for at, country in enumerate(places.places):
            name = Place("places.yaml", ("places", at, "name"))
            yield from _too_long(name, [country.name], BUTTON_UNITS, "a button")
    yield from _of_words(draft)


def _reply(topic: Topic, article: Article | None) -> list[str]:
    """Return all that is said with a topic."""
    parts = [line for part in topic.excerpt for line in (part.bullets if isinstance(part, Bullets) else (part,))]
    around = [article.title, article.disclaimer] if article else []
    return [topic.title, topic.summary, *parts, topic.guard or "", topic.source.section, *around]


def _of_words(draft: Draft) -> Iterator[Complaint]:
    for key, text in (draft.singles["words"] or {}).items():
        most, what = next(limit for prefix, limit in WORDS.items() if key.startswith(prefix))
        yield from _too_long(Place("words.yaml", (key,)), [text], most, what)


def _too_long(place: Place, texts: Iterable[str], most: int, what: str) -> Iterator[Complaint]:
    said = list(filter(None, texts))
    length = sum(map(units, said)) + _BETWEEN * (len(said) - 1)
    if length > most:
        yield Complaint(
            place, f"{what} takes {length} UTF-16 units, {most} are allowed", f"shorten it by {length - most}"
        )
