"""Stress without labels: prose that has nothing to do with the subject, and the same messages with slips in them."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from typing import TYPE_CHECKING

from bot.assistant.reply import Decision
from bot.eval.answered import Answered, answer_of
from bot.eval.figures import Figures, figures
from bot.eval.typos import RATE, with_typos

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.assistant.assistant import Assistant
    from bot.assistant.reply import Reply
    from bot.eval.messages import Message


@dataclass(frozen=True, slots=True)
class Accepted:
    """A sentence of unrelated prose that the reader took up: what for, and which of its words led there."""

    text: str
    decision: str
    level: str
    named: tuple[str, ...]  # topics or flags
    words: tuple[str, ...]  # "the words = concept"


@dataclass(frozen=True, slots=True)
class ProseStress:
    """How the reader takes unrelated prose."""

    sentences: int
    accepted: tuple[Accepted, ...]  # not declined
    flagged: tuple[Accepted, ...]  # with a live red flag

    @property
    def share_accepted(self) -> float:
        """The share of sentences that were not declined."""
        return round(len(self.accepted) / self.sentences, 5) if self.sentences else 0.0


def prose_stress(assistant: Assistant, sentences: Sequence[str]) -> ProseStress:
    """Return what the reader made of `sentences`, none of which is about the subject."""
    replies = [(text, assistant.reply(text)) for text in sentences]
    return ProseStress(
        sentences=len(replies),
        accepted=tuple(
            _accepted(text, reply, (reply.topics[0].id,) if reply.topics else ())
            for text, reply in replies
            if reply.decision is not Decision.DECLINE
        ),
        flagged=tuple(
            _accepted(text, reply, tuple(sorted({flag.id for flag in reply.red_flags})))
            for text, reply in replies
            if reply.red_flags
        ),
    )


def _accepted(text: str, reply: Reply, named: tuple[str, ...]) -> Accepted:
    words = tuple(dict.fromkeys(f"{line.text} = {line.concept}" for line in reply.why))
    return Accepted(text, str(reply.decision), reply.level.label, named, words)


def with_slips(messages: Sequence[Message], seed: int, rate: float = RATE) -> tuple[Message, ...]:
    """Return the messages with slips in their long words; each message has its own dice, so order does not matter."""
    return tuple(
        message.model_copy(update={"text": with_typos(message.text, Random(f"{seed}:{message.id}"), rate)})  # noqa: S311 - dice for a test
        for message in messages
    )


def typo_figures(assistant: Assistant, messages: Sequence[Message], seed: int, rate: float = RATE) -> Figures:
    """Return the figures of the same messages with slips put in."""
    return figures(
        [
            Answered(message, answer_of(assistant.reply(message.text, message.conversation)))
            for message in with_slips(messages, seed, rate)
        ]
    )
