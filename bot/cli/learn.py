"""`learn`: weights and thresholds from the knowledge folder's own examples, written into that folder."""

from __future__ import annotations

import datetime as dt
import importlib.util
import json
import os
from typing import TYPE_CHECKING

import yaml

from bot import Assistant
from bot.cli.opening import chosen_folder
from bot.errors import BotError
from bot.eval.examples import examples_of, on_alarms, on_topics
from bot.knowledge.draft import ALARMS, CRISES, LEARNED
from bot.knowledge.folder import shipped_folder
from bot.knowledge.load import load

if TYPE_CHECKING:
    from argparse import Namespace
    from pathlib import Path

    from bot.eval.training import Trained
    from bot.knowledge.model import Alarms, Crises, Learned, Tuning

NEEDED = ("numpy", "scipy")
HEADER = "# Written by `continence-bot learn` from the examples; not by hand.\n"


class LearnError(BotError):
    """Nothing can be learned, and what to do about it."""


def learn(options: Namespace) -> int:
    """Learn from the folder's examples and write `tuning.yaml` and the learned files there."""
    if missing := [name for name in NEEDED if importlib.util.find_spec(name) is None]:
        raise LearnError(f"learn: needs {' and '.join(missing)}: install the `dev` extra (pip install -e .[dev])")
    # The sums are small: threads that share one wait for each other far longer than they work.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    from bot.eval.alarms import learn_alarms
    from bot.eval.crises import learn_crises
    from bot.eval.training import train
    from bot.eval.turns import turns_of

    folder = options.knowledge or chosen_folder() or shipped_folder()
    # What was learned before says nothing here, and may not fit the folder any more.
    helper = Assistant(load(folder, unlearned=True))
    examples = examples_of(folder, helper.knowledge)
    if {example.domain for example in examples} != {"in", "near", "out"}:
        raise LearnError("learn: nothing to learn from: examples/*.yaml needs messages of each domain: in, near, out")
    made_on = options.date or dt.datetime.now(tz=dt.UTC).date()
    trained = train(helper, on_topics(examples), turns_of(folder, helper.knowledge.topics), made_on)
    _write(folder, trained)
    (folder / ALARMS).write_text(learned_text(learn_alarms(helper, on_alarms(examples), made_on)), encoding="utf-8")
    (folder / CRISES).write_text(learned_text(learn_crises(helper, examples, made_on)), encoding="utf-8")
    print(f"{len(examples)} examples; of those left out of learning:")
    print(f"  first topic right {trained.thresholds.top1:.1%}, in domain kept {trained.thresholds.kept:.1%}")
    print(f"  off topic declined {trained.thresholds.off_topic:.1%}, near declined {trained.thresholds.near:.1%}")
    print(f"  sure of {trained.thresholds.sure:.1%} of the domain, of these right {trained.thresholds.sure_right:.1%}")
    followed = trained.followed
    print(f"  of follow-ups kept {followed.kept:.1%}, of these led right {followed.right:.1%}")
    print(f"  of what starts anew told apart {followed.apart:.1%}")
    return 0


def _write(folder: Path, trained: Trained) -> None:
    (folder / LEARNED).write_text(learned_text(trained.learned), encoding="utf-8")
    (folder / "tuning.yaml").write_text(tuning_text(trained.tuning), encoding="utf-8")


def learned_text(learned: Learned | Alarms | Crises) -> str:
    """Return the content of a learned file: a feature a line."""
    content = learned.model_dump(mode="json")
    return json.dumps(content, ensure_ascii=False, indent=0, separators=(",", ":")) + "\n"


def tuning_text(tuning: Tuning) -> str:
    """Return the content of `tuning.yaml`."""
    return HEADER + yaml.safe_dump(tuning.model_dump(), sort_keys=False, default_flow_style=None, width=120)
