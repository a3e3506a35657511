"""Where a danger said differently is missed: `python -m tests.reading.dropped [VARIATION...]` lists it."""

from __future__ import annotations

import difflib
import sys
from collections import Counter
from dataclasses import dataclass
from random import Random
from typing import TYPE_CHECKING

from tests.reading.shipped import Proof, dangers, level_of
from tests.reading.variations import VARIATIONS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from bot import Level

SEED = 7


@dataclass(frozen=True, slots=True)
class Dropped:
    """A sentence whose level fell when it was said differently."""

    proof: Proof
    varied: str
    level: Level
    now: Level

    def __str__(self) -> str:
        """Return it in one line, with what was changed in front."""
        return f"[{self.changed}] {self.level.label} -> {self.now.label}: {self.varied!r} ({self.proof.entry})"

    @property
    def changed(self) -> str:
        """The words that the variation changed: "bleeding > bleding"."""
        before, after = self.proof.text.split(" "), self.varied.split(" ")
        steps = difflib.SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
        return "; ".join(
            f"{' '.join(before[a:b])} > {' '.join(after[c:d])}" for kind, a, b, c, d in steps if kind != "equal"
        )


def dropped(name: str, proofs: Iterable[Proof]) -> Iterator[Dropped]:
    """Yield the sentences among `proofs` whose level falls under the variation `name`."""
    for proof in proofs:
        level = level_of(proof.text)
        if not level:
            continue  # an entry that does not fire as written is another test's business
        for varied in VARIATIONS[name](proof.text, Random(f"{SEED}:{proof.text}")):  # noqa: S311 - dice for a test
            now = level if varied == proof.text else level_of(varied)
            if now < level:
                yield Dropped(proof, varied, level, now)


def _list(names: Iterable[str]) -> None:
    for name in names:
        proofs = dangers()
        found = list(dropped(name, proofs))
        print(f"{name}: {len(found)} dropped of {len(proofs)} sentences")  # noqa: T201 - a tool for the terminal
        for one in found:
            print(f"  {one}")  # noqa: T201
        common = Counter(one.changed.split(" > ")[0] for one in found).most_common(20)
        print(f"  most often: {', '.join(f'{word} {count}' for word, count in common)}")  # noqa: T201


if __name__ == "__main__":
    _list(sys.argv[1:] or VARIATIONS)
