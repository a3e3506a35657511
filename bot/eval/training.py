"""Learn from a knowledge folder: its examples in, the contents of `learned.json` and `tuning.yaml` out."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from bot.eval.examples import Example
from bot.eval.follow_ups import learn_follow_ups
from bot.eval.learn import ELSEWHERE, FOLDS, LEARNED_SIGNALS, RUNS_TO_KEEP, fit, observe, short, step_for
from bot.eval.lesson import Lessons
from bot.eval.thresholds import Parts, derive, left_out
from bot.knowledge.model import Gates, Learned, Tuning
from bot.knowledge.rows import written
from bot.language.context.kinds import MOODS

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from bot.assistant.assistant import Assistant
    from bot.eval.follow_ups import Followed
    from bot.eval.learn import Weights
    from bot.eval.thresholds import Thresholds
    from bot.eval.turns import Turn
    from bot.knowledge.knowledge import Knowledge

# Which fold an example is left out in; any seed would do, another gives slightly other thresholds.
_SEED = 1


@dataclass(frozen=True, slots=True)
class Trained:
    """What was learned, ready to be written, and how well it read the examples that it was not shown."""

    learned: Learned
    tuning: Tuning
    thresholds: Thresholds
    followed: Followed


def train(assistant: Assistant, examples: Sequence[Example], turns: Sequence[Turn], made_on: dt.date) -> Trained:
    """Return what is learned from `examples` and follow-ups `turns`; the same ones give the same numbers."""
    seen, names = observe(assistant, examples)
    out = np.array([example.domain == "out" for example in examples])
    folds = np.random.default_rng(_SEED).permutation(len(examples)) % FOLDS
    left = left_out(seen, folds, _parts(assistant, examples, names))
    thresholds = derive(seen, out, left)
    made_from = f"{len(examples)} examples of the knowledge folder"
    weights = fit(seen, RUNS_TO_KEEP)
    followed = learn_follow_ups(Lessons(assistant, names).lesson(turns, weights, examples, left))
    return Trained(
        _learned(weights, names, assistant.knowledge, made_from, made_on).model_copy(
            update={"inputs": fingerprint(assistant.knowledge, examples)}
        ),
        _tuning(weights, thresholds, followed, made_from, made_on),
        thresholds,
        followed,
    )


def _parts(assistant: Assistant, examples: Sequence[Example], names: Sequence[str]) -> Parts:
    """Return the parts that name the subject by themselves, of the examples that lie elsewhere."""
    parts = [
        (row, Example(part, (), example.domain))
        for row, example in enumerate(examples)
        if example.domain != "in"
        for part in assistant.parts(example.text)
    ]
    seen, _ = observe(assistant, [part for _, part in parts], names)
    return Parts(seen, np.array([row for row, _ in parts], dtype=np.intp))


def fingerprint(knowledge: Knowledge, examples: Sequence[Example]) -> str:
    """Return what changes when the weights should be learned anew: examples, evidence and concepts, not each word."""
    asked = [[example.text, list(example.topics), example.domain] for example in examples]
    evidence = [one.model_dump(mode="json") for one in knowledge.evidence]
    concepts = [[one.id, one.kind, one.gate] for one in knowledge.concepts.values() if one.kind not in MOODS]
    return hashlib.sha256(json.dumps([asked, evidence, concepts]).encode()).hexdigest()[:16]


def _learned(weights: Weights, names: Sequence[str], knowledge: Knowledge, made_from: str, made_on: dt.date) -> Learned:
    step = step_for(weights.topics)
    return Learned(
        made_on=made_on,
        made_from=made_from,
        scale=short(weights.scale),
        order=tuple(knowledge.topics),
        elsewhere=len(ELSEWHERE),
        bias=tuple(short(value) for value in weights.bias),
        step=step,
        topics={name: written(row, step) for name, row in zip(names, weights.topics, strict=True)},
        gate=tuple(short(value) for value in weights.gate),
    )


def _tuning(weights: Weights, found: Thresholds, followed: Followed, made_from: str, made_on: dt.date) -> Tuning:
    signals = {signal.value: short(value) for signal, value in zip(LEARNED_SIGNALS, weights.signals, strict=True)}
    return Tuning(
        made_on=made_on,
        made_from=made_from,
        gate=Gates(bias=short(weights.gate_bias), **signals),
        accept=short(found.accept),
        accept_part=short(found.accept_part),
        sure_domain=short(found.sure_domain),
        sure_score=short(found.sure_score),
        sharpness=short(found.sharpness),
        certainty=found.certainty,
        follow_ups=followed.follow_ups,
    )
