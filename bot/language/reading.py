"""A message read once: its terms with their context, its values. Nobody downstream looks at raw text."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from bot.language.context.cues import Place, Rule
from bot.language.context.judging import BY_DEFAULT, judge
from bot.language.context.kinds import HINT, HYPOTHETICAL, LIVE, MOOD, MOODS, PRESENT
from bot.language.contractions import SPELLINGS, contracted_words
from bot.language.earnest import Earnest
from bot.language.foreign import Languages
from bot.language.halves import Halves
from bot.language.order import in_any_order
from bot.language.parts import openings
from bot.language.patterns import Found, Pattern, Role
from bot.language.same import Same
from bot.language.settle import Settled, settle, with_their_signs
from bot.language.stems import stem
from bot.language.text import Span, Word, fold
from bot.language.trie import Trie
from bot.language.values import Value, ValueReader
from bot.language.vocabulary import Everyday, Meant, Vocabulary
from bot.language.wording import Wording

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from bot.knowledge.knowledge import Knowledge
    from bot.knowledge.model import Context
    from bot.language.patterns import ByRole
    from bot.language.text import Text

# What `Span(...)` does beside this takes longer, for each term of a message.
_new = tuple.__new__
# A slip is mended first towards words of these kinds.
_SIGNS = frozenset({"sign", "condition", "body", "treatment", "test"})


@dataclass(slots=True, eq=False)  # neither frozen nor a tuple: made, and looked at, many times for each message
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
    inner: bool = False  # inside a longer sign: speaks for flags, never for topics
    live: bool = True  # whether it is there now, in whomever
    doubtful: bool = False  # met only by what a word may be as well: tells of a danger, but takes none back


# A concept found, how it is meant, and the rule that says so.
Judged: TypeAlias = "tuple[Found, tuple[Context, str]]"


class Phrase(NamedTuple):
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


class Reading(NamedTuple):
    """What one message says."""

    written: str
    words: int
    forms: frozenset[str]  # the words as folded, before any slip is mended
    terms: tuple[Term, ...]  # those of a crisis behind all others
    by_concept: Mapping[str, list[Term]]  # the same
    masked: bool  # whether any of them is
    inner: bool  # whether any of them is
    gone: bool  # whether any of them is not live
    phrases: tuple[Phrase, ...]
    values: tuple[Value, ...]
    idioms: tuple[str, ...]
    questions: frozenset[int]
    paragraphs: frozenset[int]  # sentences behind an empty line, or that turn to something else
    stems: tuple[str, ...]  # of all words that no idiom hides, in order
    wording: Wording  # what of these is different, and each two that follow one another
    places: Callable[[], tuple[Span, ...]]  # where these stand in the text
    openings: Callable[[], tuple[int, ...]]  # words with which a clause begins that has a subject of its own
    today: bool  # a day or hour of now is named
    soft: bool  # sounds low, though nothing dangerous is said
    unknown: int  # words that are neither the lexicon's nor fillers
    language: str | None  # code of another language, "" for an unknown one, None for English

    def text(self, span: Span) -> str:
        """Return the person's own words at `span`."""
        return self.written[span.start : span.end]


def by_concept(terms: Iterable[Term]) -> dict[str, list[Term]]:
    """Return the terms by concept."""
    found: dict[str, list[Term]] = {}
    for term in terms:
        if term.concept in found:
            found[term.concept].append(term)
        else:
            found[term.concept] = [term]
    return found


