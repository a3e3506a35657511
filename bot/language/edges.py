"""What the words of a phrase are called on the edges of the trie."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.language.contractions import OPENERS, contracted
from bot.language.fillers import ARTICLES
from bot.language.patterns import CONCEPTS, Role
from bot.language.stems import stem

if TYPE_CHECKING:
    from bot.language.patterns import Pattern
    from bot.language.same import Same

# Any article, at the end of a phrase.
ONE = "~article"
# A phrase without any of these stands in the trie as it is written.
_CHANGING = OPENERS | ARTICLES
# Behind "taken all of" one article is as good as another; "slaps her" is no "slaps my".
_AS_GOOD = ARTICLES - {"her"}


class Edges(dict[str, str]):
    """The edge for each word of phrases that are written alike: a stem, a group of same words, or "=" and the word.

    Each is made once: phrases share few words.
    """

    __slots__ = ("_exact", "_same", "_strict")

    def __init__(self, same: Same | None, *, strict: bool, exact: bool) -> None:
        """Take the groups of `same` words where words stand for them; else a word is only itself."""
        self._same = same
        self._strict = strict
        self._exact = exact

    def __missing__(self, form: str) -> str:
        """Return the edge for a word that has none yet."""
        edge = form if form == ONE else self._same.in_phrase(form) if self._same else None
        if edge is None and self._strict:
            edge = "=" + singular(form)
        edge = self[form] = edge or ("=" + form if self._exact else stem(form))
        return edge


def settled_phrase(phrase: str, pattern: Pattern) -> str:
    """Return a folded phrase as it stands in the trie: without contractions and articles; most are that already."""
    forms = phrase.split(" ")
    if _CHANGING.isdisjoint(forms):
        return phrase
    settled = contracted(forms)
    # What is exact keeps them: "the ring" is not "ring". No cue does.
    kept = pattern.strict or (pattern.exact and (pattern.role in CONCEPTS or pattern.role is Role.IDIOM))
    if not kept and len(settled) > 1:
        # At its end one is the rest of what is meant: "slaps her" is not "slaps", nor "took all of my" "took all of".
        *others, last = settled
        settled = (*[form for form in others if form not in ARTICLES], ONE if last in _AS_GOOD else last)
    return " ".join(settled)


def singular(form: str) -> str:
    """Return a word without the s of "he wants": in a strict phrase nothing else of it may change."""
    return form[:-1] if len(form) > 3 and form[-1] == "s" and form[-2] not in "siu" else form  # noqa: PLR2004
