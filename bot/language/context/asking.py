"""Questions about people or things in general: "can an abscess burst by itself", "do children always soil"."""

from __future__ import annotations

from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING

from bot.language.context.owning import goes_on_to_tell
from bot.language.context.questions import ASKS, NEAR, questions

if TYPE_CHECKING:
    from collections.abc import Sequence
    from collections.abc import Set as AbstractSet

    from bot.language.context.cues import Cue, Place
    from bot.language.text import Word

# Who names one of these asks of somebody, of what is there, or what to do now.
_SOMEBODY = frozenset(
    ["i", "im", "ive", "id", "ill", "my", "me", "mine", "myself", "we", "us", "our", "he", "hes", "his", "him"]
).union(
    ["she", "shes", "her", "this", "these", "theres", "thats", "hers", "yesterday", "today", "tonight", "tomorrow"],
    ["ago", "since", "lately", "wait", "hospital", "ambulance", "help", "999", "111", "911", "112", "urgently"],
    ["old", "weeks", "u", "ur", "done"],
)
# What "you" or people are asked for: advice, not how it is with them.
_ADVICE = frozenset(
    ["help", "think", "tell", "recommend", "suggest", "advise", "stop", "treat", "cure", "fix", "deal", "cope", "say"]
).union(["see", "look", "do", "please", "explain", "have", "know", "reckon", "give", "make", "send", "read", "still"])
_PEOPLE = frozenset({"you", "someone", "somebody", "anyone", "anybody", "people", "doctor", "doctors"})
# "could that do it" asks what lies behind something that is there.
_DOES = frozenset({"do", "does", "doing", "cause", "causing", "explain", "be", "why"})
_THAT = frozenset({"it", "that"})
_ENDS = frozenset({"stop", "heal", "end", "go", "get", "settle", "improve", "clear"})
_CAUSES = frozenset({"make", "makes"})
_ARTICLES = frozenset({"a", "an", "most", "some", "all"})
# A bit of blood is somebody's.
_AMOUNTS = frozenset(["bit", "little", "lot", "few", "small", "drop", "tiny", "spot", "streak", "lump", "single"])
_OF_A_KIND = frozenset({"condition", "treatment", "test"})
_SUBJECT = 3
# What is asked of; of people, places and wishes nothing is undone.
_ASKED = frozenset({"sign", "condition", "quality", "amount", "elsewhere"})
_GIVEN = frozenset({"treatment", "test", "event"})
_THERE = frozenset({"sign", "condition", "quality"})


class Asking:
    """Which parts of a message ask of people or things in general; looked at once, and only if a rule wants to know."""

    def __init__(self, words: Sequence[Word], places: Sequence[Place], asked: AbstractSet[int]) -> None:
        """Take the words of the message, where its terms stand, and which sentences end in a question mark."""
        self.asked = asked
        self._words = words
        self._places = places

    def counts(self, cue: Cue) -> bool:
        """Tell whether `cue` stands in a question about nobody; if it opens that, one about a thing of a kind."""
        head = self._heads[cue.start]
        return head >= 0 and (cue.end > head + 1 or self._asks_of_a_kind(cue))

    def together(self, cue: Cue, place: Place) -> bool:
        """Tell whether the term is asked of in the question of `cue`, and is no certain one: "does the pain stop".

        What is taken or was done may be the person's own, where somebody spoke of himself before.
        """
        head = self._heads[cue.start]
        if self._heads[place.start] != head:
            return False
        if place.kind == "sign":
            return not place.start or self._words[place.start - 1].form != "the"
        return place.kind in _ASKED or (place.kind in _GIVEN and self._oneself > head)

    def _asks_of_a_kind(self, cue: Cue) -> bool:
        """Tell whether a condition, treatment or test follows that is nobody's: "can a fistula", "do piles"."""
        words, at = self._words, cue.end
        while at < min(len(words), cue.end + NEAR) and words[at].form in ASKS:
            at += 1
        named = at < len(words) and words[at].form in _ARTICLES
        at += named
        if at >= len(words) or words[at].form in _AMOUNTS or words[at].form.isdigit():
            return False
        if not named:
            return at in self._kinds
        return any(start in self._kinds or start in self._bodies for start in range(at, at + _SUBJECT))

    @cached_property
    def _kinds(self) -> set[int]:
        return {place.start for place in self._places if place.kind in _OF_A_KIND}

    @cached_property
    def _bodies(self) -> set[int]:
        return {place.start for place in self._places if place.kind == "body"}

    @cached_property
    def _oneself(self) -> int:
        """The first word that speaks of somebody certain."""
        return next((at for at, word in enumerate(self._words) if word.form in _SOMEBODY), len(self._words))

    @cached_property
    def _heads(self) -> list[int]:
        """For each word where the question in general begins that it stands in; -1 for none."""
        heads = [-1] * len(self._words)
        for first, last in questions(self._words):
            if self._is_general(first, last) and not goes_on_to_tell(last, self._words, self._there):
                heads[first:last] = [first] * (last - first)
        return heads

    def _is_general(self, first: int, last: int) -> bool:
        forms = [word.form for word in self._words[first:last]]
        pairs = set(pairwise(forms))
        return (
            _SOMEBODY.isdisjoint(forms)
            and forms[-1] != "there"
            and (self._oneself > first or _CAUSES.isdisjoint(forms))
            and not any(one in _DOES and other in _THAT for one, other in pairs)
            and not any(one == "ever" and other in _ENDS for one, other in pairs)
            and not any(one in _PEOPLE and other in _ADVICE for one, other in pairs)
        )

    @cached_property
    def _there(self) -> set[int]:
        return {place.start for place in self._places if place.kind in _THERE}
