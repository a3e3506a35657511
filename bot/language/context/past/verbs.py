"""Which words tell of the past, and which of now."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.language.text import Word

# Somebody tells of what is there now, with one of these.
_PRESENT = frozenset(
    ["is", "are", "am", "im", "its", "hes", "shes", "theyre", "theres", "isnt", "arent", "have", "has", "ive", "havent"]
).union(
    ["get", "gets", "feel", "feels", "keep", "keeps", "do", "does", "dont", "doesnt", "can", "cant", "cannot", "go"],
    ["weve", "theyve", "says"],
    ["goes", "come", "comes", "coming", "bleed", "bleeds", "hurts", "leak", "leaks", "look", "looks", "see"],
    ["say", "pass", "passes", "notice", "want", "wants", "find", "still", "been", "being"],
)
# Behind one of these they name a thing, and tell of no time: "they clipped the bleed".
_NAMING = frozenset({"the", "a", "my", "his", "her", "that", "this"})
_NOUNS_TOO = frozenset({"bleed", "bleeds", "leak", "leaks", "look", "pass", "find"})
_WHO_IS = frozenset({"hes", "shes", "im", "theyre"})
# What ends in "ed" besides. Where both tenses look alike ("cut", "put"), it is not among them.
_PAST = frozenset(
    ["was", "were", "had", "did", "didnt", "wasnt", "werent", "hadnt", "got", "bled", "went", "came", "couldnt"]
).union(
    ["could", "wore", "kept", "lost", "felt", "burst", "told", "took", "began", "saw", "threw", "found", "said"],
    ["made", "ate", "gave", "left", "sat", "stood", "ran", "fell", "woke", "drove", "slept", "drank", "spent", "broke"],
    ["thought", "knew", "brought", "bought", "caught", "taught", "fought", "held", "led", "met", "paid", "sent"],
    ["wrote", "spoke", "chose", "tore", "grew", "blew", "flew", "shook", "shat", "became", "rang", "stuck", "hung"],
    ["won", "forgot", "hid", "rode", "rose", "heard", "meant", "dealt", "learnt", "crept", "lay", "used", "died"],
    [
        "froze",
        "swore",
        "slid",
        "fled",
        "swept",
        "wept",
        "spat",
        "struck",
        "stole",
        "sank",
        "swam",
        "sang",
        "drew",
        "bit",
    ],
    [
        "bent",
        "built",
        "burnt",
        "dreamt",
        "leant",
        "leapt",
        "spilt",
        "stank",
        "shone",
        "sought",
        "strode",
        "stung",
        "swung",
    ],
)
_LETTERS_OF_PAST = 4
_ADVERBS = frozenset(["just", "never", "only", "also", "really", "nearly", "once", "then", "always"]).union(
    ["actually", "even", "first", "mostly"]
)
# Adverbs of manner and time end so; these verbs do as well.
_ADVERB = "ly"
_NO_ADVERBS = frozenset(["apply", "comply", "fly", "multiply", "rely", "reply", "supply"])
# These are told of then and of now alike, and say nothing of the time: "i hit my head", "i put it down to stout".
_OF_EITHER = frozenset(
    ["beat", "bet", "cast", "cost", "cut", "hit", "let", "put", "quit", "read", "set", "shed", "shit", "shut", "slit"]
).union(["split", "spread", "wet"])
# Who "just sat there" tells of how it was, not of a moment ago.
_LASTING = frozenset(
    ["sat", "stood", "lay", "kept", "froze", "stared", "wanted", "knew", "thought", "felt", "didnt", "couldnt", "wasnt"]
)
# Behind one of these a verb has its time from the one before: "had to keep", "couldnt see", "was being", "had been".
_LEADING = frozenset(["to", "did", "didnt", "could", "couldnt", "would", "wouldnt", "used"])
_LEADING_BEING = frozenset(["had", "hadnt", "was", "were", "id", "having", "of", "after", "from", "before", "by"])
_BEING = frozenset({"been", "being", "come"})
# These may stand between: "did not see", "could i see".
_BETWEEN = _ADVERBS | {"not", "i", "he", "she", "it", "they", "we"}
# Who remembers tells of then.
_RECALLS = frozenset(["remember", "recall", "think", "guess", "suppose", "know", "swear", "mean", "say", "tell"]).union(
    ["admit", "confess", "reckon", "believe", "hope", "bet", "promise"]
)
_NOT_RECALLING = frozenset({"dont", "cant", "cannot"})
# A "would" asks behind one of the first and wishes or advises before one of the others; otherwise it was so each time.
_ASKING = frozenset(["what", "how", "who", "which", "why", "where", "when", "that", "there", "you", "anyone"])
_WISHES = frozenset(["like", "love", "appreciate", "say", "be", "rather", "have", "recommend", "suggest", "you"]).union(
    ["anyone", "it", "this", "that", "want", "prefer", "go", "advise", "hate", "need", "a", "the", "my", "i", "call"],
    ["ring", "think", "bet", "guess", "know", "take", "help", "do", "give"],
)


# Asked of one of these, it is no past: "could you help me", "could it be".
_WHO_COULD = frozenset(
    ["you", "i", "we", "it", "this", "that", "he", "she", "they", "someone", "anyone", "somebody", "anybody"]
)


def is_past(form: str) -> bool:
    """Tell whether a word is a verb in the past tense."""
    return form in _PAST or (form.endswith("ed") and len(form) > _LETTERS_OF_PAST and form not in _PRESENT)


def tells_of_then(at: int, words: Sequence[Word]) -> bool:
    """Tell whether word `at` is a verb of the past, a "would" of habit or an "id": "id bleed each time"."""
    form = words[at].form
    if form not in {"would", "id", "could"}:
        return is_past(form)
    behind = _beside(at, at + 1, words)
    if form == "could":
        return behind not in _WHO_COULD
    if form == "id":
        return behind in _NAMING or (behind != "" and behind not in _WISHES)
    before = _beside(at, at - 1, words)
    return "" not in {before, behind} and before not in _ASKING and behind not in _WISHES


def tells_of_now(at: int, words: Sequence[Word]) -> bool:
    """Tell whether word `at` is a verb of now: one that is known, or one right behind "i" that is not past."""
    form = words[at].form
    behind = _beside(at, at + 1, words)
    if form == "still":
        return not (is_past(behind) or is_past(_beside(at, at - 1, words)))
    if form in _PRESENT:
        return not (
            _names(at, words)
            or _tells_an_age(at, words)
            or _tells_the_hour(at, words)
            or _has_its_time(at, words)
            or _recalls(at, words)
        )
    if form == "just":
        return is_past(behind) and behind not in _LASTING
    before = _beside(at, at - 1, words)
    if _is_adverb(before):
        before = _beside(at, at - 2, words)
    # "i soon faced": what stands between "i" and a verb of the past is none.
    return before == "i" and not (
        form in _RECALLS
        or form in _OF_EITHER
        or form in {"would", "id"}
        or _is_adverb(form)
        or is_past(form)
        or is_past(behind)
    )


def _is_adverb(form: str) -> bool:
    return form in _ADVERBS or (form.endswith(_ADVERB) and form not in _NO_ADVERBS)


def _beside(at: int, other: int, words: Sequence[Word]) -> str:
    """Return the word at `other` if it stands in the sentence of the one at `at`, else ""."""
    if 0 <= other < len(words) and words[other].sentence == words[at].sentence:
        return words[other].form
    return ""


def _recalls(at: int, words: Sequence[Word]) -> bool:
    return words[at].form in _NOT_RECALLING and _beside(at, at + 1, words) in _RECALLS


def _has_its_time(at: int, words: Sequence[Word]) -> bool:
    """Tell whether a verb has its time from one before it: "had to keep", "couldnt see", "was being"."""
    leading = _LEADING_BEING if words[at].form in _BEING else _LEADING
    before = _beside(at, at - 1, words)
    between = before in _BETWEEN or _is_adverb(before)
    return before in leading or (between and _beside(at, at - 2, words) in leading)


def _tells_an_age(at: int, words: Sequence[Word]) -> bool:
    """Tell whether "hes" stands before a number: "i bled when i had sam, hes 22 now"."""
    return words[at].form in _WHO_IS and at + 1 < len(words) and words[at + 1].form.isdigit()


def _tells_the_hour(at: int, words: Sequence[Word]) -> bool:
    """Tell whether "am" is that of the clock: "at 7 am"."""
    return words[at].form == "am" and _beside(at, at - 1, words).isdigit()


def _names(at: int, words: Sequence[Word]) -> bool:
    if not at or words[at].form not in _NOUNS_TOO:
        return False
    return words[at - 1].form in _NAMING or (at > 1 and words[at - 2].form == "a")
