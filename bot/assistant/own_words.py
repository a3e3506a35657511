"""The person's own word for it: whoever writes "stool" is not answered with "poo"."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, TypeAlias

from bot.assistant.reply import Block, BlockKind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from bot.knowledge.model import OwnWord

# A source is quoted as it is; an offer names the buttons below, and signs are names too, which keep our words.
AS_WRITTEN = frozenset({BlockKind.SOURCE, BlockKind.OFFER, BlockKind.SIGNS})
# Blocks of the excerpts in somebody's words, well below a megabyte: the same ones are told again and again.
_KEPT = 2000

# Which of our words give way to which of theirs.
Instead: TypeAlias = "tuple[tuple[str, str], ...]"


def taken_up(forms: frozenset[str], own_words: Sequence[OwnWord]) -> dict[str, str]:
    """Return which of our words give way to which of theirs in a reply to a message of the words `forms`."""
    instead: dict[str, str] = {}
    for entry in own_words:
        if not forms.isdisjoint(entry.theirs) and forms.isdisjoint(entry.instead):
            instead = {**entry.instead, **instead}
    return instead


def in_their_words(blocks: Iterable[Block], instead: Mapping[str, str]) -> Iterator[Block]:
    """Yield `blocks` with our words replaced; a word that began with a capital still does."""
    if not instead:
        yield from blocks
        return
    words = tuple(instead.items())
    for block in blocks:
        yield block if block.kind in AS_WRITTEN else _replaced(block, block.kind, words)


@lru_cache(maxsize=_KEPT)
def _replaced(block: str, kind: BlockKind, instead: Instead) -> Block:
    return Block(kind, _replacing(instead)(block))


@lru_cache(maxsize=64)
def _replacing(instead: Instead) -> Callable[[str], str]:
    """Return what puts their words for ours."""
    theirs = dict(instead)
    longest_first = sorted(theirs, key=len, reverse=True)
    ours = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest_first))})(?!\w)", re.IGNORECASE)

    def replaced(match: re.Match[str]) -> str:
        word = theirs[match[0].lower()]
        return word[0].upper() + word[1:] if match[0][0].isupper() else word

    return lambda text: ours.sub(replaced, text)
