"""Phrases of the knowledge folder found in a text: one walk over its words, the longest first."""

from __future__ import annotations

from collections import defaultdict
from itertools import groupby
from typing import TYPE_CHECKING

from bot.language.edges import ONE, Edges, settled_phrase, singular
from bot.language.fillers import ARTICLES, passing
from bot.language.patterns import OPEN, ROLES, Found
from bot.language.same import Same
from bot.language.stems import stem
from bot.language.steps import PAYLOAD, State, Steps
from bot.language.symbols import Symbol
from bot.language.text import fold_phrase, plain_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bot.language.patterns import ByRole, Pattern
    from bot.language.steps import Node
    from bot.language.vocabulary import Meant

# Well above what people use, and far below what memory allows.
_REMEMBERED = 20_000


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
        self._steps = Steps()
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
            first, _, others = settled_phrase(phrase, pattern).partition(" ")
            behind[together[first] if others else alone[first]].append(others)
        for edge, lines in behind.items():
            self._waiting[edge].append((pattern, "\n".join(lines)))
        self.forms |= words
        return words

    def _edges_for(self, pattern: Pattern, *, alone: bool) -> Edges:
        """Return the edges for the words of a phrase; a word alone is only itself."""
        together = not alone and pattern.role in OPEN and not pattern.exact
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
                elif pattern not in (met := branch.get(PAYLOAD, ())):
                    branch[PAYLOAD] = (*met, pattern)
        return branch

    def _opened(self, node: Node, edge: str) -> Node:
        """Return the node behind an edge of `node`, such that more can be hung up there."""
        behind: Node | None = node.get(edge)
        if behind is None or behind is self._ends.get(behind.get(PAYLOAD)):
            behind = node[edge] = dict(behind or ())
        return behind

    def _end(self, node: Node, edge: str, pattern: Pattern) -> None:
        """Let a phrase end behind an edge of `node`."""
        behind: Node | None = node.get(edge)
        met = behind.get(PAYLOAD, ()) if behind else ()
        if pattern in met:
            return
        meant = (*met, pattern)
        if behind is None or behind is self._ends.get(met):
            node[edge] = self._ends.setdefault(meant, {PAYLOAD: meant})
        else:
            behind[PAYLOAD] = meant

    def find(self, words: Sequence[Meant], clauses: Sequence[int]) -> ByRole:
        """Return every phrase met, each within one of the numbered `clauses`; overlaps are the caller's to settle."""
        symbols = [sense.symbol or self._symbol(sense) for sense in words]
        found: ByRole = [[] for _ in ROLES]
        self._steps.forget()
        end = 0
        for _, numbers in groupby(clauses):
            begin, end = end, end + len(list(numbers))
            for start in range(begin, end):
                symbol, at = symbols[start], start + 1
                state: State | None = symbol.begins
                if state is None:
                    state = self._behind_first(symbol)
                while state is not None:
                    for pattern, doubtful in state.ends:
                        found[pattern.role].append(Found(pattern, start, at, doubtful))
                    # Most words go on with no phrase, which the marks tell: nothing is looked for, nor remembered.
                    if at == end or not state.ahead & symbols[at].marks:
                        break
                    state, at = state[symbols[at]], at + 1
        return found

    def _behind_first(self, symbol: Symbol) -> State:
        if self._waiting:
            self._grow_all_of(symbol)
        return self._steps.begin(self._root, symbol)

    def _symbol(self, sense: Meant) -> Symbol:
        """Return how the trie sees a message's word, and what it may be as well."""
        form, or_else, apart = sense.form, sense.or_else, sense.apart
        key = (form, or_else, apart) if or_else or apart else form
        known = self._symbols.get(key)
        if known is None:
            if len(self._symbols) >= _REMEMBERED:
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
            filler=passing(form),
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
        return {pattern for edge in edges for pattern in self._root.get(edge, {}).get(PAYLOAD, ())}

    def _plain(self, form: str) -> Symbol:
        """Return the symbol of a word that can be nothing else: "walks" may be to the trie what "walking" is."""
        edges, filler = self._edges_of(form), passing(form)
        if self._there is None:
            return Symbol(edges, filler=filler)
        known = self._by_edges.get((edges, filler))
        if known is None:
            known = self._by_edges[edges, filler] = Symbol(edges, filler=filler)
        return known

    def _edges_of(self, form: str) -> tuple[str, ...]:
        """Return the edges that a word may follow; only those that are there, once all are known."""
        article = (ONE,) if form in ARTICLES else ()
        edges = dict.fromkeys((stem(form), "=" + form, "=" + singular(form), *article, *self._same.in_text(form)))
        there = self._there
        return tuple(edges if there is None else filter(there.__contains__, edges))

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
            if (symbol := self._symbol(sense)).begins is None:
                self._behind_first(symbol)

    def _grow(self, edge: str) -> None:
        if (waiting := self._waiting.get(edge)) is not None:
            # Whole before it is hung up: who reads at the same time sees all of it or builds the same.
            self._root[edge] = self._branch(waiting)
            self._waiting.pop(edge, None)
