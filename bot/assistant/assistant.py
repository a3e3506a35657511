"""The plot: read the message, triage it, rank the topics, compose the reply."""

from __future__ import annotations

from copy import copy
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from bot.assistant.compose import again_blocks, beside_block, language_block, numbers, offer_block
from bot.assistant.conversation import Conversation
from bot.assistant.explain import Lines, dismissed_mentions, live_mentions
from bot.assistant.gist import Gist, gist_of
from bot.assistant.own_words import in_their_words, taken_up
from bot.assistant.reply import Block, BlockKind, Decision, FlagMention, Offers, Reply, TopicScore
from bot.assistant.said import Said
from bot.assistant.short import begins_with, begun, declined, going_on, is_courteous, is_no, picked, says_nothing, whole
from bot.knowledge.model import Level
from bot.language.mood import Mood
from bot.language.reading import Reader
from bot.matching import Matcher
from bot.matching.weights import of_words
from bot.triage import Triage, level_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from bot.assistant.said import Card
    from bot.knowledge.knowledge import Knowledge
    from bot.knowledge.model import GentleQuestion, SoftSignals
    from bot.knowledge.words import InterfaceWords
    from bot.language.reading import Reading
    from bot.matching import Ranking
    from bot.matching.ranker import Observation
    from bot.triage import Assessment

    _Question = SoftSignals | GentleQuestion

# How many topics a reply offers beside the one that it tells.
_CHOICES = 3
_RELATED = 3
_NEW = Conversation()
# What `TopicScore(...)` and the like do beside this takes longer.
_new = tuple.__new__
_DECISIONS = {str(decision): decision for decision in Decision}
# Kinds of concepts that a question can be about.
_SUBJECTS = frozenset({"sign", "condition", "body", "treatment", "test", "elsewhere"})


class Look(NamedTuple):
    """What was seen in a text: the reading, and what triage makes of it."""

    reading: Reading
    assessment: Assessment

    @property
    def level(self) -> Level:
        """How urgent it is, by triage alone: of what names no flag, nothing."""
        return max((flag.level for flag in self.assessment.live if not flag.unsaid), default=Level.NONE)


