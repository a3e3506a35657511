"""`ask --explain`: the person's text with the words that counted, what each was taken for, and where it led."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text

from bot.assistant.reply import BlockKind
from bot.cli.paper import MATCH, STYLES, shown

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot import Assistant, Reply
    from bot.assistant.reply import Why
    from bot.cli.paper import Paper
    from bot.matching import Ranking

OPENS, CLOSES = "‹", "›"
Spans = tuple[tuple[int, int], ...]


def explain(paper: Paper, assistant: Assistant, text: str) -> None:
    """Write why `text` is answered as it is: marked words, concepts, contexts, scores, rules."""
    reply, words = assistant.reply(text), assistant.knowledge.words
    paper.line()
    paper.line(words["terminal.explain"], STYLES[BlockKind.TITLE])
    paper.hanging("  ", marked(text, _spans(reply)))
    for why in reply.why:
        _term(paper, why, words.get("terminal.explain.slips", edits=why.edits))
    for gone in reply.dismissed:
        dismissed = words.get("terminal.explain.dismissed", flag=gone.id, why=gone.why)
        paper.hanging("  ", Text(shown(f"{OPENS}{gone.text}{CLOSES} {dismissed}")))
    if not reply.why and not reply.dismissed:
        paper.hanging("  ", Text(words["terminal.explain.nothing"]))
    _outcome(paper, assistant, reply, assistant.read(text)[2])


def marked(text: str, spans: Iterable[tuple[int, int]]) -> Text:
    """Return `text` with each stretch of it that a span covers between marks and underlined."""
    line, at = Text(), 0
    for start, end in _merged(spans):
        line.append(shown(text[at:start]))
        line.append(f"{OPENS}{shown(text[start:end])}{CLOSES}", MATCH)
        at = end
    return line.append(shown(text[at:]))


def _merged(spans: Iterable[tuple[int, int]]) -> Iterable[tuple[int, int]]:
    """Return the stretches that `spans` cover, in order and apart from each other."""
    stretches: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if stretches and start < stretches[-1][1]:
            stretches[-1] = (stretches[-1][0], max(end, stretches[-1][1]))
        else:
            stretches.append((start, end))
    return stretches


def _spans(reply: Reply) -> Spans:
    dismissed = [(mention.start, mention.end) for mention in reply.dismissed]
    flagged = [(mention.start, mention.end) for mention in reply.red_flags]
    return (*((why.start, why.end) for why in reply.why), *flagged, *dismissed)


def _term(paper: Paper, why: Why, slips: str) -> None:
    note = f"{why.context}, {slips}" if why.edits else why.context
    paper.hanging("  ", Text(shown(f"{OPENS}{why.text}{CLOSES} {why.concept} ({note})")))
    for reason in why.reasons:
        weight = f" {reason.weight:+g}" if reason.weight else ""
        paper.hanging("      ", Text(f"{reason.speaks_for}{weight} ({', '.join(reason.rules)})", "dim"))


def _outcome(paper: Paper, assistant: Assistant, reply: Reply, ranking: Ranking) -> None:
    words, tuning = assistant.knowledge.words, assistant.knowledge.tuning
    best = max((topic.score for topic in reply.topics), default=0.0)
    decision = words.get(
        "terminal.explain.decision",
        decision=reply.decision,
        score=f"{best:.2f}",
        domain=f"{ranking.domain:.2f}",
        sure_score=f"{tuning.sure_score:.2f}",
        sure_domain=f"{tuning.sure_domain:.2f}",
        accept=f"{tuning.accept:.2f}",
    )
    paper.hanging("  ", Text(decision))
    for topic in reply.topics:
        paper.hanging("      ", Text(f"{topic.score:.2f} {topic.id}", "dim"))
    key = "terminal.explain.pathway" if reply.pathway else "terminal.explain.level"
    paper.hanging("  ", Text(words.get(key, level=reply.level.label, pathway=reply.pathway)))
