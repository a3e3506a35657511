"""A message read once: its terms with their context, its values. Nobody downstream looks at raw text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.knowledge.model import Context
from bot.language.context import Cue, Place, judge
from bot.language.foreign import Languages
from bot.language.lexicon import Found, Pattern, Role, Trie, longest
from bot.language.text import Span, fold
from bot.language.values import Value, ValueReader
from bot.language.vocabulary import Meant, Vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.knowledge.knowledge import Knowledge
    from bot.language.text import Text, Word

# A slip is mended only towards words of these kinds: towards "why" or "worse" it would make sense of nonsense.
_MENDED = frozenset({"sign", "condition", "body", "treatment", "test"})


@dataclass(frozen=True, slots=True)
class Term:
    """A concept met in a person's own words."""

    concept: str
    kind: str
    span: Span  # text[span.start:span.end] is what they typed
    at: int  # first word, counted from 0
    end: int  # word behind the last
    sentence: int
    context: Context
    rule: str  # the context rule that decided, "" for none
    edits: int  # 0 exact, else slips of the finger
    masked: bool = False  # inside a look-alike: speaks for topics, never for flags

    @property
    def live(self) -> bool:
        """Whether it is there now, in whomever."""
        return self.context is Context.LIVE or self.context is Context.OTHER


@dataclass(frozen=True, slots=True)
class Phrase:
    """A whole phrase of a red flag (or a look-alike of it) met in the text."""

    flag: str
    level: str
    span: Span
    at: int
    end: int
    sentence: int
    context: Context
    rule: str
    lookalike: bool = False


@dataclass(frozen=True, slots=True)
class Reading:
    """What one message says."""

    written: str
    words: int
    terms: tuple[Term, ...]
    phrases: tuple[Phrase, ...]
    values: tuple[Value, ...]
    idioms: tuple[str, ...]
    questions: frozenset[int]
    stems: tuple[str, ...]  # of all words that no idiom hides, in order
    soft: bool  # sounds low, though nothing dangerous is said
    unknown: int  # words that are neither the lexicon's nor fillers
    language: str | None  # code of another language, "" for an unknown one, None for English

    def text(self, span: Span) -> str:
        """Return the person's own words at `span`."""
        return self.written[span.start : span.end]


