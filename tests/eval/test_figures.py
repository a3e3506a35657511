"""The figures are counted as the rules for them say, by hand, on thirteen messages and answers made for it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from bot import Decision, Level
from bot.eval.answered import Answer, Answered
from bot.eval.confusion import DECLINED, TopicRow, confusion
from bot.eval.figures import figures
from bot.eval.messages import MessagesError, read_messages
from bot.eval.reliability import reliability

HERE = Path(__file__).parent
# Counted by hand from the two files beside this one: so many of so many.
BY_HAND = {
    "messages": 13,
    "topic top-1": 3 / 7,
    "topic top-3": 5 / 7,
    "topic top-1, mean over topics": (1 + 0 + 0 + 1 / 2 + 0 + 1) / 6,
    "in domain, not declined": 6 / 7,
    "in domain, answered with certainty": 3 / 7,
    "answers that are right": 2 / 4,
    "decision accepted": 9 / 13,
    "off topic declined": 2 / 3,
    "off topic answered": 1 / 3,
    "near declined": 1 / 2,
    "emergencies found": 2 / 3,
    "urgent found": 0 / 1,
    "see-doctor found": 3 / 3,
    "level accepted": 8 / 13,
    "level too low": 2 / 13,
    "level too high": 3 / 13,
    "false emergencies": 1 / 10,
    "false emergencies off topic": 1 / 2,
    "traps cleared": 1 / 5,
    "flags recall": 4 / 8,
    "flags nobody named, per 100 messages": 100 * 2 / 13,
}


def _answered() -> list[Answered]:
    lines = (HERE / "answers.jsonl").read_text(encoding="utf-8").splitlines()
    answers = {record["id"]: record for record in map(json.loads, lines)}
    return [Answered(message, _answer(answers[message.id])) for message in read_messages([HERE / "examples.jsonl"])]


def _answer(record: dict[str, Any]) -> Answer:
    return Answer(
        decision=Decision(record["decision"]),
        topics=tuple((topic["id"], topic["score"]) for topic in record["topics"]),
        level=Level[record["level"].upper()],
        red_flags=frozenset(flag["id"] for flag in record["red_flags"]),
    )


def test_the_figures_are_those_counted_by_hand() -> None:
    assert figures(_answered()) == {
        name: pytest.approx(value, abs=0.051 if "per 100" in name else 0.00006) for name, value in BY_HAND.items()
    }


def test_the_figures_stand_in_the_order_in_which_they_are_shown() -> None:
    assert list(figures(_answered())) == list(BY_HAND)


def test_a_figure_of_nothing_is_none_not_zero() -> None:
    calm = [one for one in _answered() if one.message.domain == "near"]

    assert figures(calm)["emergencies found"] is None
    assert figures([])["topic top-1"] is None


def test_the_confusion_table_says_what_a_topic_was_taken_for() -> None:
    rows = {row.topic: row for row in confusion(_answered())}

    assert rows["causes.blood"] == TopicRow("causes.blood", messages=2, right=1, taken_for=((DECLINED, 1),))
    assert rows["treatment.ibd"].taken_for == (("causes.ibs", 1),)


def test_reliability_compares_scores_with_being_right() -> None:
    measured = reliability(_answered())

    top = measured.bins[-1]
    assert (top.low, top.high, top.messages) == (0.9, 1.0, 3)
    assert top.score == pytest.approx((0.91 + 0.95 + 0.97) / 3, abs=0.0001)
    assert top.right == pytest.approx(1 / 3, abs=0.0001)


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("{", "messages.jsonl:2: not JSON"),
        (
            '{"id": "x", "text": "y", "domain": "in", "decision": ["answer"], "level": "soon"}',
            "messages.jsonl:2: level",
        ),
        ('{"id": "x", "domain": "in", "decision": ["answer"], "level": "none"}', "messages.jsonl:2: text"),
        ("[]", "messages.jsonl:2: the line"),
    ],
)
def test_a_faulty_line_is_named(line: str, told: str, tmp_path: Path) -> None:
    file = tmp_path / "messages.jsonl"
    file.write_text(f"\n{line}\n", encoding="utf-8")

    with pytest.raises(MessagesError) as fault:
        read_messages([file])

    assert told in str(fault.value)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(MessagesError, match="nowhere"):
        read_messages([tmp_path / "nowhere.jsonl"])
