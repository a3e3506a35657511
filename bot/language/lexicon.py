"""Phrases of the knowledge folder found in a text: one walk over its words, the longest first."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from enum import IntEnum
from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING, Any, TypeAlias

from bot.language.contractions import OPENERS, contracted
from bot.language.same import Same
from bot.language.stems import stem
from bot.language.symbols import Symbol
from bot.language.text import fold_phrase, plain_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from bot.language.vocabulary import Meant

# A node maps each edge to the next node, and _PAYLOAD to the patterns that end here.
Node = dict[str, Any]
_PAYLOAD = "\0"
# Left out of phrases, so that "blood in my stool", "blood in the stool" and "blood in stool" are one.
_ARTICLES = frozenset(["my", "the", "a", "an", "his", "her", "their", "your", "our"])
_ONE = "~article"  # any of them, at the end of a phrase
# What gives weight to what is said, or takes some: it may stand inside any phrase of the text ("i want to just die").
_WEIGHTS = frozenset(
    ["really", "just", "literally", "actually", "basically", "honestly", "totally", "completely", "absolutely", "like"]
).union(
    ["seriously", "definitely", "truly", "genuinely", "fucking", "even", "kinda", "sorta", "um", "erm", "tbh", "lol"]
)
# May stand inside what tells of something, but not in a look-alike: "end it now with her" is no "end it with her".
_TIMES = frozenset(["now", "also"])
# May stand inside a phrase that is not strict. Never "bloody": it may be the sign itself.
FILLERS = (
    _ARTICLES
    | _WEIGHTS
    | _TIMES.union(
        ["this", "that", "these", "those", "some", "any", "it", "its", "very", "so", "bit"],
        ["all", "proper", "dead", "well", "right", "own", "pretty", "quite", "fairly"],
    )
)
_MOST_FILLERS = 2
# What passing over a word adds to a path: how many there were, and above that, that nothing strict may end there, or
# nothing but what tells of something.
_PASSED, _LOOSELY, _IN_TIME = 1, 16, 256


class Role(IntEnum):
    """What a phrase is for."""

    CONCEPT = 0
    CUE = 1
    FLAG = 2
    IDIOM = 3
    LOOKALIKE = 4
    SOFT = 5


# In phrases of these roles a word stands for all that are the same as it.
_OPEN = frozenset({Role.CONCEPT, Role.FLAG, Role.SOFT})


@dataclass(frozen=True, slots=True, eq=False)  # told apart by identity: hashed for each word of each message
class Pattern:
    """A phrase's meaning: the id of a concept, cue, flag or idiom; `strict` allows no word in between.

    `sure`: met with the words themselves alone, not with what a word may be as well.
    """

    role: Role
    id: str
    strict: bool = False
    exact: bool = False
    level: str = ""
    sure: bool = False
    kind: str = ""  # of a concept


@dataclass(slots=True, eq=False)  # neither frozen nor a tuple: made, and looked at, many times for each message
class Found:
    """A pattern met at words `start` to `end` (exclusive); `doubtful`: only by what a word may be as well."""

    pattern: Pattern
    start: int
    end: int
    doubtful: bool


# The finds of each role, each in the order of the text.
ByRole: TypeAlias = "list[list[Found]]"
# A way through the trie: where it stands, the fillers passed over, whether a word was taken for what it may be as well.
Path: TypeAlias = "tuple[Node, int, bool]"
# Where one stands behind a word, and the patterns that are met with it, each with whether that is in doubt.
_Step: TypeAlias = "tuple[dict[tuple[int, int, bool], Path], dict[Pattern, bool]]"


class State(dict[Symbol, "State | None"]):
    """Where the words read so far may stand in the trie, all paths at once.

    By each word that may come next, where one stands then; None if no phrase goes on so. Looked for once.
    """

    __slots__ = ("begun", "ends", "paths", "trie")

    def __init__(
        self, trie: Trie, paths: Iterable[Path], ends: Iterable[tuple[Pattern, bool]] = (), *, begun: bool = True
    ) -> None:
        """Stand at the ends of `paths` of `trie`; `begun`: behind a word."""
        self.trie = trie
        self.paths = tuple(paths)
        # The patterns that are met with the last word, each with its role, and with whether that is in doubt.
        self.ends = tuple([(int(pattern.role), pattern, doubtful) for pattern, doubtful in ends])
        self.begun = begun

    def __missing__(self, symbol: Symbol) -> State | None:
        """Return where one stands behind one more word."""
        self.trie.remembered += 1
        if self.begun and symbol.plain:
            edges = symbol.edges
            for node, _, _ in self.paths:
                if not node.keys().isdisjoint(edges):
                    break
            else:  # as for most pairs of words: no phrase goes on so
                self[symbol] = None
                return None
        step = self[symbol] = self.trie.step(self, symbol)
        return step


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
        edge = form if form == _ONE else self._same.in_phrase(form) if self._same else None
        if edge is None and self._strict:
            edge = "=" + _singular(form)
        edge = self[form] = edge or ("=" + form if self._exact else stem(form))
        return edge


class Trie:
    """Phrases by their words.

    An edge is a stem, a group of same words, or "=" and the word itself where only that counts. All paths are followed
    at once, and where a word leads from where is remembered: people use the same words again and again.
    """

    def __init__(self, same: Same | None = None) -> None:
        """Start with no phrases."""
        self._root: Node = {}
        # Phrases by their first edge, put into the trie when a text first has that word: most texts need few of them.
        # What stands behind that word, a line for each phrase of a pattern: a text for each would take some megabytes.
        self._waiting: defaultdict[str, list[tuple[Pattern, str]]] = defaultdict(list)
        self._edges: dict[tuple[bool, bool, bool], Edges] = {}
        # Most phrases lead nowhere else: all that mean the same end in one node, or ends alone would take 14 megabytes.
        self._ends: dict[tuple[Pattern, ...] | None, Node] = {}
        self._same = same or Same()
        self._symbols: dict[object, Symbol] = {}  # by the word's form, and what else it may be
        # Once no phrase waits any more: all edges there are, and symbols by those that they follow.
        self._there: frozenset[str] | None = None
        self._by_edges: dict[tuple[tuple[str, ...], int], Symbol] = {}
        self._start = self._before_all()
        self.remembered = 0  # steps
        self.forms: set[str] = set()

    def add(self, phrases: Sequence[str], pattern: Pattern) -> set[str]:
        """Add `phrases`, and the joined spelling of those written with a hyphen; returns their words."""
        words = plain_words(phrases)
        if words is None:
            joined = [phrase.replace("-", "") for phrase in phrases if "-" in phrase]
            phrases = [" ".join(fold_phrase(phrase)) for phrase in (*phrases, *joined)]
            words = set(" ".join(phrases).split())
        alone, together = self._edges_for(pattern, alone=True), self._edges_for(pattern, alone=False)
        behind: defaultdict[str, list[str]] = defaultdict(list)
        for phrase in phrases:
            first, _, others = _settled(phrase, pattern).partition(" ")
            behind[together[first] if others else alone[first]].append(others)
        for edge, lines in behind.items():
            self._waiting[edge].append((pattern, "\n".join(lines)))
        self.forms |= words
        return words

    def _edges_for(self, pattern: Pattern, *, alone: bool) -> Edges:
        """Return the edges for the words of a phrase; a word alone is only itself."""
        together = not alone and pattern.role in _OPEN and not pattern.exact
        kind = (together, pattern.strict, pattern.exact)
        if kind not in self._edges:
            self._edges[kind] = Edges(self._same if together else None, strict=pattern.strict, exact=pattern.exact)
        return self._edges[kind]

    def _branch(self, waiting: Iterable[tuple[Pattern, str]]) -> Node:
        """Return the node behind the edge with which all phrases begin that are `waiting`."""
        branch: Node = {}
        for pattern, lines in waiting:
            edges = self._edges_for(pattern, alone=False)
            for line in lines.split("\n"):
                if line:
                    node = branch
                    *between, last = line.split(" ")
                    for form in between:
                        node = self._opened(node, edges[form])
                    self._end(node, edges[last], pattern)
                elif pattern not in (met := branch.get(_PAYLOAD, ())):
                    branch[_PAYLOAD] = (*met, pattern)
        return branch

    def _opened(self, node: Node, edge: str) -> Node:
        """Return the node behind an edge of `node`, such that more can be hung up there."""
        behind: Node | None = node.get(edge)
        if behind is None or behind is self._ends.get(behind.get(_PAYLOAD)):
            behind = node[edge] = dict(behind or ())
        return behind

    def _end(self, node: Node, edge: str, pattern: Pattern) -> None:
        """Let a phrase end behind an edge of `node`."""
        behind: Node | None = node.get(edge)
        met = behind.get(_PAYLOAD, ()) if behind else ()
        if pattern in met:
            return
        meant = (*met, pattern)
        if behind is None or behind is self._ends.get(met):
            node[edge] = self._ends.setdefault(meant, {_PAYLOAD: meant})
        else:
            behind[_PAYLOAD] = meant

    def find(self, words: Sequence[Meant], clauses: Sequence[int]) -> ByRole:
        """Return every phrase met, each within one of the numbered `clauses`; overlaps are the caller's to settle."""
        symbols = [sense.symbol or self._symbol(sense) for sense in words]
        found: ByRole = [[], [], [], [], [], []]
        before = self._before_words()
        end = 0
        for _, numbers in groupby(clauses):
            begin, end = end, end + len(list(numbers))
            for start in range(begin, end):
                state, at = before[symbols[start]], start + 1
                while state is not None:
                    for role, pattern, doubtful in state.ends:
                        found[role].append(Found(pattern, start, at, doubtful))
                    if at == end or not state.paths:
                        break
                    state, at = state[symbols[at]], at + 1
        return found

    def _before_words(self) -> State:
        """Return where one stands before the first word of a phrase; forgets all steps before they are too many."""
        if self.remembered > _REMEMBERED_STEPS:
            self.remembered = 0
            self._start = self._before_all()
        return self._start

    def _symbol(self, sense: Meant) -> Symbol:
        """Return how the trie sees a message's word, and what it may be as well."""
        form, or_else, apart = sense.form, sense.or_else, sense.apart
        key = (form, or_else, apart) if or_else or apart else form
        known = self._symbols.get(key)
        if known is None:
            if len(self._symbols) >= _REMEMBERED_WORDS:
                self._symbols.clear()
                self._by_edges.clear()
            known = self._symbols[key] = self._unsure(sense) if or_else or apart else self._plain(form)
        sense.symbol = known
        return known

    def _unsure(self, sense: Meant) -> Symbol:
        form, or_else = sense.form, sense.or_else
        alike = self._alike(form, or_else) if or_else else ()
        return Symbol(
            [*self._edges_of(form), *(edge for one in alike for edge in self._edges_of(one))],
            filler=_filler(form),
            others=[self._plain(one) for one in or_else if one not in alike],
            apart=[(self._plain(first), self._plain(second)) for first, second in sense.apart],
        )

    def _alike(self, form: str, others: Iterable[str]) -> tuple[str, ...]:
        """Return those of `others` that mean nothing but what `form` does: other spellings, and none in doubt."""
        means = self._meanings(form)
        return tuple(one for one in others if (other := self._meanings(one)) and other <= means) if means else ()

    def _meanings(self, form: str) -> set[Pattern]:
        """Return what `form` means when it stands alone."""
        edges = self._edges_of(form)
        for edge in edges:
            self._grow(edge)
        return {pattern for edge in edges for pattern in self._root.get(edge, {}).get(_PAYLOAD, ())}

    def _plain(self, form: str) -> Symbol:
        """Return the symbol of a word that can be nothing else: "walks" may be to the trie what "walking" is."""
        edges, filler = self._edges_of(form), _filler(form)
        if self._there is None:
            return Symbol(edges, filler=filler)
        known = self._by_edges.get((edges, filler))
        if known is None:
            known = self._by_edges[edges, filler] = Symbol(edges, filler=filler)
        return known

    def _edges_of(self, form: str) -> tuple[str, ...]:
        """Return the edges that a word may follow; only those that are there, once all are known."""
        article = (_ONE,) if form in _ARTICLES else ()
        edges = dict.fromkeys((stem(form), "=" + form, "=" + _singular(form), *article, *self._same.in_text(form)))
        there = self._there
        return tuple(edges if there is None else filter(there.__contains__, edges))

    def step(self, state: State, symbol: Symbol) -> State | None:
        """Return where the paths of `state` stand behind one more word; None if no phrase goes on so."""
        if self._waiting and not state.begun:
            self._grow_all_of(symbol)
        entered, ends = _followed(state.paths, symbol, begun=state.begun)
        if symbol.others or symbol.apart:
            ends = _doubted(state, symbol, entered, ends)
        return State(self, entered.values(), ends.items()) if entered or ends else None

    def _before_all(self) -> State:
        """Return where one stands before the first word of a phrase."""
        return State(self, [(self._root, 0, False)], begun=False)

    def _grow_all_of(self, symbol: Symbol) -> None:
        for one in (symbol, *symbol.others, *(one for pair in symbol.apart for one in pair)):
            for edge in one.edges:
                self._grow(edge)

    def grow(self) -> None:
        """Put all phrases into the trie now, so that no message has to wait for it."""
        for edge in list(self._waiting):
            self._grow(edge)
        self._there = frozenset().union(*[edges.values() for edges in self._edges.values()])

    def meet(self, words: Iterable[Meant]) -> None:
        """Tell now how the trie sees `words`, and which phrases begin with them."""
        for sense in words:
            _ = self._start[self._symbol(sense)]

    def _grow(self, edge: str) -> None:
        if (waiting := self._waiting.get(edge)) is not None:
            # Whole before it is hung up: who reads at the same time sees all of it or builds the same.
            self._root[edge] = self._branch(waiting)
            self._waiting.pop(edge, None)


