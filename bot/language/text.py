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
    said: tuple[str, ...]  # the form of each word
    forms: frozenset[str]  # of the words
    questions: frozenset[int]  # sentences that end in a question mark
    foreign: int  # letters of other scripts than Latin
    paragraphs: frozenset[int]  # sentences that begin behind an empty line, or turn to something else
    digits: bool  # whether any number is written with them


# What `Text(...)` does beside this takes longer.
_new = tuple.__new__
# A longer text is read up to here: Telegram's own limit for one message, in characters.
LONGEST = 4096

_APOSTROPHES = "'`\u2018\u2019\u201a\u201b\u02bc\u02b9\u2032\u00b4\uff07"
_LEET = str.maketrans("013457@$", "oieastas")
# What stands before a word or number, and that one; at last, what is left. Cut by one call: no word costs a match.
# Weeks and days of a pregnancy are one word: "29+6".
_TOKEN = re.compile(
    r"([^a-z\d@$]*+)"
    r"([a-z@$][a-z0-9@$]*(?:['*][a-z]+)*|(?:[1-4]\d|[4-9])\+[0-6](?!\d)|\d+(?:[.,]\d+)?|\Z)"
)
# Between most words.
_NOTHING = frozenset({" ", ""})
# Between two words without a space it is read as a word: "no blood/fever" has neither.
_SLASH, _OR = "/", "or"
_MARK = re.compile(
    # The initial of a germ ends no sentence: "C. diff", "E. coli", "H. pylori".
    r"(?P<initial>\.(?:(?<=\A[ceh]\.)|(?<=[^a-z0-9@$'*][ceh]\.))(?=\s?[a-z]{4}))"
    r"|(?P<stop>[.?!;\n\u2026]+)"
    # Between figures a stroke is no pause: "8/10" is one score.
    r"|(?P<pause>[,()\[\]:\u2013\u2014|]|/(?!(?<=\d/)\d)| - )"
    r"|(?P<symbol>[^\x00-\x7f])",
)
# Most of the marks that end a sentence, told at a glance, unless a germ's initial may stand before the full stop.
_STOPS = frozenset({". ", "? ", "! ", ".", "?", "!", "\n", "\n\n"})
_GERMS = frozenset({"c", "e", "h"})
# So many letters behind a mark tell whether it is an initial's.
_AHEAD = 5
_DIGIT = re.compile(r"\d")
_INNER_DIGIT = re.compile(r"[a-z][0134570@$]+[a-z]")
_PLAIN = re.compile(r"(?:[a-z]+|\d+)(?: (?:[a-z]+|\d+))*")
_PLAIN_LINES = re.compile(r"(?:[a-z]+|\d+)(?:[ \n](?:[a-z]+|\d+))*")
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
    marks = _Marks(lowered)
    end = sentence = clause = 0
    for between, token in _TOKEN.findall(lowered):
        start, comma = end + len(between), False
        if between == _SLASH and words and _are_words(words[-1].form, token):
            at = end if places is None else places[end]
            words.append(Word(_OR, at, at + 1, sentence, clause, comma))
        elif between not in _NOTHING:
            comma = marks.met(between, end, begun=bool(words) and words[-1].sentence == sentence)
            sentence, clause = marks.sentence, marks.clause
        end = start + len(token)
        if token and places is not None:
            words.append(Word(_word(token), places[start], places[end - 1] + 1, sentence, clause, comma))
        elif token:
            words.append(Word(_word(token), start, end, sentence, clause, comma))
    said = tuple([word.form for word in words])
    forms = frozenset(said)
    paragraphs = _paragraphs(written, words, forms)
    digits = _DIGIT.search(lowered) is not None
    questions = frozenset(marks.questions)
    return _new(Text, (written, tuple(words), said, forms, questions, marks.foreign, paragraphs, digits))


def _are_words(before: str, after: str) -> bool:
    """Tell whether both are words, and no letters of an abbreviation ("y/o", "w/o") or numbers."""
    return len(before) > 1 and len(after) > 1 and before.isalpha() and after.isalpha()


class _Marks:
    """What stands between the words of a text: where its sentences and clauses end."""

    def __init__(self, lowered: str) -> None:
        """Stand at the beginning of `lowered`."""
        self._lowered = lowered
        self.sentence = self.clause = self.foreign = 0
        self.questions: set[int] = set()

    def met(self, between: str, start: int, *, begun: bool) -> bool:
        """Go over what stands from `start` on `between` two words; tell whether there is a comma before the second.

        `begun`: whether the sentence has a word.
        """
        if between == ", ":  # as most marks are
            self.clause += 1
            return True
        if between in _STOPS and not ("." in between and self._lowered[start - 1 : start] in _GERMS):
            return self._stopped(between, begun=begun)
        end = start + len(between)
        comma = False
        for match in _MARK.finditer(self._lowered, start, end + _AHEAD):
            if match.start() >= end:
                break
            kind, mark = match.lastgroup, match[0]
            if kind == "pause":
                comma = True
                self.clause += 1
            elif kind == "stop":
                comma = False
                if begun and "?" in mark:
                    self.questions.add(self.sentence)
                begun = begun and self._ended()
            elif mark.isalpha():
                self.foreign += 1
            elif begun and unicodedata.category(mark) == "So":
                begun = self._ended()  # an emoji ends a sentence as a full stop does
        return comma

    def _stopped(self, mark: str, *, begun: bool) -> bool:
        """Go over a mark that is nothing but a sentence's end; tells that it is no comma."""
        if begun:
            if "?" in mark:
                self.questions.add(self.sentence)
            self._ended()
        return False

    def _ended(self) -> bool:
        """Begin another sentence; tells that it has no word yet."""
        self.sentence += 1
        self.clause += 1
        return False


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
    # To look takes a fraction of the time of putting nothing in the place of nothing.
    return _THRICE.sub(r"\1\1\1", token) if _THRICE.search(token) else token


def _plain(written: str) -> tuple[str, list[int] | None]:
    """Fold other than ASCII text: returns it with, for each folded character, its place in `written`.

    None for the places where each character is folded to one, as in most texts.
    """
    plain = {character: _fold_character(character) for character in set(written)}
    folded = "".join([plain[character] for character in written])
    if all(len(one) == 1 for one in plain.values()):
        return folded, None
    return folded, [index for index, character in enumerate(written) for _ in plain[character]]


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
