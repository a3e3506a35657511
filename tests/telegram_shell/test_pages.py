"""Pages: whatever is said fits into what Telegram takes, in order, and no cut falls inside a tag."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.telegram.limits import PAGE_UNITS, TEXT_UNITS, units
from bot.telegram.pages import Page, Piece, laid_out, within
from tests.standin.markup import parse_html

TEXT = st.text(st.sampled_from("ab <>&\"'.!?\n😀é"), min_size=1, max_size=200)
PIECES = st.lists(st.builds(Piece, TEXT, st.sampled_from(["", "b", "i", "blockquote"])), min_size=1, max_size=12)


def letters(text: str) -> str:
    """Leave out white space, which a cut may take away."""
    return re.sub(r"\s", "", text)


@given(PIECES, st.integers(20, 120))
def test_pages_hold_every_letter_in_order_and_none_is_too_long(pieces: list[Piece], limit: int) -> None:
    pages = laid_out(pieces, limit)

    assert all(units(page.text) <= limit for page in pages)
    assert letters("".join(page.text for page in pages)) == letters("".join(piece.text for piece in pieces))


@given(PIECES, st.integers(20, 120))
def test_each_page_is_html_that_telegram_reads_as_the_page(pieces: list[Piece], limit: int) -> None:
    for page in laid_out(pieces, limit):
        text, _ = parse_html(page.html)

        assert text == page.text


@given(st.text(max_size=50), st.integers(0, 60))
def test_a_beginning_never_ends_in_half_an_emoji(text: str, limit: int) -> None:
    begun = within(text, limit)

    assert text.startswith(begun)
    assert units(begun) <= limit
    assert limit - units(begun) < 2 or begun == text


def test_a_short_message_is_one_page() -> None:
    assert len(laid_out([Piece("one"), Piece("two")])) == 1


def test_a_long_paragraph_is_cut_between_sentences() -> None:
    sentence = "This is a sentence of some length. "

    pages = laid_out([Piece(sentence * 200)])

    assert len(pages) > 1
    assert all(page.text.endswith(".") for page in pages)


def test_nothing_makes_no_page() -> None:
    assert laid_out([Piece(" \n ")]) == ()


@pytest.mark.parametrize(
    ("pieces", "said"),
    [
        (
            (Piece("Call now.", safety=True), Piece("You wrote: x", safety=True), Piece("Blood")),
            "Call now.\n\nYou wrote: x\n\nTold.\n\nBlood",
        ),
        ((Piece("Blood"), Piece("Source")), "Blood\n\nSource\n\nTold."),
    ],
    ids=["below what is to be done first", "at the end"],
)
def test_a_line_that_comes_later_finds_its_place(pieces: tuple[Piece, ...], said: str) -> None:
    assert Page(pieces).saying(Piece("Told.")).text == said


def test_a_page_leaves_room_for_the_lines_that_edits_add() -> None:
    assert TEXT_UNITS - PAGE_UNITS >= 500