def _filler(form: str) -> int:
    """Return what passing over a word adds to a path; 0 for one that no phrase passes over."""
    if form not in FILLERS:
        return 0
    if form in _WEIGHTS:
        return _PASSED
    return _PASSED + (_IN_TIME if form in _TIMES else _LOOSELY)


def _broken(pattern: Pattern, skipped: int) -> bool:
    """Tell whether a phrase may not have such words inside as were passed over."""
    if skipped >= _IN_TIME and pattern.role not in _OPEN:
        return True
    return pattern.strict and skipped % _IN_TIME >= _LOOSELY


def _doubted(
    state: State, symbol: Symbol, entered: dict[tuple[int, int, bool], Path], ends: dict[Pattern, bool]
) -> dict[Pattern, bool]:
    """Follow every edge of what a word may be as well, too; returns what is met.

    It tells of a danger, but takes none back: no cue and no other subject is met with it.
    """
    paths = [(node, skipped, True) for node, skipped, _ in state.paths]
    for more, met in _followed_otherwise(paths, symbol, begun=state.begun):
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
            patterns = child.get(_PAYLOAD, ())
            for pattern in patterns:
                if not ((skipped >= _LOOSELY and _broken(pattern, skipped)) or (pattern.sure and unsure)):
                    ends[pattern] = unsure and ends.get(pattern, True)
            if len(child) > bool(patterns):  # an edge beside what ends here
                entered[id(child), skipped, unsure] = child, skipped, unsure
    if begun and symbol.filler:
        for node, skipped, unsure in paths:
            if skipped % _LOOSELY < _MOST_FILLERS:
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


