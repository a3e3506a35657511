"""The stem of a word: what it has in common with its other forms."""

from __future__ import annotations

from functools import lru_cache
from sys import intern

from Stemmer import Stemmer

_ENGLISH = Stemmer("english")
_SHORTEST = 3  # letters of a word that may lose its s
# What Snowball takes for a form of another word of the lexicon, and is none: "hardly" is not "hard", nor "several"
# "severe". The first of each group is the stem of all.
_GROUPS = (
    "hardly",
    "lately",
    "shortly",
    "barely",
    "deadly",
    "likely",
    "several",
    "potential potentially",
    "handful handfuls",
    "mouthful mouthfuls",
    "cupful cupfuls",
    "mugful mugfuls",
    "armful armfuls",
    "careful carefully",
    "hopeful hopefully",
    "rigorous rigorously",
    "tinge tinged tinges",
    "application applications applicant applicants applicable",
    "radiator radiators",
    "withdrawal withdrawals",
    "experience experiences",
    "secretion secretions",
    "ironic ironically",
    "enteritis",
    "enteral",
    "objective objectives objection objections",
    "vibration vibrations",
    "magnetic",
    "conjunction conjunctions",
    "baggy",
    "instantly",
    "blindness",
    "extremity extremities",
    "pensioner pensioners",
    "contraction contractions",
    "literally",
    "hospitality",
    "commodity commodities",
    "deface defaced",
    "incurable",
    "miserable",
)
_APART = {word: group.split()[0] for group in _GROUPS for word in group.split()}


@lru_cache(maxsize=1 << 16)
def stem(form: str) -> str:
    """Return the Snowball stem of a folded word, or its own where that is another word's; numbers stay as they are."""
    if len(form) <= _SHORTEST:
        return _short(form)
    # Interned: most words are their own stem, or share it with others.
    return intern(_APART.get(form) or _ENGLISH.stemWord(form))


def _short(form: str) -> str:
    return form[:-1] if len(form) == _SHORTEST and form[2] == "s" and form[1] not in "aius" else form
