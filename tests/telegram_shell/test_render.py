"""Rendering: everything that we can say passes Telegram's limits, and is offered only where it can be done."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from bot.assistant.reply import Block, BlockKind, Decision, DismissedMention, FlagMention, Offers, Reply, TopicScore
from bot.desk.case import Case, Consent
from bot.desk.note import Person, note, withdrawn
from bot.knowledge.model import Level
from bot.telegram.buttons import Deed, Keyboard
from bot.telegram.cases.notes import note_page
from bot.telegram.limits import TEXT_UNITS, units
from bot.telegram.private.browse import TOPICS_ON_A_PAGE, kinds, one_kind
from bot.telegram.private.country import chosen, crisis_line, emergency, which_country
from bot.telegram.private.why import explained
from bot.telegram.render import Outgoing, render
from bot.telegram.speaker import markup
from tests.reading.shipped import dangers, own_messages
from tests.standin.markup import parse_html

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot import Assistant
    from bot.knowledge.knowledge import Knowledge

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
LABEL = 64  # letters; longer ones are cut by Telegram's apps


def deeds(keyboard: Keyboard) -> set[Deed]:
    """Name what a keyboard offers."""
    return {key.press.deed for row in keyboard for key in row if key.press}


def a_reply(*blocks: Block, **changes: object) -> Reply:
    """Make up a reply that tells of pads."""
    reply = Reply(
        Decision.ANSWER,
        (TopicScore("care.pads", 0.9),),
        Level.NONE,
        None,
        (),
        (),
        blocks or (Block(BlockKind.TITLE, "Pads"),),
        Offers(person=True),
        (),
    )
    return replace(reply, **changes)  # type: ignore[arg-type]


def all_that_can_be_said(assistant: Assistant) -> Iterator[Outgoing]:
    """Give every topic, card, list and note; for replies to messages see the test below."""
    knowledge = assistant.knowledge
    countries = [None, *(place.code for place in knowledge.places.places)]
    for topic in knowledge.topics:
        yield render(assistant.tell(topic), knowledge, desk=True, first_time=True)
    for flag in knowledge.flags:
        yield render(assistant.affirm(flag), knowledge, desk=True, first_time=True)
        yield render(assistant.deny(flag), knowledge, desk=True, first_time=True)
    for country in countries:
        yield emergency(knowledge, country)
        yield chosen(knowledge, country)
        yield crisis_line(knowledge, country, desk=True)
    for page in range(10):
        yield which_country(knowledge, page)
        yield from (one_kind(knowledge, kind, page) for kind in {topic.kind for topic in knowledge.topics.values()})
    yield kinds(knowledge)


def check(outgoing: Outgoing) -> None:
    """Assert what Telegram would."""
    assert outgoing.pages
    for page in outgoing.pages:
        text, _ = parse_html(page.html)
        assert 0 < units(text) <= TEXT_UNITS
    assert all(len(key.label) > 0 for row in outgoing.keyboard for key in row)
    markup(outgoing.keyboard)


def test_all_that_we_can_say_on_our_own_passes_telegrams_limits_in_one_message(assistant: Assistant) -> None:
    for outgoing in all_that_can_be_said(assistant):
        check(outgoing)
        assert len(outgoing.pages) == 1


@pytest.mark.no_cover  # what our messages run through is counted elsewhere
def test_the_answer_to_each_of_our_own_messages_passes_them_too(assistant: Assistant) -> None:
    texts = [message.text for message in own_messages()[::3]] + [proof.text for proof in dangers()[::3]]
    assert len(texts) > 200

    for text in texts:
        reply = assistant.reply(text)
        check(render(reply, assistant.knowledge, desk=True, first_time=True))
        check(explained(reply, assistant.knowledge))


def test_the_first_line_of_a_safety_card_is_what_to_do(knowledge: Knowledge) -> None:
    card = a_reply(Block(BlockKind.ACTION, "Call now."), Block(BlockKind.SIGNS, "x"), Block(BlockKind.TITLE, "Blood"))

    assert render(card, knowledge, desk=True).pages[0].html.startswith("<b>Call now.</b>\n\nx\n\n<b>Blood</b>")


def test_bullets_stand_close_and_source_and_disclaimer_together(knowledge: Knowledge) -> None:
    reply = a_reply(
        Block(BlockKind.PARAGRAPH, "These:"),
        Block(BlockKind.BULLET, "one"),
        Block(BlockKind.BULLET, "two"),
        Block(BlockKind.SOURCE, "From it."),
        Block(BlockKind.DISCLAIMER, "No diagnosis."),
    )

    assert render(reply, knowledge, desk=True).pages[0].text == "These:\n• one\n• two\n\nFrom it.\nNo diagnosis."


@pytest.mark.parametrize("level", list(Level))
def test_nobody_is_offered_a_person_where_there_is_no_desk(level: Level, knowledge: Knowledge) -> None:
    reply = a_reply(level=level)

    assert Deed.PERSON in deeds(render(reply, knowledge, desk=True).keyboard)
    assert Deed.PERSON not in deeds(render(reply, knowledge, desk=False).keyboard)


def test_a_person_is_offered_first_where_it_is_urgent_and_further_down_otherwise(knowledge: Knowledge) -> None:
    urgent = render(a_reply(level=Level.URGENT), knowledge, desk=True).keyboard
    calm = render(a_reply(offers=Offers(topics=("care.fiber",), person=True)), knowledge, desk=True).keyboard

    assert Deed.PERSON in deeds(urgent[:1])
    assert Deed.PERSON not in deeds(calm[:1])


def test_buttons_of_a_crisis_line_and_of_a_call_come_when_they_are_offered(knowledge: Knowledge) -> None:
    offers = Offers(crisis_line=True, called=True, country=True)

    offered = deeds(render(a_reply(level=Level.EMERGENCY, offers=offers), knowledge, desk=False).keyboard)

    assert {Deed.CRISIS, Deed.CALLED, Deed.COUNTRIES} <= offered


def test_every_dismissed_flag_can_be_affirmed_and_every_live_one_denied(knowledge: Knowledge) -> None:
    live, dismissed = list(knowledge.flags)[:2]
    reply = a_reply(
        red_flags=(FlagMention(live, "x", 0, 1),), dismissed=(DismissedMention(dismissed, "no y", 2, 6, "negated"),)
    )

    presses = [key.press for row in explained(reply, knowledge).keyboard for key in row]

    assert [(press.deed, press.value) for press in presses if press] == [(Deed.AFFIRM, dismissed), (Deed.DENY, live)]


def test_the_browser_shows_every_topic_once(knowledge: Knowledge) -> None:
    of_kind = [topic.id for topic in knowledge.topics.values() if topic.kind == "cause"]
    pages = -(-len(of_kind) // TOPICS_ON_A_PAGE)

    keys = [key for page in range(pages) for row in one_kind(knowledge, "cause", page).keyboard for key in row]

    assert [key.press.value for key in keys if key.press and key.press.deed is Deed.OPEN] == of_kind


ANN = Person(5_000_000_001)


@pytest.mark.parametrize(("consent", "link"), [(Consent.NONE, False), (Consent.CONTACT, True), (Consent.WORDS, True)])
def test_a_note_says_what_was_agreed_to_and_no_more(
    consent: Consent,
    link: bool,
    knowledge: Knowledge,
) -> None:
    case = Case("id", ANN.id, ANN.id, Level.EMERGENCY, None, ("gi_bleed_heavy",), "GB", NOW, consent=consent)

    page = note_page(note(case, ANN), knowledge)

    assert (ANN.link in page.html) is link
    assert "2026-11-24 12:00" in page.text


def test_a_withdrawn_note_says_nothing_of_the_person(knowledge: Knowledge) -> None:
    case = Case("id", ANN.id, ANN.id, Level.EMERGENCY, None, ("gi_bleed_heavy",), "GB", NOW, consent=Consent.WORDS)

    assert note_page(withdrawn(case), knowledge).text == knowledge.words["note.withdrawn"]


def test_a_note_with_every_sign_there_is_fits(knowledge: Knowledge) -> None:
    case = Case("id", 1, 1, Level.EMERGENCY, None, tuple(knowledge.flags), "GB", NOW, consent=Consent.WORDS)

    assert units(note_page(note(case, ANN), knowledge).text) <= TEXT_UNITS
