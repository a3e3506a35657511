"""Where a question begins, whether or not a question mark ends it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bot.language.text import Word

_VERBS = frozenset(["is", "are", "do", "does", "can", "could", "will", "would", "may", "might", "must"])
_WH = frozenset({"what", "whats", "which", "why", "how", "when", "where", "who", "whos"})
# So near behind a "what" or "how" a verb stands that makes it a question: "which germs can", "how likely is".
NEAR = 4
ASKS = _VERBS | {"causes", "cause", "counts", "makes", "make", "carry", "should", "many", "has"}
# Behind one of these a verb begins no question: "is always black", "does bleed".
_DROPPED = frozenset(["always", "usually", "still", "now", "just", "so", "very", "really", "not", "all", "also"]).union(
    ["bleeding", "black", "red", "pouring", "coming", "have", "bleed", "leak", "hurt", "get"]
)
# "should" asks in general only of these: "should people bleed".
_FOLK = frozenset(["people", "someone", "somebody", "anyone", "anybody", "patients", "adults", "everyone", "everybody"])
# Only these stand before the question in its clause: "in general can", "curious, do".
_OPENING = frozenset(
    ["so", "and", "but", "also", "or", "hi", "hey", "hello", "ok", "well", "just", "question", "quick", "curious"]
).union(
    ["wondering", "in", "general", "theory", "genuinely", "honestly", "honest", "silly", "daft", "please", "at", "for"]
)


def questions(words: Sequence[Word]) -> Iterator[tuple[int, int]]:
    """Yield where each question begins, at most one in a sentence, and where its sentence ends."""
    head = sentence = -1
    opening = True  # whether a question may still begin
    for at, word in enumerate(words):
        if word.sentence != sentence:
            if head >= 0:
                yield head, at
            head, sentence, opening = -1, word.sentence, True
        elif word.comma:
            opening = True
        if opening and head < 0 and word.form not in _OPENING:
            opening = False
            head = at if _opens(at, words) else -1
    if head >= 0:
        yield head, len(words)


def _opens(at: int, words: Sequence[Word]) -> bool:
    """Tell whether a question begins at word `at`."""
    behind = [word.form for word in words[at + 1 : at + NEAR] if word.sentence == words[at].sentence]
    if not behind or behind[0] in _DROPPED:
        return False
    if words[at].form == "should":
        return behind[0] in _FOLK
    return words[at].form in _VERBS or (words[at].form in _WH and not ASKS.isdisjoint(behind))
