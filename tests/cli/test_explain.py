"""`ask --explain`: which words led where."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.cli.explain import CLOSES, OPENS, marked

if TYPE_CHECKING:
    from bot import Assistant
    from tests.cli.conftest import Shell


@pytest.mark.parametrize(
    ("text", "spans", "expected"),
    [
        ("it leaks", [], "it leaks"),
        ("it leaks", [(3, 8)], "it ‹leaks›"),
        ("it leaks", [(3, 8), (3, 8), (0, 2)], "‹it› ‹leaks›"),
        ("leaking poo now", [(0, 11), (8, 15)], "‹leaking poo now›"),
        ("a\x1b[2Jb", [(1, 5)], "a‹␛[2J›b"),
        ("[bold]x", [(6, 7)], "[bold]‹x›"),
    ],
)
def test_matched_words_stand_between_marks(text: str, spans: list[tuple[int, int]], expected: str) -> None:
    assert marked(text, spans).plain == expected


@pytest.mark.parametrize(
    "text", ["why do i keep leeking poo after i wipe", "no blood, it just leaks", "so much blood and i feel faint"]
)
def test_words_concepts_contexts_scores_and_rules_are_all_named(shell: Shell, assistant: Assistant, text: str) -> None:
    reply = assistant.reply(text)

    done = shell("ask", text, "--explain", COLUMNS="200")

    assert reply.why
    for why in reply.why:
        assert f"{OPENS}{why.text}{CLOSES} {why.concept} ({why.context}" in done.out
        for reason in why.reasons:
            assert reason.speaks_for in done.out
            assert f"({', '.join(reason.rules)})" in done.out
    assert all(f"{topic.score:.2f} {topic.id}" in done.out for topic in reply.topics)
    assert all(f"{gone.id} ({gone.why})" in done.out for gone in reply.dismissed)
    assert f"level: {reply.level.label}" in done.out


def test_words_that_mean_nothing_to_it_are_said_to_be_none(shell: Shell, assistant: Assistant) -> None:
    done = shell("ask", "zzz", "--explain")

    assert assistant.knowledge.words["terminal.explain.nothing"] in done.out
