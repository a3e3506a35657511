"""What somebody tells of himself and only supposes: "what if i cant pee"."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.language.context.cues import Cue
    from bot.language.text import Word

# Right behind these words he only supposes it.
_WHAT_IF = frozenset(
    {("what", "if"), ("ring", "if"), ("call", "if"), ("phone", "if"), ("back", "if"), ("in", "case")}
).union([("i", "dreamt"), ("i", "dreamed"), ("dreamt", "that"), ("dreamed", "that")])
# What he keeps doing is there all the same.
_GOES_ON_NOW = frozenset(
    {"keep", "keeps", "bleeding", "leaking", "having", "getting", "noticed", "found", "been", "on"}
)
# What somebody is told to do or asked: "what do i do if i cant" asks of what is there.
_TO_RING = frozenset(
    ["ring", "call", "phone", "come", "back", "go", "told", "asked", "asks", "whether", "whenever"]
).union(["id", "dreamt", "dreamed", "suppose", "imagine", "nightmares", "nightmare"])
# So near behind that, and with none of these between, he only supposes it too.
_INSIDE = 4
_BETWEEN = frozenset({"the", "this", "that", "my", "and", "but", "it", "its", "theres", "there", "because", "so"})


def is_supposed(cue: Cue, words: Sequence[Word]) -> bool:
    """Tell whether somebody only supposes to have or feel it: "what if i cant pee". What he keeps doing is there."""
    before = tuple(word.form for word in words[max(0, cue.start - 2) : cue.start])
    return before in _WHAT_IF and words[cue.end - 1].form not in _GOES_ON_NOW


def is_supposed_by(other: Cue, cue: Cue, words: Sequence[Word]) -> bool:
    """Tell whether what somebody tells of himself is only what `other` supposes: "what if one day i cant"."""
    between = words[other.end : cue.start + 1]
    if _TO_RING.isdisjoint(word.form for word in words[other.start : other.end]):
        return False
    if not 0 < len(between) <= _INSIDE or words[cue.end - 1].form in _GOES_ON_NOW:
        return False
    return not any(word.comma or word.form in _BETWEEN for word in between)
