"""The note to the desk as volunteers see it. Pure."""

from __future__ import annotations

from datetime import UTC, tzinfo
from typing import TYPE_CHECKING

from bot.knowledge.model import Level
from bot.telegram.pages import LINE, Page, Piece

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.desk.note import Note
    from bot.knowledge.knowledge import Knowledge


def note_page(note: Note, knowledge: Knowledge, zone: tzinfo | None = UTC) -> Page:
    """Lay out a note on one page, with times in `zone`."""
    if note.withdrawn:
        return Page((Piece(knowledge.words["note.withdrawn"]),))
    return Page(tuple(_head(note, knowledge, zone)))


def _head(note: Note, knowledge: Knowledge, zone: tzinfo | None) -> Iterator[Piece]:
    words = knowledge.words
    yield Piece(words[f"note.{note.pathway or note.level.label}"], "b")
    if note.asked_for and note.level > Level.NONE:
        yield Piece(words["note.asked_for"], gap=LINE)
    if note.flags:
        signs = "; ".join(knowledge.flags[flag].title for flag in note.flags if flag in knowledge.flags)
        yield Piece(words.get("note.signs", signs=signs), gap=LINE)
    yield Piece(words.get("note.country", country=country_name(note.country, knowledge)), gap=LINE)
    yield Piece(words.get("note.time", time=f"{note.opened_at.astimezone(zone):%Y-%m-%d %H:%M %Z}"), gap=LINE)
    if note.link is None:
        yield Piece(words["note.anonymous"])
    else:
        yield Piece(words["note.link"], link=note.link)


def country_name(code: str | None, knowledge: Knowledge) -> str:
    """Return a country's name, or the words for "not known"."""
    names = {place.code: place.name for place in knowledge.places.places}
    return names.get(code or "", knowledge.words["country.unknown"])
