"""Messages that the stories use. What is sure depends on the knowledge, so it is looked up there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot import Decision, Level

if TYPE_CHECKING:
    from bot import Assistant

# An emergency, by the flag that leads; and the same sign denied.
HEAVY = "theres so much blood pouring out of my bum"
HEAVY_FLAG = "gi_bleed_heavy"
HEAVY_DENIED = "there is no heavy bleeding from my bum"

ELSEWHERE = "which football team won the cup"


def sure_question(assistant: Assistant, *, other_than: str | None = None) -> str:
    """Return a question that is answered at once, without any red flag: one that a topic is asked as."""
    questions = (question for topic in assistant.knowledge.topics.values() for question in topic.asked_as)
    return next(
        question for question in questions if question != other_than and _is_sure(assistant, question, other_than)
    )


def _is_sure(assistant: Assistant, question: str, other_than: str | None) -> bool:
    reply = assistant.reply(question)
    other = assistant.reply(other_than).topic if other_than else None
    return reply.decision is Decision.ANSWER and reply.level is Level.NONE and reply.topic != other


def unsure_question(assistant: Assistant) -> str:
    """Return a question that is answered by a choice of topics."""
    tries = ("its wet", "my bum leaks", "it leaks", "something is wrong with my poo")
    return next(question for question in tries if assistant.reply(question).decision is Decision.CLARIFY)