class Reader:
    """The knowledge folder's words, made ready to read messages."""

    def __init__(self, knowledge: Knowledge) -> None:
        """Put all phrases into one trie."""
        self._trie = Trie(Same(knowledge.same_words))
        kinds = {concept.id: concept.kind for concept in knowledge.concepts.values()}
        # Each concept with those that it implies, and their kinds.
        self._says = {
            concept.id: [(one, kinds[one]) for one in (concept.id, *concept.implies)]
            for concept in knowledge.concepts.values()
        }
        self._rules = {rule.id: Rule.of(rule) for rule in knowledge.context_rules}
        self._crises = {flag.id for flag in knowledge.flags.values() if flag.pathway}
        self._ending: set[Pattern] = set()
        self._halves = Halves(knowledge)
        self._ids: dict[Pattern, frozenset[str]] = {}  # what each pattern of a concept means
        signs: set[str] = set()
        for concept in knowledge.concepts.values():
            sure = concept.kind == "elsewhere"
            role = Role.HALF if concept.kind in MOODS else Role.CONCEPT
            usual = Pattern(role, concept.id, sure=sure, kind=concept.kind)
            exact = Pattern(role, concept.id, exact=True, sure=sure, kind=concept.kind)
            forms = self._trie.add(concept.words, usual)
            if concept.kind in _SIGNS:
                signs |= forms
            self._trie.add(concept.exact, exact)
            self._ids[usual] = self._ids[exact] = frozenset([concept.id, *concept.implies])
        self._earnest = Earnest(self._ids)
        self._add_other_patterns(knowledge, signs)
        self._small = frozenset(map(stem, knowledge.small_words))
        self._languages = Languages(knowledge.languages)
        self._values = ValueReader(knowledge.value_words)
        self._vocabulary = Vocabulary(
            frozenset(self._trie.forms | SPELLINGS),
            frozenset(signs),
            Everyday(knowledge.english, knowledge.small_words, knowledge.spellings),
            [phrases for flag in knowledge.flags.values() for phrases in flag.phrases.values()],
        )

    def _add_other_patterns(self, knowledge: Knowledge, signs: set[str]) -> None:
        for rule in knowledge.context_rules:
            cue = Pattern(Role.CUE, rule.id, exact=True, sure=True)
            self._trie.add(rule.words, cue)
            if rule.ends:
                self._ending.add(cue)
        times = {word for concept in knowledge.concepts.values() if concept.fronted for word in concept.words}
        for flag in knowledge.flags.values():
            for level, phrases in flag.phrases.items():
                # How a crisis is told is no list: "crying and telling him" is not "telling him and crying".
                said = tuple(in_any_order(phrases, times, knowledge.small_words, joined=flag.pathway is None))
                signs |= self._trie.add(said, Pattern(Role.FLAG, flag.id, strict=flag.strict, level=level))
            shield = Pattern(Role.LOOKALIKE, flag.id, sure=True)
            self._trie.add(flag.lookalikes, shield)
            if flag.earnest is not None:
                self._earnest.add(shield, flag.earnest.near)
        soft = knowledge.soft_signals
        self._trie.add(soft.words, Pattern(Role.SOFT, soft.flag or "", strict=soft.strict))
        for idiom in knowledge.idioms:
            self._trie.add(idiom.words, Pattern(Role.IDIOM, idiom.id, sure=True))
            self._trie.add(idiom.exact, Pattern(Role.IDIOM, idiom.id, exact=True, sure=True))

    def prepare(self, texts: Iterable[str] = ()) -> None:
        """Do all that would otherwise be done when a word is first read; `texts` are such as people write."""
        self._trie.grow()
        self._vocabulary.prepare()
        self._trie.meet(self._vocabulary.known())
        for text in texts:
            self._find(fold(text))

    def read(self, text: str) -> Reading:
        """Return what `text` says. Any string is accepted; pure, and linear in its length."""
        folded = fold(text)
        words, meant, clauses, found = self._find(folded)
        concepts, cues, _, _, lookalikes, _, halves = found
        # Before the longest win, so that "it isnt" hides no "isnt funny".
        ending = self._ending
        if not ending.isdisjoint([item.pattern for item in cues]):
            found[Role.CUE] = [item for item in cues if item.pattern not in ending or _ends(item, clauses)]
        if lookalikes:  # as in few messages
            found[Role.LOOKALIKE] = self._earnest.held(lookalikes, [*concepts, *halves])
        if halves and not self._may_meet(halves, concepts):
            found[Role.HALF] = []
        return self._compose(folded, words, meant, found)

    def _find(self, folded: Text) -> tuple[Sequence[Word], Sequence[Meant], list[int], ByRole]:
        """Return the words as meant, the number of each one's clause, and all phrases met."""
        words, meant = contracted_words(*self._spell(folded))
        clauses = [word.clause for word in words]
        return words, meant, clauses, self._trie.find(meant, clauses)

    def _spell(self, folded: Text) -> tuple[Sequence[Word], Sequence[Meant], Sequence[str]]:
        """Mend slips; two words run together become two, each with its own span. Returns the forms as well."""
        as_written = self._vocabulary.as_written(folded.said)
        if as_written is not None:
            return folded.words, as_written, folded.said
        spelt: list[Word] = []
        meant: list[Meant] = []
        for word, senses in zip(folded.words, map(self._vocabulary.meant, folded.said), strict=True):
            if len(senses) == 1:
                sense = senses[0]
                spelt.append(word if sense.form == word.form else word.spelt(sense.form))
                meant.append(sense)
                continue
            start = word.start
            for sense in senses:
                end = word.end if sense is senses[-1] else start + len(sense.form)
                comma = word.comma and sense is senses[0]
                spelt.append(Word(sense.form, start, end, word.sentence, word.clause, comma))
                meant.append(sense)
                start = end
        return spelt, meant, [sense.form for sense in meant]

    def _compose(self, folded: Text, words: Sequence[Word], meant: Sequence[Meant], found: ByRole) -> Reading:
        held = settle(found, len(words), self._rules)
        phrases = (*held.flags, *held.lookalikes)
        forms = folded.said if words is folded.words else [word.form for word in words]
        small = self._vocabulary.small(forms, digits=folded.digits)
        judged = self._judged(held, phrases, words, folded.questions)
        moods = self._moods(held, words) if held.moods else []
        terms = self._terms(held, [*zip(held.concepts, judged, strict=False), *moods], words, meant)
        stems = _shown(meant, held.hidden)
        return Reading(
            written=folded.written,
            forms=folded.forms,
            words=len(words),
            terms=terms,
            by_concept=by_concept(terms),
            masked=1 in held.masked,
            inner=bool(held.inner),
            gone=False in [term.live for term in terms],
            phrases=_told(phrases, judged[len(held.concepts) :], words) if phrases else (),
            values=self._values.read(words, forms, meant, digits=folded.digits),
            idioms=tuple([item.pattern.id for item in held.idioms]) if held.idioms else (),
            questions=folded.questions,
            paragraphs=folded.paragraphs,
            stems=stems,
            wording=Wording(stems, map(" ".join, pairwise(stems)), self._small),
            places=partial(_open, words, held.hidden),
            openings=partial(openings, words),
            today=bool(held.cues) and "today" in [cue.rule.means for cue in held.cues],
            soft=held.soft,
            unknown=_unknown(small, found[:-1]),  # halves cover none
            language=self._language(folded, forms, small.count(True), held.concepts),
        )

    def _language(self, folded: Text, forms: Sequence[str], known: int, concepts: list[Found]) -> str | None:
        """Return the language of a message that is not English; asked only where English explains too little of it.

        `known`: how many of its words are the small change of English.
        """
        if folded.foreign > len(forms):
            return self._languages.by_script(folded.written)
        if 2 * known >= len(forms) or not self._languages.may_be(forms, known):
            return None
        # The lexicon knows some words of danger in other languages: they are no sign of English.
        english = self._vocabulary.english
        known += sum(any(english(form) for form in forms[one.start : one.end]) for one in concepts)
        return self._languages.by_words(forms, known) if 2 * known < len(forms) else None

    def _may_meet(self, halves: list[Found], concepts: list[Found]) -> bool:
        """Tell whether any of the halves of a crisis could meet what it needs."""
        ids = self._ids
        mine = [ids[item.pattern] for item in halves]
        meant = frozenset().union(*mine)
        said = meant.union(*[ids[item.pattern] for item in concepts])
        return self._halves.may_meet(meant, said, again=len(meant) < sum(map(len, mine)))

    def _judged(
        self, held: Settled, phrases: Sequence[Found], words: Sequence[Word], asked: AbstractSet[int]
    ) -> list[tuple[Context, str]]:
        """Return how each concept is meant, and each of the whole `phrases` behind them."""
        if not held.cues:  # as in nearly half of all messages
            return [BY_DEFAULT] * (len(held.concepts) + len(phrases))
        places = [Place(item.start, item.end, item.pattern.kind) for item in held.concepts]
        if phrases:
            places += [Place(item.start, item.end, "sign", item.pattern.id in self._crises) for item in phrases]
        return with_their_signs(held, judge(places, held.cues, words, asked))

    def _moods(self, held: Settled, words: Sequence[Word]) -> list[Judged]:
        """Return what tells of a crisis and how it is meant: no word inside it takes it back."""
        kinds = ["sign" if item.pattern.kind == MOOD else HINT for item in held.moods]
        places = [Place(item.start, item.end, kind, crisis=True) for item, kind in zip(held.moods, kinds, strict=True)]
        judged = judge(places, held.mood_cues, words)
        return [
            (item, (LIVE, "") if kind == HINT and how[0] is HYPOTHETICAL else how)
            for item, kind, how in zip(held.moods, kinds, judged, strict=True)
        ]

    def _terms(
        self, held: Settled, judged: list[Judged], words: Sequence[Word], meant: Sequence[Meant]
    ) -> tuple[Term, ...]:
        terms: list[Term] = []
        says, within, masked_words = self._says, held.inner, held.masked if 1 in held.masked else b""
        slips = [sense.edits for sense in meant]
        slipped = any(slips)
        for item, (context, rule) in judged:
            start, end, doubtful = item.start, item.end, item.doubtful
            first = words[start]
            sentence, span = first.sentence, _new(Span, (first.start, words[end - 1].end))
            edits = sum(slips[start:end]) if slipped else 0
            masked, inner, live = 1 in masked_words[start:end], item in within, context in PRESENT
            for concept, kind in says[item.pattern.id]:
                terms.append(
                    Term(concept, kind, span, start, end, sentence, context, rule, edits, masked, inner, live, doubtful)
                )
        return tuple(terms)


