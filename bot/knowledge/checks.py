"""Faults between entries and between files: ids that lead nowhere, words with two owners, flags with nothing to say."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.knowledge.aliases import complaints_of_aliases
from bot.knowledge.draft import ALARMS, CRISES, LEARNED, WRITE_ANEW
from bot.knowledge.faults import Complaint, Place
from bot.knowledge.flags import complaints_of_flags, rules_of
from bot.knowledge.limits import complaints_of_length
from bot.knowledge.placeholders import complaints_of_placeholders
from bot.knowledge.shapes import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

    from bot.knowledge.draft import Draft, Shelf
    from bot.knowledge.model import Condition


def complaints_between(draft: Draft, shipped: Path | None) -> Iterator[Complaint]:
    """Yield what is wrong between the entries of `draft`.

    `shipped`: the folder whose interface words these must answer to; None if `draft` is that folder.
    """
    for check in CHECKS:
        yield from check(draft)
    yield from complaints_of_placeholders(draft, shipped)


def _ids(draft: Draft) -> Iterator[Complaint]:
    for name in ("topics", "concepts", "idioms", "context_rules", "flags", "evidence"):
        yield from _twice((place.at("id"), entry.id) for place, entry in draft.lists[name].entries)
    for place, flag in draft.lists["flags"].entries:
        yield from _twice((at.at("id"), rule.id) for at, rule in rules_of(place, flag))


def _codes(draft: Draft) -> Iterator[Complaint]:
    if (places := draft.singles["places"]) is not None:
        for key in ("code", "name"):
            file = Place("places.yaml", ("places",))
            yield from _twice((file.at(at, key), getattr(place, key)) for at, place in enumerate(places.places))
    yield from _twice((place.at("code"), language.code) for place, language in draft.lists["languages"].entries)


def _twice(placed: Iterable[tuple[Place, str]]) -> Iterator[Complaint]:
    """Complain of each name that stands there already."""
    first: dict[str, Place] = {}
    for place, name in placed:
        if name in first:
            yield Complaint(place, f"`{name}` is taken ({{there}})", "choose another, or join the two", first[name])
        first.setdefault(name, place)


def _references(draft: Draft) -> Iterator[Complaint]:
    """Complain of ids that lead nowhere."""
    lists = draft.lists
    for place, topic in lists["topics"].entries:
        yield from _unknown(place.at("related"), topic.related, lists["topics"], "topic", besides=topic.id)
    for place, concept in lists["concepts"].entries:
        yield from _unknown(place.at("implies"), concept.implies, lists["concepts"], "concept", besides=concept.id)
    for place, rule in lists["context_rules"].entries:
        yield from _unknown(place.at("unless"), rule.unless, lists["context_rules"], "context rule")
        yield from _unknown(place.at("unless_behind"), rule.unless_behind, lists["context_rules"], "context rule")
        yield from _unknown(place.at("unless_anywhere"), rule.unless_anywhere, lists["context_rules"], "context rule")
        yield from _unknown(place.at("only_behind"), rule.only_behind, lists["context_rules"], "context rule")
        yield from _unknown(place.at("back_from"), rule.back_from, lists["context_rules"], "context rule")
        for at, example in enumerate(rule.examples):
            yield from _unknown_keys(place.at("examples", at, "meant"), example.meant, lists["concepts"], "concept")
    if (soft := draft.singles["soft_signals"]) is not None:
        asked = [*((soft.flag,) if soft.flag is not None else ()), *[question.flag for question in soft.also]]
        yield from _unknown(Place("soft_signals.yaml", ("flag",)), asked, lists["flags"], "red flag")
    if (pleas := draft.singles["pleas"]) is not None:
        yield from _unknown(Place("pleas.yaml", ("topics",)), pleas.topics, lists["topics"], "topic")
        for word, topics in pleas.alone.items():
            yield from _unknown(Place("pleas.yaml", ("alone", word)), topics, lists["topics"], "topic")
    for place, flag in lists["flags"].entries:
        yield from _unknown(place.at("yields_to"), flag.yields_to, lists["flags"], "red flag", besides=flag.id)
        yield from _unknown(place.at("said_by"), flag.said_by, lists["flags"], "red flag", besides=flag.id)
    for place, evidence in lists["evidence"].entries:
        yield from _unknown_keys(place.at("topics"), evidence.topics, lists["topics"], "topic")


def _conditions(draft: Draft) -> Iterator[Complaint]:
    for place, condition in _all_conditions(draft):
        if not condition.all:
            yield Complaint(place.at("all"), "asks for nothing", "name at least one concept: `all: [[blood]]`")
        for at, group in enumerate(condition.all):
            if not group:
                yield Complaint(
                    place.at("all", at), "can never be met", "name a concept in it, or take the empty list out"
                )
            yield from _unknown(place.at("all", at), group, draft.lists["concepts"], "concept")
        yield from _unknown(place.at("unless"), condition.unless, draft.lists["concepts"], "concept")
        for at, test in enumerate(condition.values):
            if test.at_least is None and test.below is None:
                yield Complaint(place.at("values", at), "tests nothing", "add `at_least:` or `below:`")


def _earnest(draft: Draft) -> Iterator[Complaint]:
    for place, flag in draft.lists["flags"].entries:
        if flag.earnest is not None:
            yield from _unknown(place.at("earnest", "near"), flag.earnest.near, draft.lists["concepts"], "concept")


def _all_conditions(draft: Draft) -> Iterator[tuple[Place, Condition]]:
    yield from draft.lists["evidence"].entries
    for place, flag in draft.lists["flags"].entries:
        yield from rules_of(place, flag)
    if (soft := draft.singles["soft_signals"]) is not None:
        for at, rule in enumerate(soft.rules):
            yield Place("soft_signals.yaml", ("rules", at)), rule


def _unknown(place: Place, ids: Sequence[str], shelf: Shelf[Any], what: str, besides: str = "") -> Iterator[Complaint]:
    for at, name in enumerate(ids):
        if name == besides:
            yield Complaint(place.at(at), f"`{name}` leads to itself", "take it out")
        elif shelf.whole and name not in shelf.ids:
            yield Complaint(place.at(at), f"no such {what}: `{name}`", did_you_mean(name, shelf.ids))


def _unknown_keys(place: Place, ids: Iterable[str], shelf: Shelf[Any], what: str) -> Iterator[Complaint]:
    for name in ids:
        if shelf.whole and name not in shelf.ids:
            yield Complaint(place.at(name), f"no such {what}: `{name}`", did_you_mean(name, shelf.ids))


def _evidence(draft: Draft) -> Iterator[Complaint]:
    """Complain of evidence for nothing, and of topics that nothing speaks for."""
    spoken_for: set[str] = set()
    for place, evidence in draft.lists["evidence"].entries:
        spoken_for.update(topic for topic, weight in evidence.topics.items() if weight > 0)
        if not evidence.topics:
            yield Complaint(
                place.at("topics"), "speaks for no topic", "name one with a weight: `topics: {causes.blood: 3}`"
            )
    complete = draft.lists["evidence"].whole and len(draft.lists["evidence"].entries) == len(
        draft.lists["evidence"].ids
    )
    for place, topic in draft.lists["topics"].entries if complete else ():
        if topic.id not in spoken_for:
            yield Complaint(
                place.at("id"), "nothing in evidence.yaml speaks for it", "add evidence, or nobody can find it"
            )


def _learned(draft: Draft) -> Iterator[Complaint]:
    """Complain of weights for topics that are no longer there."""
    learned, topics = draft.singles["learned"], draft.lists["topics"]
    if learned is not None and topics.whole:
        for name in sorted(set(learned.order) - topics.ids):
            yield Complaint(Place(LEARNED), f"no such topic: `{name}`", WRITE_ANEW)
        places = len(learned.order) + learned.elsewhere
        fits = len(learned.bias) == places and len(learned.gate) == len(learned.topics)
        if not (fits and _rows_fit(learned.topics.values(), places)):
            yield Complaint(Place(LEARNED), "weights and topics do not match", WRITE_ANEW)


def _alarms(draft: Draft) -> Iterator[Complaint]:
    """Complain of learned alarms for red flags that are no longer there."""
    alarms, flags = draft.singles["alarms"], draft.lists["flags"]
    if alarms is not None and flags.whole:
        for name in sorted(set(alarms.flags) - flags.ids):
            yield Complaint(Place(ALARMS), f"no such red flag: `{name}`", WRITE_ANEW)
        places = len(alarms.limits) + len(alarms.flags)
        fit = len(alarms.bias) == places and len(alarms.named) == len(alarms.sure) == len(alarms.flags)
        if not fit or not _rows_fit(alarms.weights.values(), places):
            yield Complaint(Place(ALARMS), "weights and red flags do not match", WRITE_ANEW)


def _crises(draft: Draft) -> Iterator[Complaint]:
    """Complain of learned crises for red flags that are no longer there."""
    crises, flags = draft.singles["crises"], draft.lists["flags"]
    if crises is not None and flags.whole:
        for name in sorted(set(crises.flags) - flags.ids):
            yield Complaint(Place(CRISES), f"no such red flag: `{name}`", WRITE_ANEW)
        places = len(crises.flags)
        fits = {len(crises.bias), len(crises.sure), len(crises.likely), len(crises.possible)} == {places}
        if not (fits and _rows_fit(crises.weights.values(), places)):
            yield Complaint(Place(CRISES), "weights and red flags do not match", WRITE_ANEW)


def _follow_ups(draft: Draft) -> Iterator[Complaint]:
    """Complain of weights of follow-ups that are not for each relation."""
    tuning = draft.singles["tuning"]
    if tuning is not None:
        found = tuning.follow_ups
        relations = 2 + len(found.kinds)  # that it goes on, the topic itself, and its kin by kind
        if any(len(row) != relations for row in found.weights.values()):
            yield Complaint(Place("tuning.yaml", ("follow_ups",)), "weights and kinds do not match", WRITE_ANEW)


def _rows_fit(rows: Iterable[str], places: int) -> bool:
    """Tell whether each row has a weight for each place."""
    return {len(row) for row in rows} <= {places}


def _concepts(draft: Draft) -> Iterator[Complaint]:
    for place, concept in draft.lists["concepts"].entries:
        if not concept.words and not concept.exact:
            yield Complaint(place, "no words lead to it", "add `words:` or `exact:`")


def _spellings(draft: Draft) -> Iterator[Complaint]:
    """Complain of what is read as two words, and of phrases with what is read as another: nobody would meet them."""
    entries = draft.lists["spellings"].entries
    yield from _twice(
        (place.at("written", at), written) for place, entry in entries for at, written in enumerate(entry.written)
    )
    read_as = {written: entry.word for _, entry in entries for written in entry.written}
    for place, phrases in _phrases(draft):
        if not read_as.keys().isdisjoint(" ".join(phrases).split(" ")):
            yield from (
                Complaint(draft.line_of(phrase, place), f'"{word}" is read as `{read_as[word]}`', "write that")
                for phrase in phrases
                for word in phrase.split(" ")
                if word in read_as
            )


def _phrases(draft: Draft) -> Iterator[tuple[Place, Sequence[str]]]:
    """Yield all lists of phrases that a message is searched for."""
    for key in ("concepts", "idioms", "context_rules"):
        yield from ((place.at("words"), entry.words) for place, entry in draft.lists[key].entries)
    for key in ("concepts", "idioms"):
        yield from ((place.at("exact"), entry.exact) for place, entry in draft.lists[key].entries)
    for place, flag in draft.lists["flags"].entries:
        yield place.at("lookalikes"), flag.lookalikes
        yield from ((place.at("phrases", level), phrases) for level, phrases in flag.phrases.items())


CHECKS: tuple[Callable[[Draft], Iterator[Complaint]], ...] = (
    _ids,
    _codes,
    _concepts,
    _spellings,
    complaints_of_aliases,
    _references,
    _conditions,
    _earnest,
    complaints_of_flags,
    _evidence,
    _learned,
    _alarms,
    _crises,
    _follow_ups,
    complaints_of_length,
)
