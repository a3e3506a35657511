"""A message of ours in a person's chat that will carry the honest word on what came of an alarm. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

from bot.telegram.pages import Page, Piece

if TYPE_CHECKING:
    from bot.telegram.buttons import Keyboard


@dataclass(frozen=True, slots=True)
class Shown:
    """A message of ours in the person's chat that will carry the honest word, between `before` and `after`: HTML."""

    chat: int
    message: int
    keyboard: Keyboard
    before: str
    after: str = ""

    def saying(self, line: str) -> str:
        """Return the message's HTML with a line more."""
        return f"{self.before}{escape(line, quote=False)}{self.after}"


HERE = "\ue000"  # belongs to no script: stands where the line will


def shown_page(chat: int, message: int, page: Page, keyboard: Keyboard) -> Shown:
    """Name a page that was just sent: the line goes below what is to be done first."""
    before, _, after = page.saying(Piece(HERE)).html.partition(HERE)
    return Shown(chat, message, keyboard, before, after)


def shown_html(chat: int, message: int, html: str, keyboard: Keyboard) -> Shown:
    """Name a message by the HTML that came back with a press: the line goes to its end."""
    return Shown(chat, message, keyboard, f"{html}\n\n")
