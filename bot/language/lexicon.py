"""Phrases of the knowledge folder found in a text: one walk over its words, the longest first."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING, Any, NamedTuple

from bot.language.text import fold_phrases
from bot.language.vocabulary import stem

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from bot.language.vocabulary import Meant

# A node maps each edge to the next node, and _PAYLOAD to the patterns that end here.
Node = dict[str, Any]
_PAYLOAD = "\0"
# Left out of phrases, so that "blood in my stool", "blood in the stool" and "blood in stool" are one.
_ARTICLES = frozenset(["my", "the", "a", "an", "his", "her", "their", "your", "our"])
# May stand inside a phrase of the text without changing it. Never "bloody": it may be the sign itself.
FILLERS = _ARTICLES.union(
    ["this", "that", "these", "those", "some", "any", "it", "its", "really", "very", "so", "just", "like", "bit"],
    ["fucking", "literally", "all"],
)
_MOST_FILLERS = 2


class Role(IntEnum):
    """What a phrase is for."""

    CONCEPT = 0
    CUE = 1
    FLAG = 2
    IDIOM = 3
    LOOKALIKE = 4
    SOFT = 5


@dataclass(frozen=True, slots=True)
class Pattern:
    """A phrase's meaning: the id of a concept, cue, flag or idiom; `strict` allows no word in between."""

    role: Role
    id: str
    strict: bool = False
    exact: bool = False
    level: str = ""


class Found(NamedTuple):
    """A pattern met at words `start` to `end` (exclusive)."""

    pattern: Pattern
    start: int
    end: int


class Trie:
    """Phrases by their words; an edge is a stem, or "=" and the word itself where only the word as written counts."""

    def __init__(self) -> None:
        """Start with no phrases."""
        self._root: Node = {}
        # Phrases by their first edge, put into the trie when a text first has that word: most texts need few of them.
        self._waiting: dict[str, list[tuple[tuple[str, ...], Pattern]]] = {}
        self.forms: set[str] = set()

    def add(self, phrases: Sequence[str], pattern: Pattern) -> set[str]:
        """Add `phrases`, and the joined spelling of those written with a hyphen; returns their words."""
        added: set[str] = set()
        joined = [phrase.replace("-", "") for phrase in phrases if "-" in phrase]
        for forms in (*fold_phrases(phrases), *fold_phrases(joined)):
            if not pattern.strict and len(forms) > 1 and not _ARTICLES.isdisjoint(forms):
                forms = tuple(form for form in forms if form not in _ARTICLES) or forms  # noqa: PLW2901 - the same phrase
            if forms:
                added.update(forms)
                self._waiting.setdefault(_edge(forms[0], pattern), []).append((forms, pattern))
        self.forms |= added
        return added

    def _grown(self, edge: str) -> bool:
        """Tell whether phrases begin with `edge`; from now on they stand in the trie."""
        if (waiting := self._waiting.get(edge)) is not None:
            # Whole before it is hung up: who reads at the same time sees all of it or builds the same.
            self._root[edge] = _branch(waiting)
            self._waiting.pop(edge, None)
        return edge in self._root

    def find(self, words: Sequence[Meant], sentences: Sequence[int]) -> list[Found]:
        """Return every phrase met, within one sentence each; overlaps are the caller's to settle."""
        found: list[Found] = []
        ends = {sentence: at + 1 for at, sentence in enumerate(sentences)}
        for start, word in enumerate(words):
            stemmed, exact = self._grown(word.stem), self._grown("=" + word.form)
            if stemmed or exact:
                found += self._from(words, start, ends[sentences[start]])
        return found

    def _from(self, words: Sequence[Meant], start: int, end: int) -> Iterator[Found]:
        """Yield each phrase that begins at word `start`, following the edges up to the sentence's end."""
        paths: list[tuple[Node, int, int]] = [(self._root, start, 0)]
        while paths:
            node, at, skipped = paths.pop()
            if at == end:
                continue
            word = words[at]
            for edge in (word.stem, "=" + word.form):
                child = node.get(edge)
                if child is not None:
                    ends = child.get(_PAYLOAD, ())
                    yield from (Found(pattern, start, at + 1) for pattern in ends if not (pattern.strict and skipped))
                    paths.append((child, at + 1, skipped))
            if at > start and skipped < _MOST_FILLERS and word.form in FILLERS and len(node) > (_PAYLOAD in node):
                paths.append((node, at + 1, skipped + 1))


def _edge(form: str, pattern: Pattern) -> str:
    return "=" + form if pattern.exact or pattern.strict else stem(form)


def _branch(phrases: Iterable[tuple[tuple[str, ...], Pattern]]) -> Node:
    """Return the node behind the edge with which all of `phrases` begin."""
    branch: Node = {}
    for forms, pattern in phrases:
        node = branch
        for form in forms[1:]:
            node = node.setdefault(_edge(form, pattern), {})
        patterns = node.setdefault(_PAYLOAD, [])
        if pattern not in patterns:
            patterns.append(pattern)
    return branch


def longest(found: list[Found], taken: bytearray) -> list[Found]:
    """Return the longest of overlapping finds, the first of equals; marks their words in `taken`, skips marked ones."""
    kept: list[Found] = []
    for item in sorted(found, key=lambda f: (f.start - f.end, f.start)):
        start, end = item.start, item.end
        if not any(taken[start:end]) or any(k.start == start and k.end == end for k in kept):
            kept.append(item)
            taken[start:end] = b"\x01" * (end - start)
    return sorted(kept, key=lambda f: f.start)
