"""What stands between the two halves of a saying: "they looked for blood and found none"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.language.context.clauses import heads_its_sentence

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from bot.language.context.cues import Cue, Place
    from bot.language.text import Word

# Where one of these stands between the opener and a term, somebody tells of it: "they looked for worms and i bleed".
_TELLS = frozenset({"i", "im", "ive", "id", "because", "cos", "why", "but", "still", "keep", "keeps"})


def opened_between(cue: Cue, by_rule: Mapping[str, Sequence[Cue]], words: Sequence[Word]) -> bool:
    """Tell whether an opener of `cue` stands before it, near enough, and note for `cue` where it ended.

    In the sentence of the cue, or in the one before, where the cue heads its own.
    """
    rule = cue.rule
    ends = [other.end for name in rule.only_behind for other in by_rule.get(name, ()) if other.end <= cue.start]
    cue.opened = max(ends, default=0)
    if not ends or cue.start - cue.opened > rule.before:
        return False
    apart = words[cue.start].sentence - words[cue.opened - 1].sentence
    return apart == 0 or (apart == 1 and heads_its_sentence(cue, words))


def stands_between(cue: Cue, place: Place, stops: Iterable[Cue], words: Sequence[Word]) -> bool:
    """Tell whether the term stands between the opener of `cue` and the cue, and nothing there tells of another."""
    if not cue.opened <= place.start <= place.end <= cue.start:
        return False
    if not _TELLS.isdisjoint([word.form for word in words[cue.opened : place.start]]):
        return False
    return not any(stop.rule.means == "stop" and place.end <= stop.start < cue.start for stop in stops)