class Reader:
    """The knowledge folder's words, made ready to read messages."""

    def __init__(self, knowledge: Knowledge) -> None:
        """Put all phrases into one trie."""
        self._trie = Trie()
        self._concepts = knowledge.concepts
        self._rules = {rule.id: rule for rule in knowledge.context_rules}
        mended: set[str] = set()
        for concept in knowledge.concepts.values():
            forms = self._trie.add(concept.words, Pattern(Role.CONCEPT, concept.id))
            if concept.kind in _MENDED:
                mended |= forms
            self._trie.add(concept.exact, Pattern(Role.CONCEPT, concept.id, exact=True))
        self._add_other_patterns(knowledge)
        self._languages = Languages(knowledge.languages)
        self._values = ValueReader(knowledge.value_words)
        self._vocabulary = Vocabulary(
            frozenset(self._trie.forms), frozenset(mended), knowledge.english, knowledge.small_words
        )

    def _add_other_patterns(self, knowledge: Knowledge) -> None:
        for rule in knowledge.context_rules:
            self._trie.add(rule.words, Pattern(Role.CUE, rule.id, exact=True))
        for flag in knowledge.flags.values():
            for level, phrases in flag.phrases.items():
                self._trie.add(phrases, Pattern(Role.FLAG, flag.id, strict=flag.strict, level=level))
            self._trie.add(flag.lookalikes, Pattern(Role.LOOKALIKE, flag.id))
        soft = knowledge.soft_signals
        self._trie.add(soft.words, Pattern(Role.SOFT, "soft", strict=soft.strict))
        for idiom in knowledge.idioms:
            self._trie.add(idiom.words, Pattern(Role.IDIOM, idiom.id))

    def read(self, text: str) -> Reading:
        """Return what `text` says. Any string is accepted; pure, and linear in its length."""
        folded = fold(text)
        words, meant = self._spell(folded.words)
        found = self._trie.find(meant, [word.sentence for word in words])
        return self._compose(folded, words, meant, found)

    def _spell(self, words: Iterable[Word]) -> tuple[list[Word], list[Meant]]:
        """Mend slips; two words run together become two, each with its own span."""
        spelt: list[Word] = []
        meant: list[Meant] = []
        for word in words:
            senses = self._vocabulary.meant(word.form)
            start = word.start
            for sense in senses:
                end = word.end if sense is senses[-1] else start + len(sense.form)
                spelt.append(word if len(senses) == 1 else word._replace(form=sense.form, start=start, end=end))
                meant.append(sense)
                start = end
        return spelt, meant

    def _compose(self, folded: Text, words: list[Word], meant: list[Meant], found: list[Found]) -> Reading:
        by_role: list[list[Found]] = [[] for _ in Role]
        for item in found:
            by_role[item.pattern.role].append(item)
        concepts, cues, flags, idioms, lookalikes, soft = by_role
        hidden = bytearray(len(words))
        idioms = longest(_not_inside(idioms, flags, concepts), hidden)
        flags = [item for item in flags if not any(hidden[item.start : item.end])]
        masked = bytearray(len(words))
        lookalikes = longest(_not_inside(lookalikes, flags), masked)
        flags = _each_longest([item for item in flags if not any(masked[item.start : item.end])])
        terms = longest(concepts, bytearray(hidden))
        places = [self._place(item) for item in terms] + [Place(f.start, f.end, "sign") for f in (*flags, *lookalikes)]
        judged = judge(places, self._cues(cues, terms, flags, hidden), words)
        return Reading(
            written=folded.written,
            words=len(words),
            terms=tuple(self._terms(terms, judged, words, meant, masked)),
            phrases=tuple(
                _phrase(f, j, words) for f, j in zip((*flags, *lookalikes), judged[len(terms) :], strict=True)
            ),
            values=self._values.read(words),
            idioms=tuple(item.pattern.id for item in idioms),
            questions=folded.questions,
            stems=tuple(sense.stem for index, sense in enumerate(meant) if not hidden[index]),
            soft=bool(soft),
            unknown=_unknown(words, self._vocabulary, found),
            language=self._language(folded, words, len(terms)),
        )

    def _language(self, folded: Text, words: list[Word], terms: int) -> str | None:
        """Return the language of a message that is not English; asked only where English explains too little of it."""
        if folded.foreign > len(words):
            return self._languages.by_script(folded.written)
        forms = [word.form for word in words]
        english = sum(1 for form in forms if self._vocabulary.small(form))
        return self._languages.by_words(forms, english + terms) if 2 * (english + terms) < len(forms) else None

    def _place(self, item: Found) -> Place:
        return Place(item.start, item.end, self._concepts[item.pattern.id].kind)

    def _cues(self, cues: list[Found], terms: list[Found], flags: list[Found], hidden: bytearray) -> list[Cue]:
        """Return the cues that are words of their own, not a part of a sign ("no feeling")."""
        kept = longest(cues, bytearray(hidden))
        holders = [
            item
            for item in (*terms, *flags)
            if item.end - item.start > 1 and (item.pattern.role is Role.FLAG or self._place(item).kind in _HOLDING)
        ]
        return [
            Cue(self._rules[item.pattern.id], item.start, item.end)
            for item in kept
            if not any(holder.start <= item.start and item.end <= holder.end for holder in holders)
        ]

    def _terms(
        self,
        found: list[Found],
        judged: list[tuple[Context, str]],
        words: list[Word],
        meant: list[Meant],
        masked: bytearray,
    ) -> Iterable[Term]:
        for item, (context, rule) in zip(found, judged, strict=False):
            span = Span(words[item.start].start, words[item.end - 1].end)
            edits = sum(sense.edits for sense in meant[item.start : item.end])
            hidden = any(masked[item.start : item.end])
            for concept in (item.pattern.id, *self._concepts[item.pattern.id].implies):
                yield Term(
                    concept,
                    self._concepts[concept].kind,
                    span,
                    item.start,
                    item.end,
                    words[item.start].sentence,
                    context,
                    rule,
                    edits,
                    hidden,
                )


# A cue inside a term of these kinds is a part of it.
_HOLDING = frozenset({"sign", "condition", "amount", "quality", "body", "event", "intent"})


def _not_inside(items: list[Found], *longer: list[Found]) -> list[Found]:
    """Leave out what stands inside a longer find: "stuck up" inside "got something stuck up my bum"."""
    return [
        item
        for item in items
        if not any(
            other.start <= item.start and item.end <= other.end and other.end - other.start > item.end - item.start
            for others in longer
            for other in others
        )
    ]


def _each_longest(flags: list[Found]) -> list[Found]:
    """Return, for each flag, the longest of its overlapping phrases."""
    kept: list[Found] = []
    for flag in dict.fromkeys(item.pattern.id for item in flags):
        mine = [item for item in flags if item.pattern.id == flag]
        kept += longest(mine, bytearray(max(item.end for item in mine)))
    return kept


def _phrase(item: Found, judged: tuple[Context, str], words: list[Word]) -> Phrase:
    span = Span(words[item.start].start, words[item.end - 1].end)
    lookalike = item.pattern.role is Role.LOOKALIKE
    return Phrase(
        item.pattern.id, item.pattern.level, span, item.start, item.end, words[item.start].sentence, *judged, lookalike
    )


def _unknown(words: list[Word], vocabulary: Vocabulary, found: list[Found]) -> int:
    """Return how many words no phrase covers and which are not the small change of a sentence."""
    covered = bytearray(len(words))
    for item in found:
        covered[item.start : item.end] = b"\x01" * (item.end - item.start)
    return sum(1 for index, word in enumerate(words) if not covered[index] and not vocabulary.small(word.form))
