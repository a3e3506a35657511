"""Which of overlapping finds stand for themselves, and which inside longer ones."""

from __future__ import annotations

from operator import attrgetter

from bot.language.patterns import Found


def longest(found: list[Found], taken: bytearray) -> list[Found]:
    """Return the longest of overlapping finds, the first of equals; marks their words in `taken`, skips marked ones.

    `found`, and what is returned, stand in the order of the text.
    """
    if not found:
        return found
    if len(found) == 1:  # as in most messages
        start, end = found[0].start, found[0].end
        if 1 in taken[start:end]:
            return []
        taken[start:end] = b"\x01" * (end - start)
        return found
    kept: list[Found] = []
    spans: set[tuple[int, int]] = set()
    for item in sorted(found, key=_longest_first):
        start, end = item.start, item.end
        if (start, end) in spans or 1 not in taken[start:end]:
            kept.append(item)
            spans.add((start, end))
            taken[start:end] = b"\x01" * (end - start)
    return sorted(kept, key=_by_start)


def _longest_first(item: Found) -> int:
    return item.start - item.end


_by_start, _end = attrgetter("start"), attrgetter("end")


def nested(found: list[Found], taken: bytearray) -> tuple[list[Found], list[Found]]:
    """Return the finds that touch no word of `taken`: those that stand in no longer one, and those that do.

    What stands only in a longer one that is in doubt is in doubt itself.
    """
    outer: list[Found] = []
    inner: list[Found] = []
    free = [item for item in found if 1 not in taken[item.start : item.end]] if 1 in taken else found
    start = end = -1
    sure = reach = -1  # how far those before reach that are not alike: those that are sure, and all
    ahead = -1  # how far those that are alike will reach, if one of them is sure
    # By where they begin, those that reach farthest first: two quick sorts, for each message, instead of a slow one.
    for item in sorted(sorted(free, key=_end, reverse=True), key=_by_start):
        begins, ends, doubtful = item.start, item.end, item.doubtful
        if begins != start or ends != end:
            sure = ahead if ahead > sure else sure  # noqa: FURB136 - `max` takes longer, for each phrase of a message
            reach = end if end > reach else reach  # noqa: FURB136
            start, end, ahead = begins, ends, -1
        if not doubtful:
            ahead = end
        if sure >= end:
            inner.append(item)
        else:
            outer.append(item if reach < end or doubtful else Found(item.pattern, begins, ends, doubtful=True))
    return outer, inner
