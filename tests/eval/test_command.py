"""`eval`: the tables for a person, JSON for programs, and the messages behind a figure with their explanation."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from bot.cli.main import main

if TYPE_CHECKING:
    import pytest

EXAMPLES = Path(__file__).parent / "examples.jsonl"


def test_json_holds_the_figures_of_all_files_with_typos_beside_them(capsys: pytest.CaptureFixture[str]) -> None:
    code = main(["eval", str(EXAMPLES), str(EXAMPLES), "--json"])

    told = json.loads(capsys.readouterr().out)
    assert code == 0
    assert told["figures"]["messages"] == told["figures_with_typos"]["messages"] == 2 * 13
    assert told["figures"].keys() == told["figures_with_typos"].keys()
    assert {"topics", "mistakes", "reliability", "speed", "prose"} <= told.keys()
    assert told["speed"]["median_ratio"] > 0


def test_a_page_shows_every_figure(capsys: pytest.CaptureFixture[str]) -> None:
    main(["eval", str(EXAMPLES)])

    page = capsys.readouterr().out
    for part in ("topic top-1", "flags recall", "best topic", "calibration", "WRatio", "unrelated prose"):
        assert part in page


def test_a_mistake_comes_with_the_words_concepts_and_scores_behind_it(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    wrong = {"id": "w", "text": "i have piles, no blood", "domain": "out", "decision": ["decline"], "level": "none"}
    file = tmp_path / "wrong.jsonl"
    file.write_text(json.dumps(wrong), encoding="utf-8")

    main(["eval", str(file), "--wrong", "decline"])

    told = capsys.readouterr().out
    assert "decline  w  want none/decline/" in told
    assert '"i have piles" = hemorrhoids: live' in told
    assert '"blood" = blood: negated by ' in told
    assert "causes.hemorrhoids by " in told


def test_a_file_that_is_not_there_ends_in_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    code = main(["eval", "nowhere.jsonl"])

    assert code == 1
    assert capsys.readouterr().err.count("\n") == 1
