"""Which halves of what is said in a crisis could mean it together: most messages that have one have no other."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from bot.language.context.kinds import MOODS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from collections.abc import Set as AbstractSet

    from bot.knowledge.knowledge import Knowledge
    from bot.knowledge.model import Condition


class Halves:
    """The conditions of the knowledge folder that ask for a mood or a hint, by these."""

    def __init__(self, knowledge: Knowledge) -> None:
        """Index the red flags' and the soft signals' conditions."""
        moods = {concept.id for concept in knowledge.concepts.values() if concept.kind in MOODS}
        # By each of them, what else must be said; and where words must be others than its own, without these.
        self._needs: dict[str, list[tuple[frozenset[str], ...]]] = {}
        self._needs_other: dict[str, list[tuple[frozenset[str], ...]]] = {}
        for condition in _conditions(knowledge):
            groups = tuple(map(frozenset, condition.all))
            for mood in moods.intersection(condition.unless):
                # It takes something back, where that is met at all.
                self._needs.setdefault(mood, []).append(groups)
                self._needs_other.setdefault(mood, []).append(groups)
            for at, group in enumerate(groups):
                others = (*groups[:at], *groups[at + 1 :])
                for mood in group & moods:
                    self._needs.setdefault(mood, []).append(others)
                    apart = tuple(other - {mood} for other in others) if condition.apart else others
                    self._needs_other.setdefault(mood, []).append(apart)

    def may_meet(self, moods: Iterable[str], said: AbstractSet[str], *, again: bool) -> bool:
        """Tell whether one of `moods` could be met with what is `said`, wherever it stands; all are concepts.

        `again`: whether the same words of one are said twice, so that they may stand beside themselves.
        """
        needs = self._needs if again else self._needs_other
        for mood in moods:
            for others in needs.get(mood, ()):
                for group in others:
                    if said.isdisjoint(group):
                        break
                else:
                    return True
        return False


def _conditions(knowledge: Knowledge) -> Iterator[Condition]:
    for flag in knowledge.flags.values():
        yield from chain(flag.rules, flag.raises, flag.lowers, flag.lightly)
    yield from knowledge.soft_signals.rules
    yield from knowledge.evidence
