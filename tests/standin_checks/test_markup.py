"""HTML mode: what Telegram reads, and what it refuses in which words."""

from __future__ import annotations

import pytest

from tests.standin.entities import to_html, units
from tests.standin.markup import parse_html
from tests.standin.refusal import Refusal

READ = {
    "<b>bold</b> and <i>italic</i>": ("bold and italic", [("bold", 0, 4), ("italic", 9, 6)]),
    "<strong>a</strong><em>b</em><ins>c</ins><del>d</del>": (
        "abcd",
        [("bold", 0, 1), ("italic", 1, 1), ("underline", 2, 1), ("strikethrough", 3, 1)],
    ),
    "<b>one <i>two</i></b>": ("one two", [("bold", 0, 7), ("italic", 4, 3)]),
    "😀<b>x</b>": ("😀x", [("bold", 2, 1)]),
    "<blockquote expandable>long</blockquote>": ("long", [("expandable_blockquote", 0, 4)]),
    '<span class="tg-spoiler">x</span><tg-spoiler>y</tg-spoiler>': ("xy", [("spoiler", 0, 1), ("spoiler", 1, 1)]),
    '<a href="https://example.org/?a=1&amp;b=2">here</a>': ("here", [("text_link", 0, 4)]),
    "<a href='tg://user?id=7'>Ann</a>": ("Ann", [("text_mention", 0, 3)]),
    "<a href='javascript:x'>dropped</a>": ("dropped", []),
    "<b></b>nothing": ("nothing", []),
    "&lt;b&gt; &amp; &quot;&#39;&#x27;": ("<b> & \"''", []),
    "&nbsp; &copy; fish & chips": ("&nbsp; &copy; fish & chips", []),
    "a > b": ("a > b", []),
    "<B>upper</B>": ("upper", [("bold", 0, 5)]),
}
REFUSED = {
    "1 < 2": 'Unsupported start tag "" at byte offset 2',
    "1 <2": "Unclosed start tag at byte offset 2",
    "<3 of them>": 'Unsupported start tag "3" at byte offset 0',
    "<p>x</p>": 'Unsupported start tag "p" at byte offset 0',
    "é<br/>": 'Unsupported start tag "br/" at byte offset 2',
    "<b>x": 'Can\'t find end tag corresponding to start tag "b"',
    "x</b>": "Unexpected end tag at byte offset 1",
    "<b><i>x</b></i>": 'Unmatched end tag at byte offset 7, expected "</i>", found "</b>"',
    "<b>x</b": "Unclosed end tag at byte offset 4",
    "<a href=https://x.org>x</a>": "Unexpected end of name token at byte offset 8",
    '<a href="x>x</a>': "Unclosed start tag at byte offset 0",
    "<a href>x</a>": 'Expected equal sign in declaration of an attribute of the tag "a" at byte offset 0',
    "<span>x</span>": 'Tag "span" must have class "tg-spoiler" at byte offset 0',
    "<tg-emoji>x</tg-emoji>": "Invalid custom emoji identifier specified",
}


@pytest.mark.parametrize("source", READ)
def test_html_is_read_into_plain_text_and_entities(source: str) -> None:
    text, entities = parse_html(source)

    assert (text, [(e["type"], e["offset"], e["length"]) for e in entities]) == READ[source]


@pytest.mark.parametrize("source", REFUSED)
def test_html_that_telegram_cannot_read_is_refused_in_its_words(source: str) -> None:
    with pytest.raises(Refusal) as refused:
        parse_html(source)

    assert refused.value.description == f"Bad Request: can't parse entities: {REFUSED[source]}"


@pytest.mark.parametrize(
    "source",
    [
        "<b>one <i>two</i></b> three",
        "<b><i>same</i></b>",
        "a &amp; b &lt;c&gt;",
        "<blockquote>😀 <b>x</b></blockquote>y",
    ],
)
def test_entities_written_back_as_html_are_the_html_that_was_read(source: str) -> None:
    assert to_html(*parse_html(source)) == source


@pytest.mark.parametrize(("text", "length"), [("abc", 3), ("é", 1), ("😀", 2), ("", 0)])
def test_length_is_counted_in_utf_16_units(text: str, length: int) -> None:
    assert units(text) == length
