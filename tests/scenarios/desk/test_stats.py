"""What the owners see: counts and plots of text, nobody in it; and nobody else sees it."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from bot import Decision
from tests.scenarios.desk.test_cards import a_case
from tests.scenarios.examples import ELSEWHERE, HEAVY, unsure_question

if TYPE_CHECKING:
    from tests.scenarios.stage import Stage

SAID = {Decision.ANSWER: "answered", Decision.CLARIFY: "asked back", Decision.DECLINE: "declined"}


async def test_the_owners_see_counts_times_and_what_was_asked_in_vain(stage: Stage) -> None:
    ursula = stage.town.person("Ursula", started=True)
    await stage.bot.restart(owners=(ursula.id,))
    crowd = stage.town.people(5)
    asked = (stage.question, stage.question, unsure_question(stage.assistant), ELSEWHERE, "my knee aches")
    for person, text in zip(crowd, asked, strict=True):
        await person.asks(text)
    card = await a_case(stage)
    await stage.later(minutes=4)
    await stage.presses(stage.vera, "desk.claim", card)
    await stage.later(minutes=10)
    await stage.presses(stage.vera, "desk.cannot_reach", card)

    seen = await ursula.asks("/stats")

    assert stage.words.get("stats.to_claim", span="4 min", count=1) in seen.text
    assert stage.words.get("stats.to_resolve", span="14 min", count=1) in seen.text
    for kind in ("stats.by_kind", "stats.by_case", "card.kind_emergency", "card.over_unreached"):
        assert stage.words[kind] in seen.text
    decided = Counter(stage.assistant.reply(text).decision for text in (*asked, HEAVY))
    for decision, said in SAID.items():
        assert f"{decided[decision]} ({100 * decided[decision] / 6:.0f}%) {said}" in seen.text
    assert "█" in seen.text
    assert stage.answer in seen.text
    assert stage.words["stats.by_lacking"] in seen.text
    assert all(secret not in seen.text for secret in (ELSEWHERE, stage.ann.name, str(stage.ann.id)))


async def test_for_anybody_else_there_is_no_such_command(stage: Stage) -> None:
    seen = await stage.bob.asks("/stats")

    assert seen.text.startswith(stage.words["help.unknown"].partition("\n")[0])


async def test_questions_in_groups_are_counted_too(stage: Stage) -> None:
    await stage.ann.asks(f"/ask {stage.question}", to=stage.help)
    await stage.settled()

    assert stage.bot.rows("SELECT name, count FROM tallies WHERE what = 'where'") == [("group", 1)]
