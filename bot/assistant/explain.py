"""Why the reply is what it is: each word that counted, what it was taken for, how it was meant, and where it led."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from itertools import starmap
from typing import TYPE_CHECKING, overload

from bot.assistant.reply import DismissedMention, FlagMention, Reason, Why

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.knowledge.model import RedFlag
    from bot.language.reading import Reading
    from bot.language.text import Span
    from bot.matching import Ranking
    from bot.triage import Assessment


def live_mentions(reading: Reading, assessment: Assessment, flags: Mapping[str, RedFlag]) -> tuple[FlagMention, ...]:
    """Return one entry for each live flag that has a name and span of the person's words."""
    named = [flag for flag in assessment.live if not flags[flag.flag].unnamed]
    spans = {(flag.flag, span): None for flag in named for hit in flag.hits for span in hit.spans}
    return tuple(FlagMention(flag, reading.text(span), *span) for flag, span in spans)


def dismissed_mentions(reading: Reading, assessment: Assessment) -> tuple[DismissedMention, ...]:
    """Return one entry for each flag and span that was read as not live."""
    spans = {(hit.flag, span): hit.why_not for hit in assessment.dismissed for span in hit.spans}
    return tuple(DismissedMention(flag, reading.text(span), *span, why) for (flag, span), why in spans.items())


class Lines(Sequence[Why]):
    """A line for each term that spoke for a topic or a flag, in the order of the text.

    Written when somebody asks: most replies are never explained.
    """

    def __init__(self, reading: Reading, assessment: Assessment, ranking: Ranking) -> None:
        """Keep what stands behind a reply."""
        self._behind = reading, assessment, ranking

    @cached_property
    def _lines(self) -> tuple[Why, ...]:
        return _why(*self._behind)

    @overload
    def __getitem__(self, at: int) -> Why: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[Why]: ...
    def __getitem__(self, at: int | slice) -> Why | Sequence[Why]:
        """Return the line at a place."""
        return self._lines[at]

    def __len__(self) -> int:
        """Return how many lines there are."""
        return len(self._lines)

    def __eq__(self, other: object) -> bool:
        """Tell whether the same is said."""
        return isinstance(other, Sequence) and self._lines == tuple(other)

    def __hash__(self) -> int:
        """Go by what is said."""
        return hash(self._lines)


def _why(reading: Reading, assessment: Assessment, ranking: Ranking) -> tuple[Why, ...]:
    topics, flags = _for_topics(ranking), _for_flags(assessment)
    lines = [
        Why(
            reading.text(t.span),
            *t.span,
            t.concept,
            str(t.context),
            t.edits,
            (*flags.get(t.span, ()), *topics.get((t.span, t.concept), ())),
        )
        for t in reading.terms
        if t.span in flags or (t.span, t.concept) in topics
    ]
    phrases = [
        Why(reading.text(p.span), *p.span, p.flag, str(p.context), 0, (Reason(p.flag, 0.0, ("phrase",)),))
        for p in reading.phrases
        if not p.lookalike
    ]
    return tuple(sorted([*lines, *phrases], key=lambda line: line.start))


def _for_topics(ranking: Ranking) -> dict[tuple[Span, str], list[Reason]]:
    """Return, for the words and concept of a term, each topic that it spoke for with the sum of all its evidence."""
    given: dict[tuple[Span, str], dict[str, list[tuple[str, float]]]] = {}
    for one in (*ranking.given, *ranking.learned()):
        for term in one.terms:
            by_topic = given.setdefault((term.span, term.concept), {})
            for topic, weight in one.weights:
                by_topic.setdefault(topic, []).append((one.evidence, weight))
    return {
        term: sorted(starmap(_summed, by_topic.items()), key=lambda reason: -reason.weight)
        for term, by_topic in given.items()
    }


def _summed(topic: str, given: list[tuple[str, float]]) -> Reason:
    rules = dict.fromkeys(evidence for evidence, _ in given)
    return Reason(topic, round(sum(weight for _, weight in given), 2), tuple(rules))


def _for_flags(assessment: Assessment) -> dict[Span, list[Reason]]:
    rules: dict[Span, dict[str, list[str]]] = {}
    for flag in assessment.live:
        for hit in flag.hits:
            for span in hit.spans:
                rules.setdefault(span, {}).setdefault(flag.flag, []).append(hit.rule)
    return {
        span: [Reason(flag, 0.0, tuple(dict.fromkeys(named))) for flag, named in by_flag.items()]
        for span, by_flag in rules.items()
    }
