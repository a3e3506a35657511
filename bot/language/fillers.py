"""Small words that a phrase passes over in a text, and what that costs it."""

from __future__ import annotations

# Left out of phrases, so that "blood in my stool", "blood in the stool" and "blood in stool" are one.
ARTICLES = frozenset(["my", "the", "a", "an", "his", "her", "their", "your", "our"])
# What gives weight to what is said, or takes some: it may stand inside any phrase of the text ("i want to just die").
_WEIGHTS = frozenset(
    ["really", "just", "literally", "actually", "basically", "honestly", "totally", "completely", "absolutely", "like"]
).union(
    ["seriously", "definitely", "truly", "genuinely", "fucking", "even", "kinda", "sorta", "um", "erm", "tbh", "lol"]
)
# May stand inside what tells of something, but not in a look-alike: "end it now with her" is no "end it with her".
_TIMES = frozenset(["now", "also"])
# May stand inside a phrase that is not strict. Never "bloody": it may be the sign itself.
FILLERS = (
    ARTICLES
    | _WEIGHTS
    | _TIMES.union(
        ["this", "that", "these", "those", "some", "any", "it", "its", "very", "so", "bit"],
        ["all", "proper", "dead", "well", "right", "own", "pretty", "quite", "fairly"],
    )
)
MOST_FILLERS = 2
# What passing over a word adds to a path: how many there were, and above that, that nothing strict may end there, or
# nothing but what tells of something.
_PASSED, LOOSELY, IN_TIME = 1, 16, 256


def passing(form: str) -> int:
    """Return what passing over a word adds to a path; 0 for one that no phrase passes over."""
    if form not in FILLERS:
        return 0
    if form in _WEIGHTS:
        return _PASSED
    return _PASSED + (IN_TIME if form in _TIMES else LOOSELY)
