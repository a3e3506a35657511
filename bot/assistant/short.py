"""Short messages that mean something only here: "the second one", "yes", "hi"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.language.text import Span, fold

if TYPE_CHECKING:
    from bot.assistant.conversation import Conversation
    from bot.knowledge.knowledge import Knowledge
    from bot.language.reading import Reading
    from bot.matching import Matcher, Ranking

_PICKS = ("pick_first", "pick_second", "pick_third")
_PICK_WORDS = 6
_MOST_OF_A_NO = 5  # in words; longer ones need no second look
_NUMBER = re.compile(r"\s*#?([1-9])[.)]?\s*")
# A message of nothing but these ("hi", "good morning", "are you real") is about no subject, so none is outside either.
_SMALL_TALK = frozenset({"bot_talk", "much_other", "small_talk"})
_THANKED = "thanked"
_SAYS_LITTLE = frozenset({"amount", "intent", "quality", "time"})
# What gives an emoji its colour or its form, and the space between two.
_VARIATIONS = re.compile(r"[\s\ufe0f\U0001f3fb-\U0001f3ff]")


def picked(text: str, reading: Reading, conversation: Conversation) -> str | None:
    """Return the offered topic that "the second one" means, or a bare "2"."""
    if reading.words > _PICK_WORDS:
        return None
    if number := _NUMBER.fullmatch(text):
        return dict(enumerate(conversation.choices, start=1)).get(int(number[1]))
    for concept, topic in zip(_PICKS, conversation.choices, strict=False):
        if any(term.concept == concept for term in reading.terms):
            return topic
    return None


def going_on(matcher: Matcher, reading: Reading, conversation: Conversation) -> Ranking:
    """Return the topics of a message that may go on with what was said before."""
    if conversation.topic is not None or not conversation.choices:
        return matcher.rank(reading, conversation.topic)
    afresh, after = matcher.rank(reading), matcher.rank(reading, conversation.choices[0])
    if afresh.decision != "decline" or after.decision == "decline":
        return afresh
    # Several were offered and none was chosen: whichever it is, "and for kids?" goes on with one of them.
    offered = tuple((topic, 1 / len(conversation.choices)) for topic in conversation.choices)
    return after._replace(decision="clarify", topics=offered)


def whole(text: str) -> tuple[str, Span]:
    """Return a message as folded words with single spaces, and where the words stand in it."""
    words = fold(text).words
    return " ".join(word.form for word in words), Span(words[0].start, words[-1].end) if words else Span(0, 0)


def is_no(reading: Reading, knowledge: Knowledge) -> bool:
    """Tell whether a message is a mere no: whoever says so does not ask on about what was told or offered."""
    return reading.words <= _MOST_OF_A_NO and whole(reading.written)[0] in knowledge.soft_signals.no


def is_courteous(reading: Reading, knowledge: Knowledge) -> bool:
    """Tell whether a message only says that somebody is content: by words, or by signs such as a thumb."""
    if reading.forms:
        return reading.forms <= knowledge.courtesy or _only_thanks(reading, knowledge)
    signs = _VARIATIONS.sub("", reading.written)
    return bool(signs) and knowledge.courtesy.issuperset(signs)


def _only_thanks(reading: Reading, knowledge: Knowledge) -> bool:
    """Tell whether a message says what it thanks for, and nothing more: "thanks for your help mate"."""
    spans = [term.span for term in reading.by_concept.get(_THANKED, ())]
    return bool(spans) and all(
        word.form in knowledge.courtesy or any(start <= word.start < end for start, end in spans)
        for word in fold(reading.written).words
    )


def begun(ranking: Ranking, reading: Reading, knowledge: Knowledge) -> Ranking:
    """Return topics to begin with, each as likely, for a mere plea that was declined; `ranking` for all else."""
    topics = begins_with(reading, knowledge) if ranking.decision == "decline" else ()
    chosen = tuple((topic, 1 / len(topics)) for topic in topics)
    return ranking._replace(decision="clarify", topics=chosen) if topics else ranking


def begins_with(reading: Reading, knowledge: Knowledge) -> tuple[str, ...]:
    """Return the topics to offer to who asks for help and names hardly anything ("please advise", "cream?"), if so."""
    pleas, forms = knowledge.pleas, reading.forms
    named = [word for word in pleas.alone if word in forms]
    if named:
        return pleas.alone[named[0]] if len(named) == 1 and forms <= pleas.around.union(named) else ()
    pleads = forms <= pleas.core | pleas.around and not pleas.core.isdisjoint(forms)
    return pleas.topics if pleads and not is_courteous(reading, knowledge) else ()


def says_nothing(reading: Reading, knowledge: Knowledge) -> bool:
    """Tell whether a message asks for nothing: mere courtesy, no words at all, or none that anybody could read."""
    return reading.words == 0 or is_courteous(reading, knowledge) or _is_gibberish(reading, knowledge)


def _is_gibberish(reading: Reading, knowledge: Knowledge) -> bool:
    return reading.unknown == reading.words and knowledge.english.isdisjoint(reading.forms)


def declined(reading: Reading, knowledge: Knowledge) -> str:
    """Return the key of the line that says why there is no answer."""
    if reading.language is not None:
        return "reply.other_language"
    if is_courteous(reading, knowledge) or is_no(reading, knowledge):
        return "reply.content"
    if reading.words == 0:
        return "reply.empty"
    if _is_gibberish(reading, knowledge):
        return "reply.unread"
    if reading.unknown == 0 and all(t.concept in _SMALL_TALK or t.kind in _SAYS_LITTLE for t in reading.terms):
        return "reply.small_talk"
    return "reply.animal" if any(str(term.context) == "animal" for term in reading.terms) else "reply.decline"
