"""Messages as long as Telegram allows, each made to cost a reader as much as it can."""

from __future__ import annotations

from itertools import cycle, islice, pairwise
from random import Random
from typing import TYPE_CHECKING

from bot.language.text import LONGEST

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.knowledge.knowledge import Knowledge


def hostile(knowledge: Knowledge) -> dict[str, str]:
    """Return texts of `LONGEST` characters by the name of what is nasty about them."""
    chance = Random(3)  # noqa: S311 - noise
    aliases = [alias for concept in knowledge.concepts.values() for alias in (*concept.words, *concept.exact)]
    phrases = [phrase for flag in knowledge.flags.values() for some in flag.phrases.values() for phrase in some]
    cues = [words for rule in knowledge.context_rules for words in rule.words]
    fires = [text for flag in knowledge.flags.values() for rule in flag.rules for text in rule.fires]
    chance.shuffle(aliases)
    chance.shuffle(fires)
    letters = "abcdefghijklmnopqrstuvwxyz"
    return {
        "sentences that name a danger": _long(fires, ". "),
        "the same without a stop": _long(fires),
        "one concept over and over": _long(["blood"]),
        "all concepts in a row": _long(aliases),
        "all concepts in one sentence, no stops": _long(
            ["blood", "stool", "bottom", "pain", "fever", "numb", "bladder"]
        ),
        "all red-flag phrases": _long(phrases, ". "),
        "denials and signs in turn": _long(_alternate(cues, ["blood", "fever", "pain"])),
        "a date and its end in turn": _long(["in 2014 i bled", "im 51 and well"], ". "),
        "denials of denials": _long(["not a day that i dont bleed", "never a poo without blood"], ", "),
        "every word misspelt": _long([alias.replace("e", "w", 1) for alias in aliases if len(alias) > 6]),  # noqa: PLR2004
        "long unknown words": _long(["".join(chance.choices(letters, k=14)) for _ in range(400)]),
        "one word of 4,096 letters": "".join(chance.choices(letters, k=LONGEST)),
        "one letter 4,096 times": "b" * LONGEST,
        "words run together": _long([left + right for left, right in pairwise(aliases) if " " not in left + right]),
        "fillers inside a phrase": _long(["blood", "in", "the", "my", "a", "this"]),
        "a sentence for each word": _long(["blood", "faint", "pus", "fever"], ". "),
        "numbers and units": _long([f"{number} times a day for {number} weeks" for number in range(1, 60)]),
        "letters of other scripts": _long(["кровь", "dolor", "血", "ду́ша", "ﬀ", "🩸"]),
        "signs and digits": "".join(chance.choices("0134570@$*'’.,!?()-", k=LONGEST)),
    }


def _long(pieces: Iterable[str], joint: str = " ") -> str:
    text, whole = [], 0
    for piece in cycle(pieces):
        text.append(piece)
        whole += len(piece) + len(joint)
        if whole >= LONGEST + len(joint):
            return joint.join(text)[:LONGEST]
    return ""


def _alternate(first: list[str], second: list[str]) -> list[str]:
    return [word for pair in zip(first, islice(cycle(second), len(first)), strict=True) for word in pair]
