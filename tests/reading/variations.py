"""The same danger said differently: each variation keeps the sense, so that the level may never drop.

A variation takes a text and dice, and returns the texts to try: none where it has nothing to change. What a variation
leaves out, it leaves out by a rule with its reason beside it, never by a list of sentences.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, TypeVar

from bot.eval.typos import LONG, Slip, slipped
from bot.language.contractions import contracted
from bot.language.text import fold
from tests.reading.shipped import knowledge, shipped_assistant

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from random import Random

    Variation = Callable[[str, Random], list[str]]

Item = TypeVar("Item")
_LETTERS = re.compile(r"[A-Za-z]+(?:['’][A-Za-z]+)*")
_TRIED = 2  # how many different places of a text a variation is tried in
_CONTRACTED = re.compile(r"\b(?:(can|won|don|doesn|didn|isn|hasn|haven|couldn|wouldn|wasn)(t)|(i)(m|ve)|(there)(s))\b")
# A word this short is hardly ever drawn out, and folding leaves it alone.
_DRAWN_OUT = 4
# Shorter words that run together are mostly another word ("in a" is "ina", but also a name).
_RUNS_TOGETHER = 4


def typo(slip: Slip) -> Variation:
    """Return the variation that makes one slip of that kind in a long word."""

    def vary(text: str, chance: Random) -> list[str]:
        return [_replaced(text, word, _slip(word, slip, chance)) for word in _some(_slippery(text), chance)]

    return vary


def two_typos(text: str, chance: Random) -> list[str]:
    """Make two slips, in two different words."""
    words = list(_slippery(text))
    chance.shuffle(words)
    if len(words) < 2:
        return []
    varied = text
    for word in sorted(words[:2], key=lambda match: -match.start()):
        varied = _replaced(varied, word, _slip(word, chance.choice(list(Slip)), chance))
    return [varied]


def case(text: str, _: Random) -> list[str]:
    """Write it in capitals, small, and with capitals in front."""
    return [text.upper(), text.lower(), text.title()]


def apostrophes(text: str, _: Random) -> list[str]:
    """Put in the apostrophes that are missing, curl them, or leave them out, as phones and people do."""
    text = _CONTRACTED.sub(lambda match: "'".join(part for part in match.groups() if part), text)
    return [text.replace("'", other) for other in ("\u2019", "\u2018", "\u00b4", "")]


def drawn_out(text: str, chance: Random) -> list[str]:
    """Draw a vowel out: "bleeeeding"."""
    words = [match for match in _LETTERS.finditer(text) if len(match.group()) >= _DRAWN_OUT and _vowels(match.group())]
    return [_replaced(text, word, _drawn(word.group(), chance)) for word in _some(words, chance)]


def run_together(text: str, chance: Random) -> list[str]:
    """Leave out the space between two words."""
    places = [
        (left.end(), right.start())
        for left, right in _neighbours(text)
        if max(len(left.group()), len(right.group())) >= _RUNS_TOGETHER and not _english(left.group() + right.group())
    ]
    return [text[:end] + text[start:] for end, start in _some(places, chance)]


def politeness(text: str, _: Random) -> list[str]:
    """Say please and thank you."""
    return [
        f"hello, please could you help me. {text}",
        f"{text}. thank you so much for reading",
        f"sorry to bother you but {text}",
    ]


def chatter(text: str, _: Random) -> list[str]:
    """Talk about something else before and after."""
    return [
        f"just got in from work and the kettle is on. {text}",
        f"{text}. anyway its raining here again, typical monday",
        f"long time lurker, first post here, i live by the sea.\n\n{text}\n\ncheers, greetings from the coast",
    ]


def told_for_another(text: str, _: Random) -> list[str]:
    """Write for somebody else, in that person's own words.

    Only for what somebody says of themselves: a husband is no baby, and 58 is not the age in the text.
    """
    if _names_somebody(text):
        return []
    return [f"writing this for my husband. {text}", f"my sister says: {text}", f"asking for my dad, he is 58: {text}"]


# What people put in without changing what they say.
_WEIGHTS = ("really", "just", "actually", "literally", "honestly", "basically", "like", "kind of")


def given_weight(text: str, chance: Random) -> list[str]:
    """Put in a word that only gives weight to what is said, or takes some: "i just want to really die".

    Nobody parts what is said in one breath, and is one word to the reader: "want to", "i am", "no one".
    """
    places = [
        (left.end(), right.start())
        for left, right in _neighbours(text)
        if len(contracted((left.group().lower(), right.group().lower()))) > 1
    ]
    return [f"{text[:end]} {chance.choice(_WEIGHTS)} {text[start:]}" for end, start in _some(places, chance)]


# The verb behind "he" takes an s; these have a form of their own, or none.
_HE = {
    "am": "is",
    "have": "has",
    "do": "does",
    "dont": "doesnt",
    "don't": "doesn't",
    "havent": "hasnt",
    "haven't": "hasn't",
    "go": "goes",
    "pass": "passes",
}
_UNCHANGED = re.compile(
    r"(was|had|did|can|cannot|will|could|would|should|might|may|must|just|also|still|now|never|always|only)"
    r"|(took|went|got|felt|fell|saw|found|made|came|ate|drank|gave|left|put|lost|hit|cut|said|told|woke|began)"
    r"|.*(ed|nt|n't)$"
)
_PERSON = {
    "my": "his",
    "me": "him",
    "myself": "himself",
    "mine": "his",
    "im": "hes",
    "i'm": "he's",
    "ive": "hes",
    "i've": "he's",
}


def third_person(text: str, _: Random) -> list[str]:
    """Tell it of a man: "i" becomes "he", "my" becomes "his".

    Only for what somebody says of themselves, and in English: "me" and "im" are words of other languages too.
    """
    words = text.split(" ")
    lowered = {word.lower().strip(".,!?") for word in words}
    if not ({"i", *_PERSON} & lowered) or _names_somebody(text) or not _is_english(text):
        return []
    told = [_told(words[place - 1] if place else "", word) for place, word in enumerate(words)]
    return ["its about my husband. " + " ".join(told)]


# A sentence with one of these leans on the one before it.
_LEANS = re.compile(
    r"\b(it|its|that|thats|this|they|theyre|them|these|those|he|she|then|now|and|but|so|or|which|also|still|again|same|both"
    r"|one|another|after|before|yes|no|not|first|later|next|anyway|because|too|either|neither|there|here|mine)\b",
    re.IGNORECASE,
)
_SENTENCES = re.compile(r"(?<=[.!?])\s+(?=\w)")
# When something is so, said at the end, can be said at the beginning as well.
_WHEN = re.compile(
    r"(?P<what>[^.,!?;:\d]* \w+) (?P<when>today|tonight|yesterday|this morning|this week|last night|all day|every day"
    r"|since (?:yesterday|this morning|last night|last week|monday|tuesday|friday)|for \w+ (?:hours|days|weeks))[.!]?",
    re.IGNORECASE,
)
_JOINTS = re.compile(r"\s*(?:,| and| with)\s+|, and ")


def word_order(text: str, _: Random) -> list[str]:
    """Say it in another order: the last sentence first, the time first, the second of two signs first.

    Only where nothing leans on what stands before it, and for signs only where nothing is said of one of them alone.
    """
    return [*_last_sentence_first(text), *_time_first(text), *_signs_changed_over(text)]


def _last_sentence_first(text: str) -> Iterator[str]:
    sentences = _SENTENCES.split(text.strip())
    if len(sentences) > 1 and not _LEANS.search(sentences[-1]):
        *others, last = sentences
        yield " ".join([last if last[-1] in ".!?" else f"{last}.", *others])


def _time_first(text: str) -> Iterator[str]:
    if said := _WHEN.fullmatch(text.strip()):
        yield f"{said['when']} {said['what']}"


def _signs_changed_over(text: str) -> Iterator[str]:
    """Yield "bleeding and fever" for "fever and bleeding": two signs at the end that are there, and no word between."""
    reading = shipped_assistant().read(text)[0]
    signs = [term for term in reading.terms if term.kind == "sign"]
    spans = list(dict.fromkeys(term.span for term in signs))
    if reading.values or len(spans) < 2 or not all(term.live and not term.inner for term in signs):
        return
    (start, end), (begin, behind) = spans[-2:]
    if end <= begin and _JOINTS.fullmatch(text[end:begin]) and not text[behind:].strip(" .!?"):
        yield text[:start] + text[begin:behind] + text[end:begin] + text[start:end] + text[behind:]


_OTHERS = {"he", "hes", "she", "shes", "his", "her", "him", "they", "their", "baby", "daughter", "son"}

VARIATIONS: dict[str, Variation] = {
    **{f"typo_{slip}": typo(slip) for slip in Slip},
    "two_typos": two_typos,
    "case": case,
    "apostrophes": apostrophes,
    "drawn_out": drawn_out,
    "run_together": run_together,
    "politeness": politeness,
    "chatter": chatter,
    "told_for_another": told_for_another,
    "third_person": third_person,
    "word_order": word_order,
    "given_weight": given_weight,
}


def _slippery(text: str) -> Iterator[re.Match[str]]:
    """Yield the words that a slip is made in: long ones.

    A shorter word is another word after most slips ("poo" and "too"), for a person as well.
    """
    return (match for match in _LETTERS.finditer(text) if len(match.group()) >= LONG and match.group().isalpha())


def _slip(match: re.Match[str], slip: Slip, chance: Random) -> str:
    """Return the word with a slip that makes no other English word of it ("bleed", "blend").

    A person would misread that too.
    """
    word = match.group()
    for _ in range(_TRIED):
        changed = slipped(word, slip, chance)
        if not _english(changed):
            return changed
    return word


def _english(word: str) -> bool:
    form = "".join(one.form for one in fold(word).words)
    return form in knowledge().english or form in knowledge().small_words


def _names_somebody(text: str) -> bool:
    """Tell whether the text names an age, or somebody beside the one who writes."""
    if _OTHERS & {word.form for word in fold(text).words}:
        return True
    reading, _, _ = shipped_assistant().read(text)
    return any(value.kind == "age" for value in reading.values) or any(
        term.kind == "person" and term.concept != "me" for term in reading.terms
    )


def _is_english(text: str) -> bool:
    words = [word.form for word in fold(text).words]
    return sum(_english(word) for word in words) > len(words) / 2


def _some(items: Iterable[Item], chance: Random) -> list[Item]:
    found = list(items)
    return found if len(found) <= _TRIED else chance.sample(found, _TRIED)


def _replaced(text: str, match: re.Match[str], word: str) -> str:
    return text[: match.start()] + word + text[match.end() :]


def _vowels(word: str) -> list[int]:
    return [place for place, letter in enumerate(word) if letter.lower() in "aeiou"]


def _drawn(word: str, chance: Random) -> str:
    place = chance.choice(_vowels(word))
    return word[:place] + word[place] * 4 + word[place:]


def _neighbours(text: str) -> Iterator[tuple[re.Match[str], re.Match[str]]]:
    words = list(_LETTERS.finditer(text))
    return ((left, right) for left, right in pairwise(words) if text[left.end() : right.start()] == " ")


def _told(before: str, word: str) -> str:
    bare = word.lower().strip(".,!?")
    if bare == "i":
        return "he"
    if bare in _PERSON:
        return word.lower().replace(bare, _PERSON[bare])
    if before.lower() != "i" or _UNCHANGED.fullmatch(bare):
        return word
    return _HE.get(bare, word + "s" if word.isalpha() else word)