# A phrase without any of these stands in the trie as it is written.
_CHANGING = OPENERS | _ARTICLES
# Behind "taken all of" one article is as good as another; "slaps her" is no "slaps my".
_AS_GOOD = _ARTICLES - {"her"}


def _settled(phrase: str, pattern: Pattern) -> str:
    """Return a folded phrase as it stands in the trie: without contractions and articles; most are that already."""
    forms = phrase.split(" ")
    if _CHANGING.isdisjoint(forms):
        return phrase
    settled = contracted(forms)
    # What is exact keeps them: "the ring" is not "ring". No cue does.
    kept = pattern.strict or (pattern.exact and pattern.role is Role.CONCEPT)
    if not kept and len(settled) > 1:
        # At its end one is the rest of what is meant: "slaps her" is not "slaps", nor "took all of my" "took all of".
        *others, last = settled
        settled = (*[form for form in others if form not in _ARTICLES], _ONE if last in _AS_GOOD else last)
    return " ".join(settled)


# Each is well above what people use, and far below what memory allows.
_REMEMBERED_WORDS = 20_000
_REMEMBERED_STEPS = 50_000


def _singular(form: str) -> str:
    """Return a word without the s of "he wants": in a strict phrase nothing else of it may change."""
    return form[:-1] if len(form) > 3 and form[-1] == "s" and form[-2] not in "siu" else form  # noqa: PLR2004


