"""Why the reply is what it is: each word that counted, what it was taken for, how it was meant, and where it led."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.assistant.reply import DismissedMention, FlagMention, Why

if TYPE_CHECKING:
    from bot.language.reading import Reading
    from bot.language.text import Span
    from bot.matching import Ranking
    from bot.triage import Assessment


def live_mentions(reading: Reading, assessment: Assessment) -> tuple[FlagMention, ...]:
    """Return one entry for each live flag and span of the person's words."""
    spans = {(flag.flag, span): None for flag in assessment.live for hit in flag.hits for span in hit.spans}
    return tuple(FlagMention(flag, reading.text(span), *span) for flag, span in spans)


def dismissed_mentions(reading: Reading, assessment: Assessment) -> tuple[DismissedMention, ...]:
    """Return one entry for each flag and span that was read as not live."""
    spans = {(hit.flag, span): hit.why_not for hit in assessment.dismissed for span in hit.spans}
    return tuple(DismissedMention(flag, reading.text(span), *span, why) for (flag, span), why in spans.items())


def why(reading: Reading, assessment: Assessment, ranking: Ranking) -> tuple[Why, ...]:
    """Return a line for each term that spoke for a topic or a flag, in the order of the text."""
    spoke: dict[tuple[Span, str], list[tuple[str, float]]] = {}
    for given in ranking.given:
        for term in given.terms:
            spoke.setdefault((term.span, term.concept), []).append((given.topic, round(given.weight, 2)))
    flagged: dict[Span, list[tuple[str, float]]] = {}
    for flag in assessment.live:
        for hit in flag.hits:
            for span in hit.spans:
                flagged.setdefault(span, []).append((f"{flag.flag}: {hit.rule}", float(hit.level)))
    lines = [
        Why(
            reading.text(t.span),
            *t.span,
            t.concept,
            str(t.context),
            t.edits,
            (*flagged.get(t.span, ()), *spoke.get((t.span, t.concept), ())),
        )
        for t in reading.terms
        if t.span in flagged or (t.span, t.concept) in spoke
    ]
    phrases = [
        Why(reading.text(p.span), *p.span, p.flag, str(p.context), 0, ((f"{p.flag}: phrase", 0.0),))
        for p in reading.phrases
        if not p.lookalike
    ]
    return tuple(sorted([*lines, *phrases], key=lambda line: line.start))