class Assistant:
    """Answers messages from one knowledge folder. Holds no state: the same arguments give the same reply."""

    def __init__(self, knowledge: Knowledge) -> None:
        """Make `knowledge` ready to answer from."""
        self.knowledge = knowledge
        self._reader = Reader(knowledge)
        self._mood = Mood(knowledge)
        # Triage and matching listen to the same words: each is looked up once for both.
        self._triage = Triage(knowledge.flags, knowledge.alarms, knowledge.crises, of_words(knowledge.learned))
        self._matcher = Matcher(knowledge, self._triage.words)
        self._said = Said(knowledge)
        # In a message without any of these nobody has a word of his own for what we say.
        self._theirs = frozenset([word for entry in knowledge.own_words for word in entry.theirs])

    @classmethod
    def load(cls, folder: Path | None = None) -> Assistant:
        """Return an assistant for a knowledge folder (None: the one shipped). KnowledgeError lists all its faults."""
        from bot.knowledge.load import load  # noqa: PLC0415 - a kept assistant reads no folder

        return cls(load(folder))

    @classmethod
    def prepared(cls, folder: Path | None = None) -> Assistant:
        """Return an assistant as `load` does, ready to serve: no message waits for what an earlier one left undone."""
        assistant = cls.load(folder)
        assistant.prepare()
        return assistant

    def prepare(self) -> None:
        """Make it ready to serve; takes some tenths of a second, and is not worth it for one answer."""
        self._reader.prepare(self.knowledge.sentences())
        self._triage.prepare()
        self._matcher.prepare()
        self._said.prepare()

    def saying(self, words: InterfaceWords) -> Assistant:
        """Return this assistant with other words of the interface, as those of another language; it reads as before."""
        other = copy(self)
        other.knowledge = replace(self.knowledge, words=words)
        other._said = Said(other.knowledge)  # noqa: SLF001 - its own copy
        return other

    def reply(self, text: str, conversation: Conversation = _NEW, look: Look | None = None) -> Reply:
        """Say what to tell the person about `text`. Pure: the same arguments give the same reply.

        `look`: what `look` has seen in this text before, if it was asked.
        """
        reading, assessment = look or self.look(text)
        # Who says thanks, or nothing, or that it is all too much, does not ask on.
        in_distress = bool(assessment.pathway) or self._sounds_low(reading, assessment)
        goes_on = not (in_distress or says_nothing(reading, self.knowledge) or is_no(reading, self.knowledge))
        ranking = going_on(self._matcher, reading, conversation) if goes_on else self._matcher.rank(reading)
        assessment = self._triage.beside(assessment, ranking.domain)
        ranking = self._kept(ranking, reading, assessment)
        chosen = picked(text, reading, conversation)
        if chosen is not None and not assessment.live:
            return self.tell(chosen, conversation)
        if not assessment.live and (answered := self._answered(text, reading, conversation)) is not None:
            return answered
        return self._compose(reading, assessment, ranking, conversation)

    def read(self, text: str) -> tuple[Reading, Assessment, Ranking]:
        """Return what stands behind a reply: the reading, the assessment and the ranking."""
        reading = self._mood.of(self._reader.read(text))
        ranking = self._matcher.rank(reading)
        assessment = self._triage.beside(self._triage.assess(reading), ranking.domain)
        return reading, assessment, self._kept(ranking, reading, assessment)

    def _kept(self, ranking: Ranking, reading: Reading, assessment: Assessment) -> Ranking:
        """Return topics to ask about, in place of none, for somebody who names the subject amid much else.

        And such to begin with for somebody who asks for help and does not say with what.
        """
        if ranking.decision != "decline" or assessment.pathway or self._sounds_low(reading, assessment):
            return ranking
        amid = self._matcher.amid(ranking, reading, self._reader.read)
        return amid if assessment.live else begun(amid, reading, self.knowledge)

    def look(self, text: str) -> Look:
        """Read `text` and assess it: how urgent it is, before anything is answered."""
        reading = self._mood.of(self._reader.read(text))
        return _new(Look, (reading, self._triage.assess(reading)))

    def gist(self, text: str, conversation: Conversation = _NEW) -> Gist:
        """Return what `text` is about, by ids alone."""
        reading, assessment, ranking = self.read(text)
        low = self._sounds_low(reading, assessment)
        found = replace(gist_of(reading, assessment, ranking, soft=low), courtesy=is_courteous(reading, self.knowledge))
        going_on = conversation.topic is not None or conversation.offered
        return found.as_answered(self.reply(text, conversation)) if going_on else found

    def lacking(self, text: str) -> tuple[str, ...]:
        """Return the subjects that `text` speaks of, by concept: of a declined one, what the article lacks."""
        terms = self._reader.read(text).terms
        return tuple(dict.fromkeys(term.concept for term in terms if term.kind in _SUBJECTS))

    def retell(self, gist: Gist, conversation: Conversation = _NEW) -> Reply:
        """Return the reply to a message of which only the gist is left."""
        if gist.topic is not None and not gist.flags:
            return self.tell(gist.topic, conversation)
        topics = gist.topics if gist.decision is not Decision.DECLINE else ()
        return Reply(
            decision=gist.decision,
            topics=tuple(TopicScore(topic, 1.0) for topic in topics),
            level=gist.level,
            pathway=gist.pathway,
            red_flags=(),
            dismissed=(),
            blocks=tuple(self._blocks_again(gist, conversation)),
            offers=Offers(
                topics=tuple(topic for topic in topics if topic != gist.topic),
                person=True,
                country=bool(gist.flags) and conversation.country is None,
                crisis_line=gist.soft and not gist.pathway,
                asked=self.knowledge.soft_signals.flag if gist.soft and not gist.pathway else None,
                called=gist.level is Level.EMERGENCY,
            ),
            why=(),
        )

    def observed(self, text: str) -> Observation:
        """Return what learning looks at in `text`: hand-set weights by topic, the gate's signals, the features."""
        return self._matcher.observed(self._reader.read(text))

    def parts(self, text: str) -> list[str]:
        """Return the parts of `text` that name the subject by themselves, as written."""
        return self._matcher.parts(self._reader.read(text))

    def cues(self, text: str, inside: float) -> dict[str, float]:
        """Return what tells how `text` goes on with what was said; `inside`: log odds that it is in the domain."""
        return self._matcher.cues(self.observed(text), inside)

    def tell(self, topic_id: str, conversation: Conversation = _NEW) -> Reply:
        """Return the reply to a topic that was chosen by name; KeyError for an unknown id."""
        topic = self.knowledge.topics[topic_id]
        blocks = (*self._said.excerpt(topic_id, short=False), *self._said.closing(topic_id))
        offers = Offers(topics=topic.related[:_RELATED], person=True, country=conversation.country is None)
        return Reply(Decision.ANSWER, (TopicScore(topic_id, 1.0),), Level.NONE, None, (), (), blocks, offers, ())

    def affirm(self, flag_id: str, conversation: Conversation = _NEW) -> Reply:
        """Return the safety card after "I do have this"; KeyError for an unknown flag."""
        flag = self.knowledge.flags[flag_id]
        level = level_of(flag.level)
        card = self.safety_card([(flag_id, level)], conversation)
        blocks = (*card, *self._said.closing(None))
        offers = Offers(person=True, country=conversation.country is None, called=level is Level.EMERGENCY)
        return Reply(Decision.DECLINE, (), level, flag.pathway, (), (), blocks, offers, ())

    def deny(self, flag_id: str, conversation: Conversation = _NEW) -> Reply:
        """Return the reply after "that is not me": what would change it stays said; KeyError for an unknown flag."""
        title = self.knowledge.flags[flag_id].title
        note = Block(BlockKind.NOTE, self.knowledge.words.get("reply.denied", sign=title))
        topics = (conversation.topic,) if conversation.topic else ()
        offers = Offers(topics=topics, person=True, crisis_line=self.knowledge.flags[flag_id].pathway is not None)
        blocks = (note, *self._said.closing(None))
        return Reply(Decision.DECLINE, (), Level.NONE, None, (), (), blocks, offers, ())

    def safety_card(
        self, flags: Sequence[tuple[str, Level]], conversation: Conversation = _NEW, *, unclear: bool = False
    ) -> tuple[Block, ...]:
        """Return the card for live flags (id and level, the highest first), with the numbers of the country chosen."""
        card = self._said.card(tuple(flags), conversation.country, unclear=unclear)
        return card.first + card.watch

    def _answered(self, text: str, reading: Reading, conversation: Conversation) -> Reply | None:
        """Return the reply to a bare yes or no to the question that was asked, or to nothing; None for others."""
        flag = conversation.asked
        if flag is None or flag not in self.knowledge.flags:
            return None
        said, (start, end) = whole(text)
        if said in self.knowledge.soft_signals.yes:
            mention = FlagMention(flag, text[start:end], start, end)
            return replace(self.affirm(flag, conversation), red_flags=(mention,))
        if said in self.knowledge.soft_signals.no:
            return self.deny(flag, conversation)
        return self._asked_again(flag) if says_nothing(reading, self.knowledge) else None

    def _asked_again(self, flag: str) -> Reply:
        """Return the reply to a thumb or an "ok", neither a yes nor a no: the question is too grave to be dropped."""
        question = Block(BlockKind.QUESTION, self._about(flag).ask)
        offers = Offers(person=True, crisis_line=True, asked=flag)
        return Reply(Decision.DECLINE, (), Level.NONE, None, (), (), (question, *self._said.closing(None)), offers, ())

    def _compose(self, reading: Reading, assessment: Assessment, ranking: Ranking, conversation: Conversation) -> Reply:
        declines = ranking.decision == "decline"
        asked = self._to_ask(reading, assessment, declines=declines)
        blocks: Iterable[Block] = self._blocks(reading, assessment, ranking, conversation, asked)
        if (assessment.live or not declines) and not self._theirs.isdisjoint(reading.forms):
            blocks = in_their_words(blocks, taken_up(reading.forms, self.knowledge.own_words))
        return Reply(
            decision=_DECISIONS[ranking.decision],
            topics=() if declines else tuple([_new(TopicScore, one) for one in ranking.topics]),
            level=assessment.level,
            pathway=assessment.pathway,
            red_flags=live_mentions(reading, assessment, self.knowledge.flags) if assessment.live else (),
            dismissed=dismissed_mentions(reading, assessment) if assessment.dismissed else (),
            blocks=tuple(blocks),
            offers=self._offers(assessment, ranking, conversation, asked),
            why=Lines(reading, assessment, ranking),
        )

    def _blocks(
        self,
        reading: Reading,
        assessment: Assessment,
        ranking: Ranking,
        conversation: Conversation,
        asked: _Question | None,
    ) -> list[Block]:
        blocks: list[Block] = []
        card = self._card_of(assessment, conversation) if assessment.live else None
        if card is not None:
            blocks += card.first
        if asked is not None:
            blocks += self._put(asked, conversation)
        topic = None
        if ranking.decision == "answer":
            topic = ranking.topics[0][0]
            blocks += self._told(topic, assessment, ranking, conversation)
        if card is not None:
            blocks += card.watch
        blocks += self._notes(reading, assessment, ranking, conversation, low=asked is not None)
        blocks += self._said.closing(topic)
        return blocks

    def _card_of(self, assessment: Assessment, conversation: Conversation) -> Card:
        flags = tuple([(flag.flag, flag.level) for flag in assessment.live])
        unclear = any(flag.unclear for flag in assessment.live if flag.level is assessment.level)
        return self._said.card(flags, conversation.country, unclear=unclear)

    def _put(self, question: _Question, conversation: Conversation) -> Iterator[Block]:
        """Yield what is said to, and asked of, somebody who sounds low, or like another crisis."""
        filled = numbers(self.knowledge, conversation.country)
        yield from (Block(BlockKind.NOTE, line.format(**filled)) for line in question.say)
        yield Block(BlockKind.QUESTION, question.ask)

    def _about(self, flag: str) -> _Question:
        """Return the question that asks about `flag`."""
        soft = self.knowledge.soft_signals
        return next((one for one in soft.also if one.flag == flag), soft)

    def _to_ask(self, reading: Reading, assessment: Assessment, *, declines: bool) -> _Question | None:
        """Return what somebody should be asked: how he is, or about another crisis that it sounds like.

        Talk of other things only sounds like one.
        """
        soft = self.knowledge.soft_signals
        if self._sounds_low(reading, assessment):
            return soft
        if assessment.pathway or not assessment.sounds_like or (declines and not assessment.live):
            return None
        return next((one for one in soft.also if one.flag in assessment.sounds_like), None)

    def _told(
        self, topic_id: str, assessment: Assessment, ranking: Ranking, conversation: Conversation
    ) -> Iterator[Block]:
        """Yield the excerpt of the topic that is told, and what else is worth reading."""
        if _asks_on(ranking, conversation):
            yield from again_blocks(self.knowledge, self.knowledge.topics[topic_id])
        else:
            yield from self._said.excerpt(topic_id, short=assessment.level is Level.EMERGENCY)
            if topic_id == conversation.topic:
                yield Block(BlockKind.NOTE, self.knowledge.words["reply.again"])
        if others := self._runners_up(ranking):
            yield offer_block(self.knowledge, others)

    def _notes(
        self, reading: Reading, assessment: Assessment, ranking: Ranking, conversation: Conversation, *, low: bool
    ) -> Iterator[Block]:
        """Yield what is said about the reply itself."""
        words = self.knowledge.words
        if ranking.decision == "clarify" and assessment.level < Level.EMERGENCY:
            begins = begins_with(reading, self.knowledge)
            yield Block(BlockKind.NOTE, words["reply.begin" if begins else "reply.clarify"])
        if reading.language:
            # Before the line in English: on a locked screen it is the one that can be read.
            yield language_block(self.knowledge, reading.language, conversation.country)
        if ranking.decision == "decline" and not assessment.live and not low:
            if conversation.beside is not None:
                yield beside_block(self.knowledge, conversation.country)
            else:
                yield Block(BlockKind.NOTE, words[declined(reading, self.knowledge)])

    def _blocks_again(self, gist: Gist, conversation: Conversation) -> Iterator[Block]:
        topic = self.knowledge.topics[gist.topic] if gist.topic else None
        yield from self.safety_card(gist.flags, conversation)
        if gist.soft and not gist.pathway:
            yield from self._put(self.knowledge.soft_signals, conversation)
        if topic is not None:
            yield from self._said.excerpt(topic.id, short=gist.level is Level.EMERGENCY)
        elif gist.decision is Decision.CLARIFY:
            yield Block(BlockKind.NOTE, self.knowledge.words["reply.clarify"])
        elif not gist.flags and not gist.soft:
            yield Block(BlockKind.NOTE, self.knowledge.words["reply.decline"])
        yield from self._said.closing(topic.id if topic else None)

    def _sounds_low(self, reading: Reading, assessment: Assessment) -> bool:
        """Tell whether somebody should be asked how he is: he sounds low, and no card of a crisis says so already."""
        likely = self.knowledge.soft_signals.flag in assessment.sounds_like
        return not assessment.pathway and (reading.soft or likely)

    def _runners_up(self, ranking: Ranking) -> tuple[str, ...]:
        """Return the topics worth offering beside the one told: those with a fair share of its score."""
        best = ranking.topics[0][1]
        return tuple([topic for topic, score in ranking.topics[1:_CHOICES] if score >= best / 4])

    def _offers(
        self, assessment: Assessment, ranking: Ranking, conversation: Conversation, asked: _Question | None
    ) -> Offers:
        topics: tuple[str, ...] = ()
        if ranking.decision == "answer":
            told = ranking.topics[0][0]
            related = (*self._runners_up(ranking), *self.knowledge.topics[told].related)
            topics = tuple(dict.fromkeys([t for t in related if t != told]))[:_RELATED]
            # Of what was just told only the summary is said: whoever wants it all again can have it.
            topics += (told,) if _asks_on(ranking, conversation) else ()
        elif ranking.decision == "clarify" and assessment.level < Level.EMERGENCY:
            topics = tuple([topic for topic, _ in ranking.topics[:_CHOICES]])
        return Offers(
            topics=topics,
            person=True,
            country=bool(assessment.live) and conversation.country is None,
            crisis_line=asked is not None or conversation.beside is not None,
            asked=asked.flag if asked is not None else None,
            called=assessment.level is Level.EMERGENCY,
        )


def _asks_on(ranking: Ranking, conversation: Conversation) -> bool:
    """Tell whether somebody asks on about the topic that was just told, without asking for it by name."""
    return ranking.goes_on and ranking.topics[0][0] == conversation.topic
