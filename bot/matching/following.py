"""What a short message goes on with: the topic that was talked about, its treatment, its cause, or one beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bot.knowledge.model import Topic

# How much they count for a follow-up, on the scale of log odds: the topic itself, its kin, and the others beside it.
_LAST = 5.0
_KIN = 4.0
_RELATED = 2.5


class Following:
    """The topics that each topic leads to."""

    def __init__(self, topics: Mapping[str, Topic], names: Sequence[str]) -> None:
        """Index `topics`; `names` has the topics in the order of their weights."""
        self._topics = topics
        self._place = {name: place for place, name in enumerate(names)}
        self._general = [topic.id for topic in topics.values() if topic.general]

    def go_on(self, weights: list[float], last: str) -> None:
        """Add to the `weights` of the topics what a follow-up to `last` gives them.

        What is asked in general is asked of the topic: "what helps" after piles asks how piles are treated.
        """
        place = self._place
        kin = {general: self._own(general, last) for general in self._general}
        for general, own in kin.items():
            weights[place[own]] = max(weights[place[own]], weights[place[general]])
        beside = dict.fromkeys((*self._general, *self._topics[last].related), _RELATED)
        nearer = {own: _KIN for general, own in kin.items() if own != general}
        for topic, more in {**beside, **nearer, last: _LAST}.items():
            weights[place[topic]] += more

    def _own(self, general: str, last: str) -> str:
        """Return which topic, of the kind of which `general` speaks, belongs to `last`; itself if there is none."""
        topics = self._topics
        mine = (one for one in (last, *topics[last].related) if topics[one].kind == topics[general].kind)
        return next((one for one in mine if not topics[one].general), general)
