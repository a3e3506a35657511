"""How blocks and buttons look in a terminal: rich's work. Plain when piped or with NO_COLOR, wrapped to the window."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Console
from rich.text import Text

from bot.assistant.reply import Block, BlockKind
from bot.knowledge.model import Level

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

STYLES: dict[BlockKind, str] = {
    BlockKind.ACTION: "bold",
    BlockKind.QUESTION: "bold",
    BlockKind.TITLE: "bold cyan",
    BlockKind.GUARD: "yellow",
    BlockKind.OFFER: "cyan",
    BlockKind.SOURCE: "dim",
    BlockKind.DISCLAIMER: "dim",
}
# What to do first, where it cannot wait. Below that, red would teach people to overlook red.
ALARM = "bold red"
BUTTON = "cyan"
MATCH = "bold underline"
# What follows these closely, without an empty line between.
CLOSE: dict[BlockKind, frozenset[BlockKind]] = {
    BlockKind.ACTION: frozenset({BlockKind.ACTION}),
    BlockKind.TITLE: frozenset({BlockKind.PARAGRAPH, BlockKind.BULLET}),
    BlockKind.PARAGRAPH: frozenset({BlockKind.BULLET}),
    BlockKind.BULLET: frozenset({BlockKind.BULLET}),
    BlockKind.SOURCE: frozenset({BlockKind.DISCLAIMER}),
}
# Lines longer than this are hard to follow, however wide the window is.
WIDTH = 88
# Control characters as their pictures, one for one: what somebody wrote cannot steer the terminal, and spans still fit.
PICTURES = {code: 0x2400 + code for code in range(32) if chr(code) != "\n"} | {0x7F: 0x2421, 0x9B: 0x2426}


def shown(text: str) -> str:
    """Return `text`, of the same length, with nothing in it that a terminal obeys."""
    return text.translate(PICTURES)


class Paper:
    """Where a conversation is written down."""

    def __init__(self) -> None:
        self._console = Console(highlight=False, markup=False, emoji=False)
        self._console.width = min(self._console.width, WIDTH)

    def blocks(self, blocks: Iterable[Block], level: Level = Level.NONE) -> None:
        """Write the blocks of a reply of some level, with empty lines between what does not belong closely together."""
        styles = STYLES | {BlockKind.ACTION: ALARM} if level >= Level.URGENT else STYLES
        close: frozenset[BlockKind] = frozenset()
        for block in blocks:
            if block.kind not in close:
                self.line()
            mark = "• " if block.kind is BlockKind.BULLET else ""
            self.hanging(mark, Text(shown(block), styles.get(block.kind, "")))
            close = CLOSE.get(block.kind, frozenset())

    def buttons(self, labels: Sequence[str]) -> None:
        """Write what can be chosen next, each with the number to type."""
        if labels:
            self.line()
        for number, label in enumerate(labels, start=1):
            self.hanging(f"[{number}] ".rjust(5), Text(shown(label), BUTTON))

    def line(self, text: str = "", style: str = "") -> None:
        """Write one line, or an empty one."""
        self._console.print(Text(shown(text), style))

    def hanging(self, mark: str, text: Text) -> None:
        """Write `text` beside `mark`, its further lines set in as far as the first."""
        margin = mark
        for line in text.wrap(self._console, max(1, self._console.width - len(mark))):
            line.rstrip()
            self._console.print(Text(margin) + line)
            margin = " " * len(mark)
