"""How fast one message is read, beside the matchers that somebody would take otherwise.

Only ratios travel from one machine to another, so everything is measured in one run, and each ratio is to rapidfuzz's
WRatio over the 35 topics on the same messages.
"""

from __future__ import annotations

import gc
import sys
import time
from importlib.metadata import version
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

from benchmarks._grown import grown
from benchmarks._hostile import hostile
from benchmarks._memory import BARE, OURS, measured
from benchmarks._peers import PEERS
from benchmarks._tables import table
from bot import Assistant
from bot.eval.messages import read_messages
from bot.eval.speed import times, topic_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from bot.knowledge.knowledge import Knowledge

MESSAGES = Path(__file__).parents[1] / "tests" / "messages"
MARKS = ("<!-- measured: begin -->", "<!-- measured: end -->")
PEER = "rapidfuzz WRatio"
SIZES = (1, 2, 5, 10)  # times the topics that ship
LENGTHS = (20, 80, 300, 1000, 4000)  # characters


def main(page: Path | None = None) -> None:
    """Print the tables; with a `page`, put them there too, between its two marks."""
    assistant = Assistant.prepared()
    texts = [message.text for message in read_messages(sorted(MESSAGES.glob("*.jsonl")))]
    parts = []
    for part in (_one_message, _by_topics, _by_length, _hostile, _memory):
        parts.append("\n".join(part(assistant, texts)))
        print(parts[-1], end="\n\n", flush=True)
        gc.collect()
    if page is not None:
        before, _, after = _cut(page.read_text(encoding="utf-8"))
        page.write_text(f"{before}{MARKS[0]}\n" + "\n\n".join(parts) + f"\n{MARKS[1]}{after}", encoding="utf-8")


def _cut(text: str) -> tuple[str, str, str]:
    """Return what stands before, between and after the marks of a page."""
    before, _, rest = text.partition(MARKS[0])
    between, _, after = rest.partition(MARKS[1])
    return before, between, after


def _one_message(assistant: Assistant, texts: Sequence[str]) -> Iterator[str]:
    """Yield the speed of one message, for the reader and each peer."""
    topics = _topics(assistant)
    taken = {OURS: _times(assistant.reply, texts)} | {name: _times(make(topics), texts) for name, make in PEERS.items()}
    base = median(taken[PEER])
    yield f"### One message ({len(texts)} of our own, {median(map(len, texts)):.0f} characters in the median)\n"
    rows = [
        [name, f"{median(ms):.3f}", f"{median(ms) / base:.2f}", f"{_high(ms) / base:.2f}", f"{max(ms) / base:.2f}"]
        for name, ms in taken.items()
    ]
    yield table(["matcher", "median, ms", "ratio", "99 % ratio", "worst ratio"], rows)


def _by_topics(assistant: Assistant, texts: Sequence[str]) -> Iterator[str]:
    """Yield the median by number of topics: for the reader with as many times the lexicon and evidence."""
    sizes = {times_: _serving(grown(assistant.knowledge, times_)) for times_ in SIZES}
    columns = [_medians(larger, texts) for larger in sizes.values()]
    base = columns[0][PEER]
    yield "### By number of topics (median, ratio to WRatio over 35)\n"
    rows = [[name, *(f"{column[name] / base:.2f}" for column in columns)] for name in columns[0]]
    grew = [f"{column[OURS] / columns[0][OURS]:.2f}" for column in columns]
    yield table(
        ["matcher", *(f"{len(one.knowledge.topics)} topics" for one in sizes.values())],
        [
            *rows,
            ["this reader, times its own median", *grew],
            ["aliases in its lexicon", *(_aliases(one) for one in sizes.values())],
        ],
    )


def _by_length(assistant: Assistant, texts: Sequence[str]) -> Iterator[str]:
    """Yield the median by length of the message."""
    whole = " ".join(texts)
    columns = [_medians(assistant, [whole[at * 977 : at * 977 + length] for at in range(60)]) for length in LENGTHS]
    base = columns[1][PEER]
    yield f"### By length of the message (median, ratio to WRatio at {LENGTHS[1]} characters)\n"
    rows = [[name, *(f"{column[name] / base:.2f}" for column in columns)] for name in columns[0]]
    yield table(["matcher", *(f"{length:,} characters" for length in LENGTHS)], rows)


def _hostile(assistant: Assistant, texts: Sequence[str]) -> Iterator[str]:
    """Yield the worst messages of 4,096 characters, read for the first time."""
    base = median(_times(PEERS[PEER](_topics(assistant)), texts))
    yield "### The longest message, at its worst (first reading; best of three runs)\n"
    taken = {
        name: min(_first_reading(assistant, text) for _ in range(3))
        for name, text in hostile(assistant.knowledge).items()
    }
    rows = [[name, f"{ms:.1f}", f"{ms / base:.0f}"] for name, ms in sorted(taken.items(), key=lambda pair: -pair[1])]
    yield table(["4,096 characters", "ms", "ratio to a WRatio pass over an ordinary message"], rows)


def _memory(assistant: Assistant, _: Sequence[str]) -> Iterator[str]:
    """Yield the memory of a process with everything loaded."""
    topics = _topics(assistant)
    names = (BARE, OURS, *PEERS)
    held = {name: measured(name, topics) for name in names}
    yield "### Memory with everything loaded, after one answer\n"
    yield table(["process", "MiB"], [[name, "-" if mib is None else f"{mib:.0f}"] for name, mib in held.items()])
    packages = ", ".join(f"{package} {version(package)}" for package in ("rapidfuzz", "rank-bm25", "scikit-learn"))
    yield f"\nPython {sys.version.split()[0]}, {packages}, {sys.platform}"


def _medians(assistant: Assistant, texts: Sequence[str]) -> dict[str, float]:
    topics = _topics(assistant)
    return {OURS: median(_times(assistant.reply, texts))} | {
        name: median(_times(make(topics), texts)) for name, make in PEERS.items()
    }


def _times(answer: Callable[[str], object], texts: Sequence[str]) -> list[float]:
    """Return the milliseconds of processor time for each text: what else the machine does does not count.

    The collector is quiet, or one text would pay for the rubbish of others.
    """
    gc.collect()
    gc.disable()
    try:
        return times(answer, texts, time.process_time)
    finally:
        gc.enable()


def _first_reading(assistant: Assistant, text: str) -> float:
    """Return the milliseconds for `text` in a process that serves, with nothing remembered of earlier messages."""
    fresh = _serving(assistant.knowledge)
    fresh.reply("warm up")
    start = time.process_time()
    fresh.reply(text)
    return 1000 * (time.process_time() - start)


def _serving(knowledge: Knowledge) -> Assistant:
    """Return an assistant as a process that serves has it."""
    assistant = Assistant(knowledge)
    assistant.prepare()
    return assistant


def _high(ms: Sequence[float]) -> float:
    return sorted(ms)[int(len(ms) * 0.99)]


def _topics(assistant: Assistant) -> list[str]:
    return [topic_text(topic) for topic in assistant.knowledge.topics.values()]


def _aliases(assistant: Assistant) -> str:
    return f"{sum(len(concept.words) + len(concept.exact) for concept in assistant.knowledge.concepts.values()):,}"


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else None)
