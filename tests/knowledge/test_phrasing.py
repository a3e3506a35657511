"""One line stands for each phrase that its alternatives make, and for nothing else."""

from __future__ import annotations

import re
from contextlib import suppress
from itertools import product
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.knowledge.folder import shipped_folder
from bot.knowledge.load import load
from bot.knowledge.phrasing import MOST, PhrasingError, groups_of, phrases_of

if TYPE_CHECKING:
    from tests.knowledge.folder import Folder

GROUPS = {"child": ("son", "daughter"), "age": ("two", "3")}
STANDS_FOR = {
    "no idea": ["no idea"],
    "no (sign|trace) of": ["no sign of", "no trace of"],
    "(ever |)since": ["ever since", "since"],
    "poo(s|)": ["poos", "poo"],
    "(so|) i": ["so i", "i"],
    "at (9..11|twelve)": ["at 9", "at 10", "at 11", "at twelve"],
    "38(.(1..2)|)": ["38.1", "38.2", "38"],
    "my <child> at <age>": ["my son at two", "my son at 3", "my daughter at two", "my daughter at 3"],
    "(my <child>|(he|she)) was": ["my son was", "my daughter was", "he was", "she was"],
    "(a|a |b)": ["a", "b"],
}


@pytest.mark.parametrize("line", STANDS_FOR)
def test_a_line_stands_for_each_of_its_phrases(line: str) -> None:
    assert list(phrases_of(line, GROUPS)) == STANDS_FOR[line]


WORD = st.text("abc", min_size=1, max_size=3)
# What an editor may write, beside what it must stand for.
PART = st.recursive(
    WORD.map(lambda word: (word, [word])) | st.sampled_from([(f"<{name}>", list(GROUPS[name])) for name in GROUPS]),
    lambda inner: (
        st.lists(inner, min_size=1, max_size=3).map(
            lambda parts: (
                " ".join(part[0] for part in parts),
                [" ".join(one) for one in product(*(p[1] for p in parts))],
            )
        )
        | st.lists(inner, min_size=2, max_size=3).map(
            lambda parts: (
                f"({'|'.join(part[0] for part in parts)}|)",
                [one for part in parts for one in part[1]] + [""],
            )
        )
    ),
    max_leaves=6,
)


@given(PART)
def test_brackets_in_brackets_are_read_from_within(part: tuple[str, list[str]]) -> None:
    line, meant = part

    assert list(phrases_of(f"x {line}", GROUPS)) == list(dict.fromkeys(" ".join(f"x {one}".split()) for one in meant))


@given(st.text("ab (|)<>.0123child", max_size=40))
def test_any_line_is_read_or_refused(line: str) -> None:
    with suppress(PhrasingError):
        phrases = phrases_of(line, GROUPS)

        assert 0 < len(phrases) <= MOST
        assert phrases == (line,) or not any(re.search(r"[()|<>]|\d\.\.\d|^ | $|  ", phrase) for phrase in phrases)


@pytest.mark.parametrize("line", ["(" * 2000, "(a|" * 2000 + ")" * 2000, "(a|b)" * 2000, "(<child>|x)" * 1000])
def test_a_line_that_grows_without_end_is_refused_at_once(line: str) -> None:
    with pytest.raises(PhrasingError):
        phrases_of(line, GROUPS)


def test_a_group_may_be_made_of_those_before_it() -> None:
    groups, wrong = groups_of({"small": ["little", "a (baby|toddler)"], "one": ["<small> one"], "bad": ["<later>"]})

    assert groups["one"] == ("little one", "a baby one", "a toddler one")
    assert [(name, line) for name, line, _ in wrong] == [("bad", 0)]


def test_a_rule_has_the_phrases_of_its_lines_each_once(folder: Folder) -> None:
    folder.edit("context.yaml", ("[no idea why]", "[no (idea|clue) why, no clue why, when my <one> cried]"))

    rule = load(folder.path).context_rules[1]

    assert [*rule.words] == ["no idea why", "no clue why", "when my little son cried", "when my little daughter cried"]


def test_a_phrase_of_two_lines_is_found_again_where_it_stands(folder: Folder) -> None:
    folder.edit(
        "red_flags/bleeding.yaml",
        ("emergency: [blood wont stop]", 'emergency: ["blood wont\n\n      stop"]'),
        ("lookalikes: [blood orange]", 'lookalikes: ["blood wont\n\n    stop"]'),
    )

    (fault,) = folder.faults()

    assert (fault.file, fault.line) == ("red_flags/bleeding.yaml", 12)
    assert fault.problem == '"blood wont stop" is a look-alike too (line 31)'


def test_groups_that_cannot_be_read_are_one_fault(folder: Folder) -> None:
    folder.edit("context.yaml", ("[no idea why]", "[when my <one> cried]"))
    folder.write("groups.yaml", "child: [son")

    assert {fault.file for fault in folder.faults()} == {"groups.yaml"}


def test_each_group_that_ships_is_used() -> None:
    text = "".join(path.read_text(encoding="utf-8") for path in shipped_folder().rglob("*.yaml"))
    names = re.findall(r"^(\w+):", (shipped_folder() / "groups.yaml").read_text(encoding="utf-8"), re.MULTILINE)

    assert names
    assert [name for name in names if f"<{name}>" not in text] == []
