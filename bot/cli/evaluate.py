"""`eval`: measures the reading on labelled messages."""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING

from bot.cli.opening import assistant
from bot.errors import BotError
from bot.eval.answered import answer_all
from bot.eval.messages import read_messages
from bot.eval.mistakes import KINDS, Kind, mistakes
from bot.eval.page import mistake_lines, page
from bot.eval.report import Plan, measure

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Iterable


class UnknownKindError(BotError):
    """A kind of mistake that there is not."""

    exit_code = 2


def evaluate(options: Namespace) -> int:
    """Measure and print. Returns 0: a figure is no fault, floors are a test's business."""
    messages = read_messages(options.files)
    kind = _kind(options.wrong)
    helper = assistant(options.knowledge)
    if kind is not None:
        _print(mistake_lines(mistakes(helper, answer_all(helper, messages), (kind,))))
        return 0
    report = measure(helper, messages, Plan(seed=options.seed), time.perf_counter)
    _print([json.dumps(report.as_json(), ensure_ascii=False)] if options.json else page(report))
    return 0


def _kind(named: str | None) -> Kind | None:
    kind = next((kind for kind in KINDS if kind == named), None)
    if named is not None and kind is None:
        raise UnknownKindError(f"eval: there is no kind of mistake called {named}: choose from {', '.join(KINDS)}")
    return kind


def _print(lines: Iterable[str]) -> None:
    for line in lines:
        print(line)
