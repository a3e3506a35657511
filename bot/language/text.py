"""A message as folded words, each with its place in the person's own text, cut into sentences and clauses."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence
    from collections.abc import Set as AbstractSet


class Span(NamedTuple):
    """Characters `start` to `end` of the text as written: `text[start:end]` is what they typed."""

    start: int
    end: int


@dataclass(slots=True)  # neither frozen nor a tuple: made, and looked at, many times for each message
class Word:
    """One folded word with its span, and the numbers of the sentence and of the clause that it stands in."""

    form: str
    start: int
    end: int
    sentence: int
    clause: int  # one begins behind a pause or a sentence's end
    comma: bool  # a comma, dash or bracket stands between the word before and this one

    def spelt(self, form: str) -> Word:
        """Return the same word as it is spelt otherwise."""
        return Word(form, self.start, self.end, self.sentence, self.clause, self.comma)


class Text(NamedTuple):
    """A message, folded."""

    written: str
    words: tuple[Word, ...]
    forms: frozenset[str]  # of the words
    questions: frozenset[int]  # sentences that end in a question mark
    foreign: int  # letters of other scripts than Latin
    paragraphs: frozenset[int]  # sentences that begin behind an empty line, or turn to something else
    digits: bool  # whether any number is written with them


# A longer text is read up to here: Telegram's own limit for one message, in characters.
LONGEST = 4096

_APOSTROPHES = "'`\u2018\u2019\u201a\u201b\u02bc\u02b9\u2032\u00b4\uff07"
_LEET = str.maketrans("013457@$", "oieastas")
_TOKEN = re.compile(
    r"(?P<word>[a-z@$][a-z0-9@$]*(?:['*][a-z]+)*)"
    r"|(?P<number>\d+(?:[.,]\d+)?)"
    # The initial of a germ ends no sentence: "C. diff", "E. coli", "H. pylori".
    r"|(?P<initial>\.(?:(?<=\A[ceh]\.)|(?<=[^a-z0-9@$'*][ceh]\.))(?=\s?[a-z]{4}))"
    r"|(?P<stop>[.?!;\n\u2026]+)"
    r"|(?P<pause>[,()\[\]:\u2013\u2014/|]| - )"
    r"|(?P<symbol>[^\x00-\x7f])",
)
_DIGIT = re.compile(r"\d")
_INNER_DIGIT = re.compile(r"[a-z][0134570@$]+[a-z]")
_PLAIN = re.compile(r"[a-z]+(?: [a-z]+)*")
_PLAIN_LINES = re.compile(r"[a-z]+(?:[ \n][a-z]+)*")
_EMPTY_LINE = re.compile(r"\n\s*?\n")
_TURNING = frozenset({"anyway", "anyways", "anyhow", "btw", "ps"})
_THRICE = re.compile(r"([a-z])\1{2,}")


def fold(written: str) -> Text:
    """Return `written` as folded words with spans into it; at most `LONGEST` characters are read.

    Case, accents, apostrophes and zero-width characters are folded away, letters repeated more than three times stand
    three times, and digits that stand for letters ("r4ped") are read as letters. Any string is accepted.
    """
    written = written[:LONGEST]
    lowered, places = (written.lower(), None) if written.isascii() else _plain(written)
    words: list[Word] = []
    questions: set[int] = set()
    sentence = clause = foreign = 0
    comma = False
    for match in _TOKEN.finditer(lowered):
        kind = match.lastgroup
        if kind == "word" or kind == "number":  # noqa: PLR1714 - quicker for each word than a look into a set
            start, end = match.span()
            form = _word(match[0])
            if places is not None:
                start, end = places[start], places[end - 1] + 1
            words.append(Word(form, start, end, sentence, clause, comma))
            comma = False
        elif kind == "pause":
            comma = True
            clause += 1
        elif kind == "stop":
            if words and words[-1].sentence == sentence:
                if "?" in match[0]:
                    questions.add(sentence)
                sentence += 1
                clause += 1
            comma = False
        elif match[0].isalpha():
            foreign += 1
        elif words and words[-1].sentence == sentence and unicodedata.category(match[0]) == "So":
            sentence += 1  # an emoji ends a sentence as a full stop does
            clause += 1
    forms = frozenset([word.form for word in words])
    paragraphs = _paragraphs(written, words, forms)
    digits = _DIGIT.search(lowered) is not None
    return Text(written, tuple(words), forms, frozenset(questions), foreign, paragraphs, digits)


def _paragraphs(written: str, words: Sequence[Word], forms: AbstractSet[str]) -> frozenset[int]:
    """Return the numbers of the sentences that begin behind an empty line, or turn away ("anyway, its raining")."""
    lines = "\n" in written and _EMPTY_LINE.search(written) is not None
    if not lines and _TURNING.isdisjoint(forms):
        return frozenset()
    return frozenset(
        here.sentence
        for before, here in pairwise(words)
        if (here.form in _TURNING and here.sentence != before.sentence)
        or (lines and _EMPTY_LINE.search(written, before.end, here.start))
    )


def fold_phrase(phrase: str) -> tuple[str, ...]:
    """Return the folded words of a phrase of the knowledge folder; most are plain already, which is quick to tell."""
    if _PLAIN.fullmatch(phrase) and not _THRICE.search(phrase):
        return tuple(phrase.split(" "))
    return tuple(_THRICE.sub(r"\1\1", word.form) for word in fold(phrase.replace("-", " ")).words)


def plain_words(phrases: Sequence[str]) -> set[str] | None:
    """Return all words of phrases of the knowledge folder that are folded as they stand; None if one of them is not."""
    whole = "\n".join(phrases)
    return set(whole.split()) if _PLAIN_LINES.fullmatch(whole) and not _THRICE.search(whole) else None


@lru_cache(maxsize=20_000)
def _word(token: str) -> str:
    if token[0].isdigit():
        return token
    if not token.isalpha():
        token = token.replace("'", "").replace("*", "")
        if _INNER_DIGIT.search(token):
            token = token.translate(_LEET)
    return _THRICE.sub(r"\1\1\1", token) if len(token) > 3 else token  # noqa: PLR2004 - three letters cannot be too many


def _plain(written: str) -> tuple[str, list[int]]:
    """Fold other than ASCII text: returns it with, for each folded character, its place in `written`."""
    folded: list[str] = []
    places: list[int] = []
    for index, character in enumerate(written):
        for plain in _fold_character(character):
            folded.append(plain)
            places.append(index)
    return "".join(folded), places


@lru_cache(maxsize=4096)
def _fold_character(character: str) -> str:
    if character < "\x80":
        return character.lower()
    if character in _APOSTROPHES:
        return "'"
    if unicodedata.category(character) in {"Cf", "Mn", "Me", "Sk"}:
        return ""
    decomposed = unicodedata.normalize("NFKD", character).lower()
    plain = "".join(c for c in decomposed if c < "\x80" or not unicodedata.combining(c))
    return _SPECIAL.get(plain, plain)


_SPECIAL = {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ł": "l"}
