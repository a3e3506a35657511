"""Where the words of a text lead in the trie of phrases, on all paths at once; each step is looked for once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

from bot.language.fillers import IN_TIME, LOOSELY, MOST_FILLERS
from bot.language.patterns import OPEN
from bot.language.symbols import Symbol, marks_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from bot.language.patterns import Pattern

# A node maps each edge to the next node, and PAYLOAD to the patterns that end here.
Node = dict[str, Any]
PAYLOAD = "\0"
# A way through the trie: where it stands, the fillers passed over, whether a word was taken for what it may be as well.
Path: TypeAlias = "tuple[Node, int, bool]"
# Where one stands behind a word, and the patterns that are met with it, each with whether that is in doubt.
_Step: TypeAlias = "tuple[dict[tuple[int, int, bool], Path], dict[Pattern, bool]]"
# Well above what people use, and far below what memory allows.
_REMEMBERED = 50_000


class State(dict[Symbol, "State | None"]):
    """Where the words read so far may stand in the trie, all paths at once.

    By each word that may come next, where one stands then; None if no phrase goes on so. Looked for once.
    """

    __slots__ = ("ahead", "ends", "paths", "steps")

    def __init__(self, steps: Steps, paths: tuple[Path, ...], ends: tuple[tuple[Pattern, bool], ...]) -> None:
        """Stand at the ends of `paths`; `ends`: what is met with the last word, and whether in doubt."""
        self.steps = steps
        self.paths = paths
        self.ends = ends
        # The marks of the edges on which a phrase may go on: none where no phrase does.
        self.ahead = 0
        for node, _, _ in paths:
            self.ahead |= steps.marks_ahead(node)

    def __missing__(self, symbol: Symbol) -> State | None:
        """Return where one stands behind one more word."""
        step = self[symbol] = self.steps.further(self, symbol)
        return step


class Steps:
    """The steps that were looked for so far: people use the same words again and again."""

    def __init__(self) -> None:
        """Remember none."""
        self._ahead: dict[int, int] = {}  # marks of edges by the node that they leave, of those come to so far
        self._begun: list[Symbol] = []  # those that say where one stands behind them
        self._remembered = 0

    def begin(self, root: Node, symbol: Symbol) -> State:
        """Return where one stands behind the first word of a phrase, or of what may be one."""
        self._remembered += 1
        state = self._step([(root, 0, False)], symbol, begun=False)
        if state is None:
            state = State(self, (), ())
        symbol.begins = state
        self._begun.append(symbol)
        return state

    def further(self, state: State, symbol: Symbol) -> State | None:
        """Return where the paths of `state` stand behind one more word; None if no phrase goes on so."""
        self._remembered += 1
        return self._step(state.paths, symbol, begun=True)

    def forget(self) -> None:
        """Forget them all, if they are too many."""
        if self._remembered > _REMEMBERED:
            for symbol in self._begun:
                symbol.begins = None
            self._begun = []
            self._remembered = 0

    def marks_ahead(self, node: Node) -> int:
        """Return the marks of the edges of `node`, to which no more is hung up."""
        known = self._ahead.get(id(node))
        if known is None:
            known = self._ahead[id(node)] = marks_of(node)
        return known

    def _step(self, paths: Sequence[Path], symbol: Symbol, *, begun: bool) -> State | None:
        entered, ends = _followed(paths, symbol, begun=begun)
        if symbol.others or symbol.apart:
            ends = _doubted(paths, symbol, entered, ends, begun=begun)
        return State(self, tuple(entered.values()), tuple(ends.items())) if entered or ends else None


def _doubted(
    paths: Iterable[Path],
    symbol: Symbol,
    entered: dict[tuple[int, int, bool], Path],
    ends: dict[Pattern, bool],
    *,
    begun: bool,
) -> dict[Pattern, bool]:
    """Follow every edge of what a word may be as well, too; returns what is met.

    It tells of a danger, but takes none back: no cue and no other subject is met with it.
    """
    paths = [(node, skipped, True) for node, skipped, _ in paths]
    for more, met in _followed_otherwise(paths, symbol, begun=begun):
        entered.update(more)
        ends = {**met, **ends}
    return ends


def _followed(paths: Iterable[Path], symbol: Symbol, *, begun: bool) -> _Step:
    """Follow every edge of a word from every path; a filler may also be passed over, but no strict phrase with it."""
    entered: dict[tuple[int, int, bool], Path] = {}
    ends: dict[Pattern, bool] = {}
    edges = symbol.edges
    for node, skipped, unsure in paths:
        for edge in edges:
            if (child := node.get(edge)) is None:
                continue
            patterns = child.get(PAYLOAD, ())
            for pattern in patterns:
                if not ((skipped >= LOOSELY and _broken(pattern, skipped)) or (pattern.sure and unsure)):
                    ends[pattern] = unsure and ends.get(pattern, True)
            if len(child) > bool(patterns):  # an edge beside what ends here
                entered[id(child), skipped, unsure] = child, skipped, unsure
    if begun and symbol.filler:
        for node, skipped, unsure in paths:
            if skipped % LOOSELY < MOST_FILLERS:
                passed = skipped + symbol.filler
                entered[id(node), passed, unsure] = node, passed, unsure
    return entered, ends


def _followed_otherwise(paths: Sequence[Path], symbol: Symbol, *, begun: bool) -> Iterator[_Step]:
    """Yield where one stands behind the other words that a word may be: one, or two, of which a phrase may need one."""
    for other in symbol.others:
        yield _followed(paths, other, begun=begun)
    for first, second in symbol.apart:
        between, met = _followed(paths, first, begun=begun)
        yield {}, met
        yield _followed(between.values(), second, begun=True)
        if not begun:
            yield _followed(paths, second, begun=False)


def _broken(pattern: Pattern, skipped: int) -> bool:
    """Tell whether a phrase may not have such words inside as were passed over."""
    if skipped >= IN_TIME and pattern.role not in OPEN:
        return True
    return pattern.strict and skipped % IN_TIME >= LOOSELY
