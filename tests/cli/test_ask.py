"""`ask`: one answer, for people and for programs."""

from __future__ import annotations

import json
import subprocess
import sys
from io import BytesIO
from typing import TYPE_CHECKING, Any

import pytest

from bot.cli.records import answers, record

if TYPE_CHECKING:
    from bot import Assistant
    from tests.cli.conftest import Shell

LEAK = "why do i keep leeking poo after i wipe??"
BLEED = "there is so much blood its dripping and i feel faint"
DENIED = "no blood, it just leaks"


def line(ident: object, text: str, **more: object) -> str:
    return json.dumps({"id": ident, "text": text} | more, ensure_ascii=False) + "\n"


@pytest.mark.parametrize("text", [LEAK, BLEED, DENIED, "what about my knee", ""])
def test_a_record_has_the_keys_and_kinds_that_programs_rely_on(assistant: Assistant, text: str) -> None:
    given = record("m1", assistant.reply(text))

    assert list(given) == ["id", "decision", "topics", "level", "pathway", "red_flags", "dismissed"]
    assert given["decision"] in {"answer", "clarify", "decline"}
    assert given["level"] in {"none", "see_doctor", "urgent", "emergency"}
    assert given["pathway"] in {None, "crisis"}
    assert all(list(topic) == ["id", "score"] and 0 <= topic["score"] <= 1 for topic in given["topics"])
    assert bool(given["topics"]) == (given["decision"] != "decline")


@pytest.mark.parametrize(("text", "mentions"), [(BLEED, "red_flags"), (DENIED, "dismissed")])
def test_a_mention_is_the_persons_own_words(assistant: Assistant, text: str, mentions: str) -> None:
    found: list[dict[str, Any]] = record(None, assistant.reply(text))[mentions]

    assert found
    assert all(text[one["start"] : one["end"]] == one["text"] for one in found)


def test_lines_are_answered_in_order_with_their_ids(shell: Shell) -> None:
    texts = [LEAK, BLEED, DENIED, "what about my knee"]

    done = shell("ask", "--jsonl", given="".join(line(number, texts[number % 4]) for number in range(1000)))

    assert [one["id"] for one in done.records] == list(range(1000))
    assert done.code == 0


def test_one_text_gives_the_same_record_as_a_line(shell: Shell) -> None:
    single = shell("ask", LEAK, "--json")
    lines = shell("ask", "--jsonl", given=line("m1", LEAK))

    assert single.records == [one | {"id": None} for one in lines.records]
    assert single.records[0]["topics"]


def test_words_without_quotes_are_one_text(shell: Shell) -> None:
    assert shell("ask", "--json", *LEAK.split()).records == shell("ask", "--json", LEAK).records


@pytest.mark.parametrize("ident", ["m1", "", "ä\U0001f600", 0, -1, 1.5, 10**30])
def test_an_id_comes_back_as_given(assistant: Assistant, ident: object) -> None:
    answered = answers([line(ident, LEAK).encode()], assistant)

    assert [one["id"] for one in answered] == [ident]


@pytest.mark.parametrize(
    ("broken", "ident"),
    [
        ("not json", None),
        ("[1, 2]", None),
        ('"text"', None),
        ("null", None),
        ("{}", None),
        ('{"text": "it leaks"}', None),
        ('{"id": null, "text": "it leaks"}', None),
        ('{"id": true, "text": "it leaks"}', None),
        ('{"id": ["x"], "text": "it leaks"}', None),
        ('{"id": NaN, "text": "it leaks"}', None),
        ('{"id": 1e999, "text": "it leaks"}', None),
        ('{"id": "m1"}', "m1"),
        ('{"id": 7, "text": null}', 7),
        ('{"id": 7, "text": ["it leaks"]}', 7),
        ('{"id": "m1", "text": "and at night?", "context": "causes.blood"}', "m1"),
        ('{"id": "m1", "text": "and at night?", "context": {"topic": "causes.nowhere"}}', "m1"),
        ('{"id": "m1", "text": "and at night?", "context": {"topic": ["causes.blood"]}}', "m1"),
        ("[" * 100_000, None),
        (b'{"id": "m1", "text": "\xff"}', None),
    ],
    ids=lambda value: str(value)[:60] if isinstance(value, str | bytes) else "",
)
def test_a_broken_line_costs_only_itself(assistant: Assistant, broken: str | bytes, ident: object) -> None:
    raw = broken if isinstance(broken, bytes) else broken.encode()

    first, error, last = answers([line(1, LEAK).encode(), raw, line(2, LEAK).encode()], assistant)

    assert (first["id"], last["id"]) == (1, 2)
    assert list(error) == ["id", "error"]
    assert error["id"] == ident
    assert error["error"]


