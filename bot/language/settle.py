"""Which of the phrases found in a text hold: the longer shields what stands inside it."""

from __future__ import annotations

from dataclasses import dataclass
from operator import attrgetter
from typing import TYPE_CHECKING

from bot.language.context.cues import Cue
from bot.language.context.kinds import CLAIMS, PRESENT, STOPS, SUBJECTS
from bot.language.overlaps import longest, nested

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bot.knowledge.model import Context
    from bot.language.context.cues import Rule
    from bot.language.patterns import ByRole, Found

# Where, when, how much and who.
_CIRCUMSTANCES = frozenset({"body", "time", "amount", "quality", "person", "event"})
# A cue inside a term of these kinds is a part of it.
_HOLDING = frozenset({"sign", "condition", "amount", "quality", "body", "event", "intent"})


@dataclass(slots=True)
class Settled:
    """What holds, each in the order of the text; `hidden` and `masked` mark the words inside idioms and look-alikes."""

    concepts: list[Found]
    inner: frozenset[Found]  # those concepts that stand inside a longer sign
    moods: list[Found]  # those of a crisis, which stand beside all others
    flags: list[Found]
    lookalikes: list[Found]
    idioms: list[Found]
    cues: list[Cue]  # none where they would change nothing
    mood_cues: list[Cue]  # those that are no part of `moods`
    soft: bool  # whether a soft signal is among them
    hidden: bytearray
    masked: bytearray


def settle(found: ByRole, words: int, rules: Mapping[str, Rule]) -> Settled:
    """Return which of `found`, in a text of so many words, hold.

    Halves of what is said in a crisis hide none of the others, and only an idiom hides them that is no part of a longer
    one.
    """
    concepts, cues, flags, idioms, lookalikes, soft, moods = found
    hidden, masked = bytearray(words), bytearray(words)
    if idioms:
        idioms = longest(_not_inside(idioms, flags, concepts, moods), hidden)
    if flags or lookalikes:
        flags = [item for item in flags if 1 not in hidden[item.start : item.end]]
        lookalikes = _each_longest(_not_inside(lookalikes, flags))
        for item in lookalikes:
            masked[item.start : item.end] = b"\1" * (item.end - item.start)
        flags = _each_longest([item for item in flags if not any(_shields(other, item) for other in lookalikes)])
    if soft and lookalikes:
        soft = [item for item in soft if not any(_speaks_for(other, item) for other in lookalikes)]
    if moods:
        moods, _ = nested(moods, hidden)
    terms, inner = nested(concepts, hidden)
    beside = _circumstances([item for item in terms if item.pattern.kind in CLAIMS], inner) if inner else []
    if beside:
        terms = sorted((*terms, *beside), key=_by_start)
    for item in cues:
        if rules[item.pattern.id].matters:
            met = _met(cues, rules, hidden)
            break
    else:
        met = []
    holders = [item for item in terms if item.pattern.kind in _HOLDING] if met else []
    own = _words_of_their_own(met, [*holders, *flags]) if met else met
    around = _words_of_their_own(met, [*moods, *flags]) if met and moods else []
    return Settled(terms, frozenset(beside), moods, flags, lookalikes, idioms, own, around, bool(soft), hidden, masked)


def with_their_signs(held: Settled, judged: list[tuple[Context, str]]) -> list[tuple[Context, str]]:
    """Return `judged`, how each concept is meant, with what stands inside longer signs meant as they are.

    Where none of the signs around it is there: "the crime scene in the toilet was dye" leaves no crime scene.
    """
    if not held.inner or all(context in PRESENT for context, _ in judged):
        return judged
    meant = list(zip(held.concepts, judged, strict=False))
    around: dict[tuple[str, int], list[tuple[Found, tuple[Context, str]]]] = {}
    for one in meant:
        if one[0] not in held.inner:
            around.setdefault(("start", one[0].start), []).append(one)
            around.setdefault(("end", one[0].end), []).append(one)
    for place, (item, how) in enumerate(meant):
        if item in held.inner:
            beside = (*around.get(("start", item.start), ()), *around.get(("end", item.end), ()))
            over = [context for one, context in beside if _within(item, one)]
            judged[place] = how if any(context in PRESENT for context, _ in over) else next(iter(over), how)
    return judged


