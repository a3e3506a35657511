"""The commands and their options. Whatever goes wrong ends in a line that says what to do, never in a traceback."""

from __future__ import annotations

import argparse
import datetime as dt
import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from bot.errors import BotError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

PROGRAM = "continence-bot"
INTERRUPTED = 130  # 128 + SIGINT, as shells count
UNEXPECTED = 70  # EX_SOFTWARE of sysexits.h


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command. Returns the exit code: 0 done, 1 a fault to mend, 2 not understood."""
    _speak_utf8()
    parser = command_line()
    options = parser.parse_args(arguments)
    if options.run is None:
        parser.print_help(sys.stderr)
        return 2
    try:
        return _ending_well(options.run, options)
    except BotError as error:
        print(error, file=sys.stderr)
        return error.exit_code
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:  # the reader left: `continence-bot ask --jsonl | head -1`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except Exception as error:  # noqa: BLE001 - the last stop: a person reads one line, not a traceback
        print(_report(error), file=sys.stderr)
        return UNEXPECTED


def command_line() -> argparse.ArgumentParser:
    """Return the parser of all commands."""
    parser = argparse.ArgumentParser(
        prog=PROGRAM, description="Answers questions about anal leakage from one health article. No diagnosis."
    )
    parser.add_argument("--version", action="store_const", const=_version, dest="run", help="print the version")
    parser.set_defaults(run=None)
    places = parser.add_subparsers(title="commands", metavar="COMMAND")
    for command in COMMANDS:
        place = places.add_parser(command.name, help=command.about, description=f"{command.name}: {command.about}.")
        place.add_argument("--knowledge", metavar="DIR", type=Path, help="another knowledge folder (the one shipped)")
        place.set_defaults(run=command.run)
        command.options(place)
    return parser


def _no_options(_: argparse.ArgumentParser) -> None:
    """Add nothing: most commands have no options of their own."""


def _ask_options(place: argparse.ArgumentParser) -> None:
    place.add_argument("text", metavar="TEXT", nargs="*", help="what troubles you, in your own words")
    how = place.add_mutually_exclusive_group()
    how.add_argument("--json", action="store_true", help="one JSON object, for programs")
    how.add_argument("--explain", action="store_true", help="also which words, scores and rules led to the answer")
    how.add_argument("--jsonl", action="store_true", help="answer JSON lines from standard input, in order")


def _eval_options(place: argparse.ArgumentParser) -> None:
    place.add_argument("files", metavar="FILE", nargs="+", type=Path, help="labelled messages, one JSON object a line")
    how = place.add_mutually_exclusive_group()
    how.add_argument("--json", action="store_true", help="all of it as one JSON object, for programs")
    how.add_argument(
        "--wrong", metavar="KIND", help="the messages behind a figure: topic, decline, missed, alarm or trap"
    )
    place.add_argument("--seed", type=int, default=1, help="where the typos go (%(default)s)")


def _learn_options(place: argparse.ArgumentParser) -> None:
    place.add_argument("--date", metavar="DAY", type=dt.date.fromisoformat, help="YYYY-MM-DD to write down (today)")


def _chat_options(place: argparse.ArgumentParser) -> None:
    place.add_argument("--group", action="store_true", help="several people, with a group's manners: anna: /ask words")


def _chat(options: argparse.Namespace) -> int:
    from bot.cli.chat import chat, group_chat

    return (group_chat if options.group else chat)(options.knowledge)


def _ask(options: argparse.Namespace) -> int:
    from bot.cli import ask

    return ask.ask(options)


def _run(options: argparse.Namespace) -> int:
    from bot.cli.run import run
    from bot.settings import Settings

    settings = Settings.read()
    return run(settings, options.knowledge or settings.knowledge_dir)


def _worker(options: argparse.Namespace) -> int:
    from bot.cli.run import run
    from bot.settings import Settings

    settings = Settings.read()
    return run(settings, options.knowledge or settings.knowledge_dir, takes_in=False)


def _check(options: argparse.Namespace) -> int:
    from bot.cli.check import check

    return check(options.knowledge)


def _doctor(options: argparse.Namespace) -> int:
    from bot.cli import logs
    from bot.cli.doctor import doctor

    logs.set_up("error", "console")  # what a library warns of is in the findings, in better words
    return doctor(options.knowledge)


def _eval(options: argparse.Namespace) -> int:
    from bot.cli.evaluate import evaluate

    return evaluate(options)


def _learn(options: argparse.Namespace) -> int:
    from bot.cli.learn import learn

    return learn(options)


def _version(_: argparse.Namespace) -> int:
    from importlib.metadata import version

    print(PROGRAM, version(PROGRAM))
    return 0


@dataclass(frozen=True, slots=True)
class Command:
    """A command: its name, what it does in one line, and what runs it."""

    name: str
    about: str
    run: Callable[[argparse.Namespace], int]
    options: Callable[[argparse.ArgumentParser], None] = _no_options


# In the order in which somebody meets them.
COMMANDS = (
    Command("chat", "a conversation in this terminal: no account, no network", _chat, _chat_options),
    Command("ask", "one answer", _ask, _ask_options),
    Command("run", "the Telegram bot (needs TELEGRAM_BOT_TOKEN)", _run),
    Command("worker", "one more process that works for the same bot, on a PostgreSQL database", _worker),
    Command("check", "are knowledge and settings in order? Lists every fault", _check),
    Command("doctor", "is everything ready to go live? Looks at Telegram, chats, database, knowledge", _doctor),
    Command("eval", "how well are labelled messages read? Figures, mistakes, speed", _eval, _eval_options),
    Command(
        "learn", "weights and thresholds from the knowledge folder's examples, into that folder", _learn, _learn_options
    ),
)


def _ending_well(run: Callable[[argparse.Namespace], int], options: argparse.Namespace) -> int:
    """Run a command and hand over all that it wrote, so that a reader who left is noticed here and not at exit."""
    code = run(options)
    sys.stdout.flush()
    return code


def _speak_utf8() -> None:
    """Write UTF-8 whatever the locale; half a surrogate pair, which UTF-8 cannot hold, becomes its JSON escape."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # not a stream that a test or an embedding program put there
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def _report(error: Exception) -> str:
    """Name the kind of a mistake of ours and its place, not its message: that could hold what somebody wrote."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    place = f"{Path(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno}" if trace is not None else "?"
    return f"{PROGRAM}: a mistake of this program ({type(error).__name__} at {place}): please report this line"
