"""A report as text for the terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bot.eval.confusion import FlagRow, TopicRow
    from bot.eval.figures import Figures
    from bot.eval.mistakes import Explanation, Mistake
    from bot.eval.reliability import Reliability
    from bot.eval.report import Report
    from bot.eval.speed import Speed
    from bot.eval.stress import Accepted, ProseStress

# How much of a long list a page shows; JSON holds all of it.
_SHOWN = 12
_WIDTH = 160


def page(report: Report) -> Iterator[str]:
    """Yield the lines of the tables: figures, topics, reliability, speed, prose."""
    yield from _figures(report.figures, report.with_typos, report.plan.typo_rate)
    yield from _topics(report.topics)
    yield from _flags(report.flags)
    yield from _reliability(report.reliability)
    yield from _speed(report.speed)
    yield from _prose(report.prose)


def mistake_lines(mistakes: Sequence[Mistake]) -> Iterator[str]:
    """Yield each mistake with what was wanted, what came, and why."""
    for one in mistakes:
        message, answer = one.answered.message, one.answered.answer
        wanted = f"{message.level}/{','.join(message.decision)}/{','.join(message.topics[:2])}"
        topics = ",".join(f"{topic} {score:.2f}" for topic, score in answer.topics[:2])
        yield f"{one.kind}  {message.id}  want {wanted}  got {answer.level.label}/{answer.decision}/{topics}"
        yield f"    {message.text}"
        yield from (f"      {line}" for line in _because(one.explanation))


def _because(why: Explanation) -> Iterator[str]:
    yield f"domain {why.domain:.2f}"
    for word in why.words:
        rule = f" by {word.rule}" if word.rule else ""
        mended = f", {word.edits} slips" if word.edits else ""
        yield f'"{word.text}" = {word.concept}: {word.context}{rule}{mended}'
    for flag in why.flags:
        dismissed = f", dismissed: {flag.why_not}" if flag.why_not else ""
        yield f"flag {flag.flag} ({flag.level}) by {flag.rule}: {' + '.join(flag.words)}{dismissed}"
    for evidence, topic, weight in why.evidence[:_SHOWN]:
        yield f"{weight:+.2f} {topic} by {evidence}"


def _figures(plain: Figures, slipped: Figures, rate: float) -> Iterator[str]:
    yield f"{'':38}{'as written':>11}{f'typos {rate:.0%}':>11}"
    for name, value in plain.items():
        yield f"{name:38}{_number(name, value):>11}{_number(name, slipped[name]):>11}"


def _number(name: str, value: float | None) -> str:
    if value is None:
        return "-"
    return f"{value:g}" if name == "messages" or "per 100" in name else f"{value:.1%}"


def _topics(rows: Sequence[TopicRow]) -> Iterator[str]:
    yield ""
    yield f"{'best topic':32}{'right':>6}{'of':>5}  taken for"
    for row in rows:
        taken_for = ", ".join(f"{topic} {count}" for topic, count in row.taken_for[:_SHOWN])
        yield f"{row.topic:32}{row.right:>6}{row.messages:>5}  {taken_for}".rstrip()


def _flags(rows: Sequence[FlagRow]) -> Iterator[str]:
    yield ""
    yield f"{'red flag':36}{'found':>6}{'of':>5}{'uncalled':>10}{'raised':>8}{'of traps':>9}"
    for row in rows:
        yield f"{row.flag:36}{row.found:>6}{row.meant:>5}{row.uncalled:>10}{row.trapped:>8}{row.traps:>9}"


def _reliability(measured: Reliability) -> Iterator[str]:
    yield ""
    yield f"{'score':12}{'messages':>9}{'mean':>8}{'right':>8}   (expected calibration error {measured.error})"
    for one in measured.bins:
        yield f"{one.low:.1f} to {one.high:.1f}  {one.messages:>9}{one.score:>8.2f}{one.right:>8.2f}"


def _speed(measured: Speed | None) -> Iterator[str]:
    if measured is None:
        return
    yield ""
    yield (
        f"one reply: median {measured.median_ms:.2f} ms, 99 % {measured.high_ms:.2f} ms, "
        f"worst {measured.worst_ms:.2f} ms; a WRatio pass: median {measured.peer_median_ms:.2f} ms"
    )
    yield f"ratio to the pass: median {measured.median_ratio:.2f}, 99 % {measured.high_ratio:.2f}"


def _prose(measured: ProseStress) -> Iterator[str]:
    yield ""
    yield (
        f"unrelated prose: {measured.sentences} sentences, {len(measured.accepted)} not declined "
        f"({measured.share_accepted:.2%}), {len(measured.flagged)} with red flags"
    )
    for one in (*measured.flagged, *measured.accepted[:_SHOWN]):
        yield _accepted(one)


def _accepted(one: Accepted) -> str:
    named = ",".join(one.named)
    return f"  {one.decision}/{one.level}/{named}: {'; '.join(one.words)} | {one.text}"[:_WIDTH]
