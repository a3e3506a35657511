"""Questions about people or things in general: "can an abscess burst by itself", "do children always soil"."""

from __future__ import annotations

from bisect import bisect_left
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bot.language.cues import Cue, Place
    from bot.language.text import Word

_VERBS = frozenset(["is", "are", "do", "does", "can", "could", "will", "would", "may", "might", "must"])
_WH = frozenset({"what", "whats", "which", "why", "how", "when", "where", "who", "whos"})
# So near behind a "what" or "how" a verb stands that makes it a question: "which germs can", "how likely is".
_NEAR = 4
_ASKS = _VERBS | {"causes", "cause", "counts", "makes", "make", "carry", "should", "many", "has"}
# Behind one of these a verb begins no question: "is always black", "does bleed".
_DROPPED = frozenset(["always", "usually", "still", "now", "just", "so", "very", "really", "not", "all", "also"]).union(
    ["bleeding", "black", "red", "pouring", "coming", "have", "bleed", "leak", "hurt", "get"]
)
# Only these stand before the question in its clause: "in general can", "curious, do".
_OPENING = frozenset(
    ["so", "and", "but", "also", "or", "hi", "hey", "hello", "ok", "well", "just", "question", "quick", "curious"]
).union(
    ["wondering", "in", "general", "theory", "genuinely", "honestly", "honest", "silly", "daft", "please", "at", "for"]
)
# Who names one of these asks of somebody, of what is there, or what to do now.
_SOMEBODY = frozenset(
    ["i", "im", "ive", "id", "ill", "my", "me", "mine", "myself", "we", "us", "our", "he", "hes", "his", "him"]
).union(
    ["she", "shes", "her", "this", "these", "theres", "thats", "hers", "yesterday", "today", "tonight", "tomorrow"],
    [
        "ago",
        "since",
        "lately",
        "wait",
        "hospital",
        "ambulance",
        "help",
        "999",
        "111",
        "911",
        "112",
        "urgently",
        "old",
        "weeks",
        "u",
        "ur",
        "done",
    ],
)
# What "you" or people are asked for: advice, not how it is with them.
_ADVICE = frozenset(
    ["help", "think", "tell", "recommend", "suggest", "advise", "stop", "treat", "cure", "fix", "deal", "cope", "say"]
).union(["see", "look", "do", "please", "explain", "have", "know", "reckon", "give", "make", "send", "read", "still"])
_PEOPLE = frozenset({"you", "someone", "somebody", "anyone", "anybody", "people", "doctor", "doctors"})
_FOLK = frozenset(["people", "someone", "somebody", "anyone", "anybody", "patients", "adults", "everyone", "everybody"])
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
_THERE = frozenset({"sign", "condition", "quality"})
_FINE = frozenset({"fine", "healthy", "planning", "curious", "interest"})


class Asking:
    """Which parts of a message ask of people or things in general; looked at once, and only if a rule wants to know."""

    def __init__(self, words: Sequence[Word], places: Sequence[Place]) -> None:
        """Take the words of the message and where its terms stand."""
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
        while at < min(len(words), cue.end + _NEAR) and words[at].form in _ASKS:
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
        for first, last in self._questions():
            if self._is_general(first, last) and not self._is_told_behind(last):
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

    def _is_told_behind(self, at: int) -> bool:
        """Tell whether the sentence that begins at `at` goes on to tell: "mine is hot", "they were black today"."""
        words = self._words
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
        return not _WHEN.isdisjoint(forms) or any(start in self._there for start in range(at, end))

    @cached_property
    def _there(self) -> set[int]:
        return {place.start for place in self._places if place.kind in _THERE}

    def _questions(self) -> Iterator[tuple[int, int]]:
        """Yield where each question begins, at most one in a sentence, and where its sentence ends."""
        words = self._words
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
                head = at if self._opens(at) else -1
        if head >= 0:
            yield head, len(words)

    def _opens(self, at: int) -> bool:
        """Tell whether a question begins at word `at`."""
        words = self._words
        behind = [word.form for word in words[at + 1 : at + _NEAR] if word.sentence == words[at].sentence]
        if not behind or behind[0] in _DROPPED:
            return False
        if words[at].form == "should":
            return behind[0] in _FOLK
        return words[at].form in _VERBS or (words[at].form in _WH and not _ASKS.isdisjoint(behind))