def _shown(meant: Sequence[Meant], hidden: bytearray) -> tuple[str, ...]:
    """Return the stems of the words that no idiom hides."""
    if 1 in hidden:
        return tuple([sense.stem for sense, covered in zip(meant, hidden, strict=True) if not covered])
    return tuple([sense.stem for sense in meant])


def _open(words: Sequence[Word], hidden: Sequence[int]) -> tuple[Span, ...]:
    """Return the spans of the words that no idiom hides; few readers ask for them."""
    return tuple(Span(word.start, word.end) for word, covered in zip(words, hidden, strict=True) if not covered)


def _ends(item: Found, clauses: Sequence[int]) -> bool:
    """Tell whether `item` ends its clause; `clauses` has the number of each word's."""
    return item.end == len(clauses) or clauses[item.end] != clauses[item.end - 1]


def _told(phrases: Sequence[Found], judged: Sequence[tuple[Context, str]], words: Sequence[Word]) -> tuple[Phrase, ...]:
    """Return whole phrases as they are meant."""
    return tuple([_phrase(item, how, words) for item, how in zip(phrases, judged, strict=True)])


def _phrase(item: Found, judged: tuple[Context, str], words: Sequence[Word]) -> Phrase:
    span = Span(words[item.start].start, words[item.end - 1].end)
    lookalike = item.pattern.role is Role.LOOKALIKE
    return Phrase(
        item.pattern.id, item.pattern.level, span, item.start, item.end, words[item.start].sentence, *judged, lookalike
    )


def _unknown(small: Sequence[bool], found: ByRole) -> int:
    """Return how many words no phrase covers and which are not the small change of a sentence."""
    covered = bytearray(small)
    for some in found:
        for item in some:
            start, end = item.start, item.end
            if end - start == 1:  # as most are
                covered[start] = 1
            else:
                covered[start:end] = b"\x01" * (end - start)
    return covered.count(0)
