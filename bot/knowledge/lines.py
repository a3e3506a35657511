"""Many short texts that take little more memory than their characters."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, overload

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


class Lines(Sequence[str]):
    """Texts of one line each, kept as one text and made anew for whoever goes through them.

    They are gone through once, when a reader is made: 90,000 phrases as strings of their own would take 6 MiB for good.
    """

    __slots__ = ("_text",)

    def __init__(self, texts: Iterable[str] = ()) -> None:
        """Keep `texts`, none of them empty; a line break inside one becomes a space."""
        texts = tuple(texts)
        self._text = "\n".join(texts)
        if texts and self._text.count("\n") >= len(texts):
            self._text = "\n".join([" ".join(text.split()) for text in texts])

    def __iter__(self) -> Iterator[str]:
        """Yield each text."""
        return iter(self._split())

    def __len__(self) -> int:
        """Return how many texts there are."""
        return self._text.count("\n") + 1 if self._text else 0

    @overload
    def __getitem__(self, at: int) -> str: ...
    @overload
    def __getitem__(self, at: slice) -> list[str]: ...
    def __getitem__(self, at: int | slice) -> str | list[str]:
        """Return the text at a place, or those of a slice."""
        return self._split()[at]

    def __eq__(self, other: object) -> bool:
        """Tell whether both hold the same texts in the same order."""
        return self._text == other._text if isinstance(other, Lines) else NotImplemented

    def __hash__(self) -> int:
        """Return the same for the same texts."""
        return hash(self._text)

    def __repr__(self) -> str:
        """Return the texts as one reads them."""
        return f"Lines({self._split()!r})"

    def _split(self) -> list[str]:
        return self._text.split("\n") if self._text else []