def _circumstances(signs: list[Found], inner: list[Found]) -> list[Found]:
    """Return what begins or ends a longer sign and says more than it: "pooping in my sleep" is about the night too."""
    last: dict[int, int] = {}  # how far the signs reach that begin at a word
    first: dict[int, int] = {}  # where those begin that end behind a word
    for sign in signs:
        last[sign.start] = max(sign.end, last.get(sign.start, sign.end))
        first[sign.end] = min(sign.start, first.get(sign.end, sign.start))
    return [
        item
        for item in inner
        if item.pattern.kind in _CIRCUMSTANCES
        and (last.get(item.start, 0) >= item.end or first.get(item.end, item.end) <= item.start)
    ]


def _met(cues: list[Found], rules: Mapping[str, Rule], hidden: bytearray) -> list[Cue]:
    """Return the longest cues that no idiom hides; who it is about, and half a saying, hide no other cue."""
    subjects: list[Found] = []
    halves: list[Found] = []
    others: list[Found] = []
    for item in cues:
        rule = rules[item.pattern.id]
        (subjects if rule.means in SUBJECTS else halves if rule.between else others).append(item)
    met: list[Found] = []
    for some in (subjects, halves, others):
        if some:
            met += longest(some, bytearray(hidden))
    met.sort(key=_by_start)
    return [Cue(rules[item.pattern.id], item.start, item.end) for item in met]


def _words_of_their_own(cues: list[Cue], holders: list[Found]) -> list[Cue]:
    """Return the cues that are not a part of a sign ("no feeling")."""
    longer = [item for item in holders if item.end - item.start > 1]
    if not longer:
        return cues
    over: dict[int, list[Found]] = {}  # by each of their words
    begun: dict[int, list[Found]] = {}  # by their first word
    for item in longer:
        begun.setdefault(item.start, []).append(item)
        for at in range(item.start, item.end):
            over.setdefault(at, []).append(item)
    return [cue for cue in cues if cue.start not in over or _is_of_its_own(cue, over[cue.start], begun)]


def _is_of_its_own(cue: Cue, over: Sequence[Found], begun: Mapping[int, Sequence[Found]]) -> bool:
    """Tell whether a cue counts: in no longer find, or before a still longer one ("no poo from my vagina").

    `over` are the longer finds that stand over its first word, `begun` all of them by the word they begin with.
    """
    length = cue.end - cue.start
    around = [item for item in over if cue.end <= item.end and item.end - item.start > length]
    if not around:
        return True
    if cue.rule.means in STOPS:
        return any(item.start == cue.start for item in around)
    end = max(item.end for item in around)
    longer = max(item.end - item.start for item in around)
    return any(
        end < item.end and item.end - item.start > longer for at in range(cue.end, end) for item in begun.get(at, ())
    )


_by_start = attrgetter("start", "end")


def _within(item: Found, other: Found) -> bool:
    return other.start <= item.start and item.end <= other.end


def _shields(lookalike: Found, flag: Found) -> bool:
    """Tell whether a look-alike stands over words of a phrase of its flag: what another flag says, it leaves alone."""
    return lookalike.pattern.id == flag.pattern.id and lookalike.start < flag.end and flag.start < lookalike.end


def _speaks_for(other: Found, item: Found) -> bool:
    """Tell whether a look-alike goes on where a soft signal of its flag ends: "i dont want to go on" with steroids."""
    return other.pattern.id == item.pattern.id and item.start <= other.start < item.end < other.end


def _not_inside(items: list[Found], *longer: list[Found]) -> list[Found]:
    """Leave out what stands inside a longer find: "stuck up" inside "got something stuck up my bum"."""
    if not items:
        return items
    others = [other for some in longer for other in some]
    return [
        item
        for item in items
        if not any(_within(item, other) and other.end - other.start > item.end - item.start for other in others)
    ]


def _each_longest(found: list[Found]) -> list[Found]:
    """Return, for each flag, the longest of its overlapping phrases or look-alikes."""
    kept: list[Found] = []
    for flag in dict.fromkeys(item.pattern.id for item in found):
        mine = [item for item in found if item.pattern.id == flag]
        kept += longest(mine, bytearray(max(item.end for item in mine)))
    return kept