def test_a_broken_line_makes_the_exit_code_1_once_the_rest_is_answered(shell: Shell) -> None:
    done = shell("ask", "--jsonl", given="not json\n" + line(2, LEAK))

    assert ["error" in one for one in done.records] == [True, False]
    assert (done.code, done.errors) == (1, "")


@pytest.mark.parametrize(
    "given",
    [
        pytest.param(line(1, LEAK).rstrip(), id="no line feed at the end"),
        pytest.param("\n \n" + line(1, LEAK) + "\r\n\t\n", id="blank lines"),
        pytest.param(line(1, LEAK).replace("\n", "\r\n"), id="lines from Windows"),
        pytest.param("\ufeff" + line(1, LEAK), id="a byte-order mark"),
        pytest.param(line(1, LEAK, context=None, language="en"), id="other keys"),
        pytest.param(line(1, LEAK, context={"topic": None, "at": 3}), id="a context without topic"),
        pytest.param(line(1, ""), id="an empty text"),
        pytest.param(line(1, "it leaks\u2028and itches\x85"), id="breaks that end no line"),
        pytest.param('{"id": 1, "text": "it leaks \\ud83d"}', id="half a surrogate pair"),
        pytest.param('{"id": 1, "text": "it \\u0000 leaks"}', id="a zero byte"),
    ],
)
def test_a_line_is_answered_however_it_is_written(assistant: Assistant, given: str) -> None:
    answered = answers(BytesIO(given.encode()), assistant)

    assert [(one["id"], "decision" in one) for one in answered] == [(1, True)]


def test_half_a_surrogate_pair_is_written_as_its_escape(shell: Shell) -> None:
    done = shell("ask", "--jsonl", given='{"id": "\\ud83d", "text": "it leaks \\ud83d"}')

    assert done.records[0]["id"] == "\ud83d"
    assert (done.code, done.errors) == (0, "")


def test_the_topic_last_talked_about_counts(assistant: Assistant) -> None:
    text = "and for kids?"
    lines = [line(1, text), line(2, text, context={"topic": "causes.hemorrhoids"})]

    alone, later = answers([each.encode() for each in lines], assistant)

    assert "causes.hemorrhoids" not in {topic["id"] for topic in alone["topics"]}
    assert "causes.hemorrhoids" in {topic["id"] for topic in later["topics"]}


@pytest.mark.parametrize(
    "locale", [{"LC_ALL": "C"}, {"PYTHONIOENCODING": "latin-1"}, {"LC_ALL": "C", "PYTHONUTF8": "0"}]
)
def test_output_is_utf8_whatever_the_locale(shell: Shell, locale: dict[str, str]) -> None:
    done = shell("ask", "--jsonl", given=line("ä\u2192\U0001f600", LEAK), **locale)

    assert '"id": "ä\u2192\U0001f600"' in done.raw.decode()


def test_the_answer_on_paper_says_every_block(shell: Shell, assistant: Assistant) -> None:
    done = shell("ask", BLEED, COLUMNS="200")

    said = " ".join(done.out.split())
    assert all(" ".join(block.split()) in said for block in assistant.reply(BLEED).blocks)
    assert "\x1b" not in done.out


def test_a_reader_who_leaves_early_is_no_mistake() -> None:
    code = (
        "import subprocess, sys\n"
        "bot = subprocess.Popen([sys.executable, '-m', 'bot', 'ask', '--jsonl'], stdin=-1, stdout=-1, stderr=-1)\n"
        "bot.stdout.close()\n"
        f"print(bot.communicate({line(1, LEAK).encode()!r} * 50)[1])"
    )

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)

    assert done.stdout.strip() == b"b''"


@pytest.mark.parametrize(
    "arguments", [["ask"], ["ask", "--jsonl", "text"], ["ask", "--json", "--explain", "x"], ["tell"], []]
)
def test_what_is_not_understood_ends_with_code_2(shell: Shell, arguments: list[str]) -> None:
    done = shell(*arguments)

    assert (done.code, done.out) == (2, "")
    assert "Traceback" not in done.errors


@pytest.mark.parametrize("arguments", [["ask", LEAK, "--json"], ["ask", LEAK], ["ask", LEAK, "--explain"]])
def test_ask_starts_without_telegram_database_and_settings(arguments: list[str]) -> None:
    code = f"import sys; from bot.cli.main import main; main({arguments!r}); sys.exit(' '.join(sys.modules))"

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False, text=True)

    loaded = {name.partition(".")[0] for name in done.stderr.split()}
    assert "rapidfuzz" in loaded
    assert not loaded & {
        "telegram",
        "sqlalchemy",
        "alembic",
        "httpx",
        "pydantic_settings",
        "prompt_toolkit",
        "starlette",
        "uvicorn",
        "prometheus_client",
    }
    assert ("rich" in loaded) == ("--json" not in arguments)
