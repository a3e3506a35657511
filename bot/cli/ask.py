"""`ask`: one answer on paper, as JSON, explained, or one for each line of standard input."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

from bot.cli.opening import assistant
from bot.cli.records import answers, record
from bot.errors import BotError

if TYPE_CHECKING:
    from argparse import Namespace

    from bot import Assistant


class UsageError(BotError):
    """The command was not understood."""

    exit_code = 2


def ask(options: Namespace) -> int:
    """Answer as the options say. Returns 1 if a line of `--jsonl` could not be answered."""
    if options.jsonl:
        return _lines(assistant(options.knowledge), options.text)
    if not options.text:
        raise UsageError('ask: nothing to answer: give a text in quotes, as in: continence-bot ask "it leaks"')
    _one(assistant(options.knowledge), " ".join(options.text), options)
    return 0


def _lines(helper: Assistant, text: list[str]) -> int:
    if text:
        raise UsageError("ask: --jsonl reads standard input: leave the text out")
    faulty = 0
    for answer in answers(sys.stdin.buffer, helper):
        print(json.dumps(answer, ensure_ascii=False), flush=True)
        faulty |= "error" in answer
    return int(faulty)


def _one(helper: Assistant, text: str, options: Namespace) -> None:
    reply = helper.reply(text)
    if options.json:
        print(json.dumps(record(None, reply), ensure_ascii=False))
        return
    from bot.cli.paper import Paper

    paper = Paper()
    paper.blocks(reply.blocks, reply.level)
    if options.explain:
        from bot.cli.explain import explain

        explain(paper, helper, text)
