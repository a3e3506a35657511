"""At which level a red flag ends that was met: what raises it, and what stands near enough to lower it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from bot.knowledge.model import Level
from bot.language.indexed import Indexed

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bot.knowledge.model import LevelRule, RedFlag
    from bot.language.conditions import Match, Met
    from bot.language.text import Span


class Hit(NamedTuple):
    """One way in which a flag was met: the rule (or "phrase"), its words, and why it is not live ("" if it is)."""

    flag: str
    level: Level
    rule: str
    spans: tuple[Span, ...]
    why_not: str = ""
    unclear: bool = False
    sentences: tuple[int, int] = (0, 0)  # the first and the last in which its words stand
    signs_hold: bool = False  # of what is not live: no more than a condition is denied


class LiveFlag(NamedTuple):
    """A live red flag at the level it ends at, and the ways in which it was met."""

    flag: str
    level: Level
    hits: tuple[Hit, ...]
    unsaid: bool = False  # by the examples alone, which name no flag

    @property
    def lowered(self) -> bool:
        """Whether it ends below what it was met at."""
        return self.level < max([hit.level for hit in self.hits])

    @property
    def learned(self) -> bool:
        """Whether the examples alone speak of it."""
        return all(hit.rule == "learned" for hit in self.hits)

    @property
    def unclear(self) -> bool:
        """Whether every way in which it was met leaves a doubt."""
        return all(hit.unclear for hit in self.hits)


class FlagLevels:
    """What raises and lowers the level of one red flag."""

    def __init__(self, flag: RedFlag) -> None:
        """Index the rules of `flag`."""
        self._flag = flag.id
        self._raises = _grouped(flag.raises)
        self._lowers = _grouped(flag.lowers)

    def of(self, hits: Sequence[Hit], met: Met) -> LiveFlag:
        """Return the flag, met live by `hits`, at the level of its highest rule, lowered only if nothing raises it."""
        level = max([hit.level for hit in hits])
        raised = [to for to, rule in self._raises if to > level and _fires(rule, met)]
        if raised:
            level = max(raised)
        elif self._lowers and any(to < level for to, _ in self._lowers):
            # Whatever speaks against lowering it is heard from anywhere in the message.
            level = self._lowered(hits, met.anywhere)
        return LiveFlag(self._flag, level, tuple(hits))

    def _lowered(self, hits: Iterable[Hit], met: Met) -> Level:
        """Return the highest level of `hits`, each lowered by the rules that are met near it."""
        lowering = [(to, list(met.matches(rule))) for to, rule in self._lowers]
        return max(
            min([hit.level, *(to for to, matches in lowering if any(_near(hit, one) for one in matches))])
            for hit in hits
        )


def level_of(name: str) -> Level:
    """Return the level that a knowledge file calls `name`."""
    return _LEVELS[name]


_LEVELS = {level.label: level for level in Level}


def _grouped(rules: Iterable[LevelRule]) -> list[tuple[Level, Indexed[LevelRule]]]:
    return [(level_of(rule.to), Indexed(rule)) for rule in rules]


def _fires(rule: Indexed[LevelRule], met: Met) -> bool:
    best = met.best(rule)
    return best is not None and best.live


def _near(hit: Hit, match: Match) -> bool:
    """Tell whether a live match speaks of `hit`: all of it stands in its sentences, or in the ones beside them."""
    first, last = hit.sentences
    return match.live and all(first - 1 <= term.sentence <= last + 1 for term in match.terms)
