"""The {placeholders} of texts: each must be a plain name that somebody fills."""

from __future__ import annotations

from string import Formatter
from typing import TYPE_CHECKING

from bot.knowledge.faults import Complaint, KnowledgeError, Place
from bot.knowledge.shapes import did_you_mean
from bot.knowledge.source import read

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from bot.knowledge.draft import Draft
    from bot.knowledge.model import RedFlag

NUMBERS = frozenset({"number", "advice", "crisis", "hospital"})
NONE: frozenset[str] = frozenset()


def complaints_of_placeholders(draft: Draft, shipped: Path | None) -> Iterator[Complaint]:
    """Yield the texts whose {placeholders} nobody would fill.

    `shipped`: the folder whose interface words these must answer to, key by key; None if these are the ones shipped.
    """
    for place, flag in draft.lists["flags"].entries:
        yield from _of_flag(place, flag)
    if (soft := draft.singles["soft_signals"]) is not None:
        for number, text in enumerate(soft.say):
            yield from _unfilled(Place("soft_signals.yaml", ("say", number)), text, NUMBERS)
        for at, question in enumerate(soft.also):
            for number, text in enumerate(question.say):
                yield from _unfilled(Place("soft_signals.yaml", ("also", at, "say", number)), text, NUMBERS)
    for place, language in draft.lists["languages"].entries:
        yield from _unfilled(place.at("say"), language.say, frozenset({"number"}))
    if draft.singles["words"] is not None:
        yield from _words(draft.singles["words"], shipped)
        for code, texts in draft.wordings.items():
            yield from _translated(f"words.{code}.yaml", texts, draft.singles["words"])


def _of_flag(place: Place, flag: RedFlag) -> Iterator[Complaint]:
    yield from _unfilled(place.at("title"), flag.title, NONE)
    yield from _unfilled(place.at("ask"), flag.ask or "", NONE)
    for level, said in flag.say.items():
        for at, text in enumerate(said):
            yield from _unfilled(place.at("say", level, at), text, NUMBERS)


def _unfilled(place: Place, text: str, known: frozenset[str]) -> Iterator[Complaint]:
    names = placeholders(text)
    if names is None:
        yield Complaint(place, "has a { or } that opens or closes nothing, or more than a name in it", "write {name}")
        return
    for name in sorted(names - known):
        remedy = did_you_mean(name, known) if known else "take it out: nothing is filled in here"
        yield Complaint(place, f"nothing fills {{{name}}}", remedy)


def placeholders(text: str) -> frozenset[str] | None:
    """Return the names in braces; None if a brace is left open or holds more than a plain name."""
    if "{" not in text and "}" not in text:
        return frozenset()
    try:
        parts = list(Formatter().parse(text))
    except ValueError:
        return None
    named = [part for part in parts if part[1] is not None]
    if any(not name.isidentifier() or how or conversion for _, name, how, conversion in named if name is not None):
        return None
    return frozenset(str(name) for _, name, _, _ in named)


def _words(words: Mapping[str, str], shipped: Path | None) -> Iterator[Complaint]:
    expected = _shipped_words(shipped) if shipped else words
    for key, text in words.items():
        place = Place("words.yaml", (key,))
        if key not in expected:
            yield Complaint(place, "no such text", did_you_mean(key, expected))
        else:
            yield from _unfilled(place, text, placeholders(expected[key]) or NONE)
    for key in expected.keys() - words.keys():
        yield Complaint(
            Place("words.yaml", (key,)), "is missing", "copy it from the words.yaml that came with the program"
        )


def _translated(file: str, texts: Mapping[str, str], english: Mapping[str, str]) -> Iterator[Complaint]:
    """Yield what does not answer to the English words; what is missing is said in English."""
    for key, text in texts.items():
        if key not in english:
            yield Complaint(Place(file, (key,)), "no such text", did_you_mean(key, english))
        else:
            yield from _unfilled(Place(file, (key,)), text, placeholders(english[key]) or NONE)


def _shipped_words(shipped: Path) -> Mapping[str, str]:
    try:
        value = read(shipped, "words.yaml").value
    except KnowledgeError:
        return {}
    return {key: str(text) for key, text in value.items()} if isinstance(value, dict) else {}
