"""The signs that the rules meet in the examples: whether each is live, and what stands around it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.knowledge.model import Context
from bot.triage import Triage
from bot.triage.around import surroundings

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bot.assistant.assistant import Assistant
    from bot.eval.examples import Example
    from bot.knowledge.knowledge import Knowledge
    from bot.knowledge.model import Level
    from bot.language.reading import Reading
    from bot.triage import LiveFlag

# Whoever means an animal names it, which the rules see.
_REASONS = frozenset({Context.NEGATED, Context.PAST, Context.HYPOTHETICAL, Context.QUOTED})
# A feature is a sign of a reason that it goes with so often, mostly, and so many times as often as all features do.
_OFTEN, _MOSTLY, _MORE = 4, 0.5, 1.5


@dataclass(frozen=True, slots=True)
class Mention:
    """A sign met in an example: what stands around it wherever it is said, its level, and whether it is live.

    `at` numbers the example, -1 for a proof of a rule.
    """

    places: tuple[frozenset[str], ...]
    level: Level
    live: bool = True
    posed: bool = False
    at: int = -1


def mentions_of(assistant: Assistant, examples: Sequence[Example]) -> Iterator[Mention]:
    """Yield what the rules alone meet in the examples, where it is known to be live or not, and in their own proofs."""
    knowledge = assistant.knowledge
    rules = Triage(knowledge.flags)
    for at, example in enumerate(examples):
        if example.level is None:
            continue
        reading = assistant.look(example.text).reading
        for met in rules.assess(reading).live:
            live = _is_live(example, met)
            if live is not None and not knowledge.flags[met.flag].unnamed:
                yield Mention(_places(reading, met, knowledge), met.level, live=live, posed=example.posed, at=at)
    for flag, text in _proofs(knowledge):
        reading = assistant.look(text).reading
        for met in rules.assess(reading).live:
            if met.flag == flag and not knowledge.flags[flag].unnamed:
                yield Mention(_places(reading, met, knowledge), met.level)


def _is_live(example: Example, met: LiveFlag) -> bool | None:
    """Tell whether a sign is live; None where nobody can tell: it is not named, but something as urgent is."""
    if met.flag in example.flags:
        return True
    return False if example.level is not None and example.level < met.level else None


def _proofs(knowledge: Knowledge) -> Iterator[tuple[str, str]]:
    """Yield what the rules of red flags are proved by: the flag, and a sentence in which it is live."""
    for flag in knowledge.flags.values():
        texts = [text for rule in flag.rules for text in rule.fires]
        texts += [text for some in flag.phrases.values() for text in some]
        texts += [text for rule in (*flag.raises, *flag.lowers) for text in rule.examples]
        yield from ((flag.id, text) for text in texts)


def _places(reading: Reading, met: LiveFlag, knowledge: Knowledge) -> tuple[frozenset[str], ...]:
    return tuple(map(frozenset, surroundings(reading, met.spans, met.rules, knowledge.small_words)))


def reasons_of(assistant: Assistant, examples: Sequence[Example], against: Sequence[str]) -> dict[str, Context]:
    """Return what features are mostly a sign of, as the rules of context see it where they take a sign back."""
    rules, small = Triage(assistant.knowledge.flags), assistant.knowledge.small_words
    seen: dict[str, Counter[str]] = {name: Counter() for name in against}
    every: Counter[str] = Counter()
    for example in examples:
        reading = assistant.look(example.text).reading
        for hit in rules.assess(reading).dismissed:
            every[hit.why_not] += 1
            for name in frozenset().union(*surroundings(reading, hit.spans, (), small)):
                if name in seen:
                    seen[name][hit.why_not] += 1
    found = {name: _reason(counts, every) for name, counts in seen.items() if counts}
    return {name: Context(why) for name, why in found.items() if why in _REASONS}


def _reason(counts: Counter[str], every: Counter[str]) -> str:
    """Return what most of `counts` are, if they are so more often than all are; else nothing."""
    (why, count), whole = counts.most_common(1)[0], counts.total()
    often = count >= _OFTEN and count > _MOSTLY * whole
    return why if often and count / whole > _MORE * every[why] / every.total() else ""