def longest(found: list[Found], taken: bytearray) -> list[Found]:
    """Return the longest of overlapping finds, the first of equals; marks their words in `taken`, skips marked ones.

    `found`, and what is returned, stand in the order of the text.
    """
    if not found:
        return found
    if len(found) == 1:  # as in most messages
        start, end = found[0].start, found[0].end
        if 1 in taken[start:end]:
            return []
        taken[start:end] = b"\x01" * (end - start)
        return found
    kept: list[Found] = []
    spans: set[tuple[int, int]] = set()
    for item in sorted(found, key=_longest_first):
        start, end = item.start, item.end
        if (start, end) in spans or 1 not in taken[start:end]:
            kept.append(item)
            spans.add((start, end))
            taken[start:end] = b"\x01" * (end - start)
    return sorted(kept, key=_by_start)


def _longest_first(item: Found) -> int:
    return item.start - item.end


_by_start, _end = attrgetter("start"), attrgetter("end")


def nested(found: list[Found], taken: bytearray) -> tuple[list[Found], list[Found]]:
    """Return the finds that touch no word of `taken`: those that stand in no longer one, and those that do.

    What stands only in a longer one that is in doubt is in doubt itself.
    """
    outer: list[Found] = []
    inner: list[Found] = []
    free = [item for item in found if 1 not in taken[item.start : item.end]] if 1 in taken else found
    start = end = -1
    sure = reach = -1  # how far those before reach that are not alike: those that are sure, and all
    ahead = -1  # how far those that are alike will reach, if one of them is sure
    # By where they begin, those that reach farthest first: two quick sorts, for each message, instead of a slow one.
    for item in sorted(sorted(free, key=_end, reverse=True), key=_by_start):
        begins, ends, doubtful = item.start, item.end, item.doubtful
        if begins != start or ends != end:
            sure = ahead if ahead > sure else sure  # noqa: FURB136 - `max` takes longer, for each phrase of a message
            reach = end if end > reach else reach  # noqa: FURB136
            start, end, ahead = begins, ends, -1
        if not doubtful:
            ahead = end
        if sure >= end:
            inner.append(item)
        else:
            outer.append(item if reach < end or doubtful else Found(item.pattern, begins, ends, doubtful=True))
    return outer, inner
