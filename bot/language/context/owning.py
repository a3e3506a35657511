"""What was only named is somebody's after all, says the sentence behind: "can piles bleed? mine do since noon"."""

from __future__ import annotations

from bisect import bisect_left
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING

from bot.language.context.kinds import PAPER_KEPT

if TYPE_CHECKING:
    from collections.abc import Sequence
    from collections.abc import Set as AbstractSet

    from bot.language.context.cues import Cue
    from bot.language.text import Word

# A short sentence that owns what was named before: one word of each, none of the rest.
_SHORT = 9
_NAMED = frozenset(["it", "its", "that", "thats", "this", "them", "those", "both", "mine", "mines", "same"])
_HAS = frozenset(
    ["have", "has", "had", "ive", "hes", "shes", "theyve", "got", "having", "started", "came", "began"]
).union(
    ["happening", "happened", "here", "since", "today", "yesterday", "tonight", "now", "hours", "days"],
    ["stop", "stopped", "stopping"],
)
# "mine is", "mine wont".
_MINE = frozenset({"mine", "mines"})
_DOES = frozenset({"is", "has", "have", "does", "do", "did", "was", "wont", "started", "keeps", "went", "been", "goes"})
_OF_ME = frozenset({"me", "him", "her", "us"})
_NOT_OWNED = frozenset(
    ["no", "not", "never", "none", "neither", "didnt", "havent", "isnt", "dont", "doesnt", "hasnt"]
).union(
    ["wasnt", "hadnt", "fine", "nothing", "without", "hope", "if", "read", "heard"],
    ["years", "year", "ago", "know", "brown", "clear", "gone", "healed", "only", "luckily", "thankfully"],
    ["wore", "faded", "settled", "cleared", "vanished", "resolved", "subsided", "passed"],
)
_ENDLESS = frozenset({"stop", "stopped", "stopping"})
# Behind "it has" or the like something else is named.
_SOMETHING = frozenset({"a", "an", "the", "no", "some", "my"})
# The sentence behind goes on to somebody with one of the first, and tells of something there by one of the others.
_GOES_ON = frozenset(
    ["mine", "mines", "its", "it", "they", "theyve", "theyre", "hers", "started", "happened", "began", "i", "im"]
).union(["ive", "me", "my", "he", "hes", "his", "she", "shes", "her", "been", "had", "got"])
_WHEN = frozenset(["day", "days", "week", "weeks", "month", "months", "hour", "hours", "minutes", "twice"]).union(
    ["morning", "night", "exactly", "ago", "worse", "keeps", "just", "took", "taken", "taking", "swallowed"]
)
# What tells by itself of something there.
_AT_THE_MOMENT = frozenset({"today", "yesterday", "tonight", "since", "now", "lately", "still", "again"})
# "thats me", "so is mine", "this is my mum".
_IS_SO = frozenset({"thats", "that", "this", "so", "same", "exactly", "both", "all"})
_ME = frozenset({"me", "mine", "him", "her", "us", "my", "i", "ive", "im"})
_FINE = frozenset({"fine", "healthy", "curious", "interest"})


class Owning:
    """Behind which sentences somebody says to have what they name; looked at once, and only if a rule wants to know."""

    def __init__(self, words: Sequence[Word], cues: Sequence[Cue]) -> None:
        """Take the words of the message, and all cues."""
        self._words = words
        self._cues = cues

    def takes_back(self, cue: Cue) -> bool:
        """Tell whether the sentence behind that of `cue` says that somebody has what it speaks of."""
        return self._words[cue.start].sentence in self._owned

    @cached_property
    def _owned(self) -> set[int]:
        owned: set[int] = set()
        words, first = self._words, 0
        kept = {words[cue.start].sentence for cue in self._cues if cue.rule.id == PAPER_KEPT}
        for last in range(1, len(words) + 1):
            if last < len(words) and words[last].sentence == words[first].sentence:
                continue
            short = first > 0 and last - first <= _SHORT and words[first].sentence not in kept
            if short and _owns([word.form for word in words[first:last]]):
                owned.add(words[first - 1].sentence)
            first = last
        return owned


def _owns(forms: Sequence[str]) -> bool:
    """Tell whether a sentence owns what was named before: "ive had it since noon"; not "it has a nice smell"."""
    said = set(forms)
    if not _NOT_OWNED.isdisjoint(said) and _ENDLESS.isdisjoint(said):
        return False
    if forms[0] == "yes":
        return True
    pairs = set(pairwise(forms))
    if any(one in _MINE and other in _DOES for one, other in pairs):
        return True
    if any(one in _HAS and other in _SOMETHING for one, other in pairs):
        return False
    return not _NAMED.isdisjoint(said) and not (_HAS.isdisjoint(said) and _OF_ME.isdisjoint(said))


def goes_on_to_tell(at: int, words: Sequence[Word], there: AbstractSet[int]) -> bool:
    """Tell whether the sentence that begins at `at` goes on to tell: "mine is hot", "they were black today".

    `there`: at which words a sign begins, or what is said of one.
    """
    if at == len(words):
        return False
    end = bisect_left(words, words[at].sentence + 1, lo=at, key=lambda word: word.sentence)
    forms = {word.form for word in words[at:end]}
    if not _FINE.isdisjoint(forms):
        return False
    if not _AT_THE_MOMENT.isdisjoint(forms) or (not _IS_SO.isdisjoint(forms) and not _ME.isdisjoint(forms)):
        return True
    if _GOES_ON.isdisjoint(forms):
        return False
    return not _WHEN.isdisjoint(forms) or any(start in there for start in range(at, end))
