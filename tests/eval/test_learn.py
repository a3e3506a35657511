"""`learn`: the same folder gives the same numbers, and what ships was learned from what ships."""

from __future__ import annotations

from contextlib import redirect_stderr, redirect_stdout
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest

from bot import Assistant, Conversation
from bot.cli import learn
from bot.cli.main import main
from bot.eval.examples import examples_of, on_topics
from bot.eval.learn import ELSEWHERE, fit, observe
from bot.eval.training import fingerprint
from tests.knowledge.folder import Folder, small_folder
from tests.reading.shipped import shipped_examples

if TYPE_CHECKING:
    from bot.knowledge.knowledge import Knowledge

FOLLOW_UPS = (Path(__file__).parent / "small_follow_ups.yaml").read_text(encoding="utf-8")
EXAMPLES = (Path(__file__).parent / "small_examples.yaml").read_text(encoding="utf-8")


class Learned(NamedTuple):
    """A small folder that was learned from, and how the command ended."""

    folder: Folder
    code: int
    said: str

    @property
    def helper(self) -> Assistant:
        """An assistant with what was learned."""
        return Assistant.load(self.folder.path)


def _learned(path: Path) -> Learned:
    folder, said = small_folder(path), StringIO()
    (path / "examples").mkdir()
    (path / "follow_ups").mkdir()
    folder.write("examples/few.yaml", EXAMPLES)
    folder.write("follow_ups/few.yaml", FOLLOW_UPS)
    # What goes on says nothing by itself, but in words: what is no word at all asks for nothing.
    folder.write("english.txt", folder.text("english.txt") + "and\nwhy\nis\nit\nthat\n")
    with redirect_stdout(said), redirect_stderr(said):
        code = main(["learn", "--knowledge", str(path), "--date", "2026-01-02"])
    return Learned(folder, code, said.getvalue())


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Learned:
    """Learn once for all tests that only look at what came of it."""
    return _learned(tmp_path_factory.mktemp("learned") / "small")


def test_the_same_folder_gives_the_same_numbers(small: Learned, tmp_path: Path) -> None:
    again = _learned(tmp_path / "again")

    for file in ("learned.json", "tuning.yaml"):
        assert small.folder.text(file) == again.folder.text(file)
        assert "2026-01-02" in small.folder.text(file)


def test_what_was_learned_is_read_again_and_tells_its_examples_apart(small: Learned) -> None:
    helper = small.helper
    examples = examples_of(small.folder.path, helper.knowledge)
    told_apart = [(helper.reply(one.text).decision == "decline") == (one.domain != "in") for one in examples]
    assert (small.code, small.folder.faults()) == (0, ())
    assert "first topic right" in small.said
    assert sum(told_apart) >= 0.9 * len(told_apart)


def test_a_message_is_as_surely_in_the_domain_as_learning_took_it_to_be(small: Learned) -> None:
    helper = small.helper
    examples = examples_of(small.folder.path, helper.knowledge)
    seen, _ = observe(helper, examples)
    learned = fit(seen).domain(seen)
    unlisted = [place for place, one in enumerate(examples) if one.text not in _asked(helper)]
    read = [helper.read(examples[place].text)[2].domain for place in unlisted]
    assert helper.knowledge.learned.elsewhere == len(ELSEWHERE)
    assert read == pytest.approx([learned[place] for place in unlisted], abs=0.02)


def _asked(helper: Assistant) -> set[str]:
    return {text for topic in helper.knowledge.topics.values() for text in topic.asked_as}


def test_what_goes_on_is_learned_from_the_follow_ups(small: Learned) -> None:
    helper = small.helper
    texts = ("and why is it", "is that it", "the train to rome")
    afresh, after = (
        [helper.reply(text, Conversation(topic=last)).decision == "decline" for text in texts]
        for last in (None, "care.pads")
    )
    assert (afresh, after) == ([True, True, True], [False, False, True])


def test_a_folder_without_follow_ups_teaches_that_nothing_goes_on(tmp_path: Path) -> None:
    folder = small_folder(tmp_path / "small")
    (folder.path / "examples").mkdir()
    folder.write("examples/few.yaml", EXAMPLES)

    code = main(["learn", "--knowledge", str(folder.path)])

    reply = Assistant.load(folder.path).reply("and why is it", Conversation(topic="care.pads"))
    assert (code, reply.decision) == (0, "decline")


@pytest.mark.parametrize(
    "group", ["- {to: care.gone, messages: [why]}", "- {to: itself, after: [gone], messages: [why]}"]
)
def test_a_follow_up_to_what_is_no_topic_ends_in_one_line_that_names_it(
    group: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = small_folder(tmp_path / "small")
    for name in ("examples", "follow_ups"):
        (folder.path / name).mkdir()
    folder.write("examples/few.yaml", EXAMPLES)
    folder.write("follow_ups/few.yaml", group)

    code = main(["learn", "--knowledge", str(folder.path)])

    said = capsys.readouterr().err
    assert (code, said.count("\n")) == (1, 1)
    assert "few.yaml" in said
    assert "gone" in said


def test_what_was_learned_before_may_be_broken_or_old(tmp_path: Path) -> None:
    folder = small_folder(tmp_path / "small")
    (folder.path / "examples").mkdir()
    folder.write("examples/few.yaml", EXAMPLES)
    folder.write("learned.json", '{"made_on": ')
    folder.write("alarms.json", '{"made_on": "2026-01-01", "made_from": "before", "flags": ["gone"]}')

    code = main(["learn", "--knowledge", str(folder.path)])

    assert (code, folder.faults()) == (0, ())


def test_a_folder_without_examples_ends_in_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = small_folder(tmp_path / "small")

    code = main(["learn", "--knowledge", str(folder.path)])

    assert code == 1
    assert capsys.readouterr().err.count("\n") == 1


def test_without_its_libraries_it_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(learn, "NEEDED", ("numpy", "a_library_that_is_not_there"))

    code = main(["learn"])

    assert code == 1
    assert "a_library_that_is_not_there" in capsys.readouterr().err


def test_the_weights_that_ship_were_learned_from_the_examples_that_ship(knowledge: Knowledge) -> None:
    assert knowledge.learned.inputs == fingerprint(knowledge, on_topics(shipped_examples())), (
        "examples, evidence or concepts have changed: run `continence-bot learn`"
    )
