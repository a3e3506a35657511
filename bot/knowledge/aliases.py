"""Words with two owners: which one is meant would depend on the order of the files."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, TypeAlias

from bot.knowledge.faults import Complaint, Place

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from bot.knowledge.draft import Draft

_PLAIN = re.compile(r"[a-z]+(?: [a-z]+)*")  # most are; quick to tell
_PLAIN_LINES = re.compile(r"[a-z]+(?:[ \n][a-z]+)*")
_APOSTROPHES = dict.fromkeys(map(ord, "\u2019\u2018\u02bc\u2032"))
# The entry, its list and the alias in it; its line is looked up only when there is something to say.
_Alias: TypeAlias = tuple[Place, str, str]


def complaints_of_aliases(draft: Draft) -> Iterator[Complaint]:
    """Yield the aliases that two concepts claim, or two idioms; an idiom may shield a concept's alias."""
    concepts, idioms = draft.lists["concepts"].entries, draft.lists["idioms"].entries
    if _shared((*concept.words, *concept.exact) for _, concept in concepts):
        of_concepts = (
            ((place, key, alias), concept.id)
            for place, concept in concepts
            for key, aliases in (("words", concept.words), ("exact", concept.exact))
            for alias in aliases
        )
        yield from _owners(draft, of_concepts)
    if _shared(idiom.words for _, idiom in idioms):
        of_idioms = (((place, "words", alias), idiom.id) for place, idiom in idioms for alias in idiom.words)
        yield from _owners(draft, of_idioms)


def _shared(entries: Iterable[Sequence[str]]) -> bool:
    """Tell quickly whether any alias stands in two entries: there are thousands, and most need no closer look."""
    known: set[str] = set()
    count = 0
    for aliases in entries:
        mine = set(aliases) if _PLAIN_LINES.fullmatch("\n".join(aliases)) else set(map(folded, aliases))
        count += len(mine)
        known |= mine
    return len(known) < count


def _owners(draft: Draft, aliases: Iterable[tuple[_Alias, str]]) -> Iterator[Complaint]:
    owners: dict[str, tuple[str, _Alias]] = {}
    for alias, owner in aliases:
        other, first = owners.setdefault(folded(alias[-1]), (owner, alias))
        if other != owner:
            place, there = _place(draft, alias), _place(draft, first)
            remedy = "keep it in one of them, or give it an entry of its own that implies both"
            yield Complaint(place, f'"{alias[-1]}" already belongs to `{other}` ({{there}})', remedy, there)


def _place(draft: Draft, alias: _Alias) -> Place:
    place, key, phrase = alias
    return draft.line_of(phrase, place.at(key))


def folded(alias: str) -> str:
    """Return an alias as it is compared: lower case, no accents, no apostrophes, hyphens as spaces."""
    if _PLAIN.fullmatch(alias):
        return alias
    text = alias.lower().replace("'", "").replace("-", " ")
    if not text.isascii():
        text = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
        text = text.translate(_APOSTROPHES)
    return " ".join(text.split())
