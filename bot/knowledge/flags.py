"""Red flags that could not fire, or would have nothing to say."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.knowledge.aliases import folded
from bot.knowledge.faults import Complaint

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.knowledge.draft import Draft
    from bot.knowledge.faults import Place
    from bot.knowledge.model import RedFlag


def complaints_of_flags(draft: Draft) -> Iterator[Complaint]:
    """Yield flags that nothing fires, levels without words, and phrases that fire and clear at once."""
    for place, flag in draft.lists["flags"].entries:
        if not flag.phrases and not flag.rules:
            yield Complaint(place, "nothing fires it", "add `rules:` or `phrases:`")
        if flag.pathway == "crisis" and flag.level != "emergency":
            yield Complaint(place.at("level"), f"a crisis is never `{flag.level}`", "write `emergency`")
        for at, level in _reached(place, flag):
            if level == "none":
                yield Complaint(at, "a red flag is never `none`", "choose see_doctor, urgent or emergency")
            elif not flag.say.get(level):
                yield Complaint(place.at("say"), f"has nothing for `{level}`", f"add `{level}:` with the action first")
        yield from _both(draft, place, flag)


def _reached(place: Place, flag: RedFlag) -> Iterator[tuple[Place, str]]:
    """Yield each level that the flag can end at, once, with the place that says so."""
    levels: dict[str, Place] = {flag.level: place.at("level")}
    for name in flag.phrases:
        levels.setdefault(name, place.at("phrases", name))
    for at, rule in enumerate(flag.rules):
        levels.setdefault(rule.level, place.at("rules", at, "level"))
    for key, changes in (("raises", flag.raises), ("lowers", flag.lowers)):
        for at, change in enumerate(changes):
            if not (key == "lowers" and change.to == "none"):  # lowered to none, it is silent
                levels.setdefault(change.to, place.at(key, at, "to"))
    for name in flag.say:
        if name == "none":
            levels.setdefault(name, place.at("say", name))
    for level, said in levels.items():
        yield said, level


def _both(draft: Draft, place: Place, flag: RedFlag) -> Iterator[Complaint]:
    """Complain of a phrase that fires a flag and also clears it."""
    clear = {folded(phrase): phrase for phrase in flag.lookalikes}
    for level, phrases in flag.phrases.items():
        for phrase in phrases:
            if (other := clear.get(folded(phrase))) is not None:
                there = draft.line_of(other, place.at("lookalikes"))
                here = draft.line_of(phrase, place.at("phrases", level))
                yield Complaint(here, f'"{phrase}" is a look-alike too ({{there}})', "keep one", there)


def rules_of(place: Place, flag: RedFlag) -> Iterator[tuple[Place, Any]]:
    """Yield the rules of a flag, those that change its level or make light of it too, with their places."""
    for key in ("rules", "raises", "lowers", "lightly"):
        rules = getattr(flag, key)
        for at, rule in enumerate(rules):
            yield place.at(key, at), rule
