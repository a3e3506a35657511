"""A stand-in for Telegram's Bot API, and a town of people around its bot.

A real HTTP server in the test's event loop (start the bot by `asyncio.create_subprocess_exec`, never by a call that
blocks the loop). In a conftest: `from tests.standin.fixtures import server, town`. Refusals carry Telegram's own words.

Bot's side      TELEGRAM_API_URL=server.url, TELEGRAM_BOT_TOKEN=server.token; webhook: `server.world.webhook.route =
                "http://127.0.0.1:PORT"` stands in for the public address, `.retry_after` seconds between attempts
town            person(name, username=, started=, language=) · people(n) · other_bot(name) · settled() · poison() ·
                group(title, members, admins=, bot="member"|"administrator"|"left"|"kicked"|None, forum=, basic=) ·
                channel(title, linked=group) · clock.advance(seconds) ·
                bot.privacy_mode/sees_mentions/sees_bots/commands/description/short_description, bot.user
person deeds    await ann.writes(text, to=group, topic=, reply_to=, anonymous=, as_chat=channel, via=user, extra={}) ·
(`await` all)   asks(text, ...) -> the next message she sees · presses_start(payload) · follows(deep_link) ·
                presses("label or data", on=message) -> Press, links into the bot are followed (press.sent) ·
                forges(data, on=message) · edits(message, text) · deletes(message) · blocks_bot() · unblocks_bot() ·
                sends(kind, caption, ...) · sends_photo/voice/sticker · asks_inline(text) -> InlineQuery ·
                picks(query, title, to=group)
person eyes     await ann.sees("words" | predicate, within=) -> Message · ann.shown · ann.shown_in(group) (ephemeral
                ones too) · ann.private (a Place) · ann.user.offline/hides_link/deactivated
place           .messages (of the bot, public, as they stand) · .last · .log (of anybody) · opens_with(text) ·
                await sees(...) · .id · .chat (slow_mode, members_may_write, protected, ephemeral_refusal, topics)
group deeds     adds(*people, by=) · removes(person, ban=) · promotes(person, anonymous=) · demotes(person) ·
(`await` all)   adds_bot(by=, status=) · promotes_bot(*rights) · demotes_bot · mutes_bot · removes_bot ·
                upgrades() (new id) · topic(name, by=person) -> Topic · channel.posts(text)
message         .text (plain) · .html · .buttons/.rows/.labels · .button("label or data") · .history (Versions before
                each edit) · .media · .reply_to · .thread_id · .receiver (ephemeral) · .silent · .preview · .deleted
press           await press.answered(within=) -> .text, .alert, .url · InlineQuery: .results, .titles, .personal,
                .cache_time, .button
calls           server.calls (Call: method, params decoded, files, at, status, description, fault, ok) ·
                .of("sendMessage", chat=ann) · .effects (no polls) · server.endpoint.keep_calls = False (long runs) ·
                await server.called(method, chat=, times=, within=)
silence         await town.settled(within=, quiet=0.2): all updates taken, then nothing done
faults          server.order(faults.X(), times=1 | None, method=, chat=, when=lambda call: ...) -> Order (.met, .left,
                .cancel()) · server.heal(); X: too_many_requests(retry_after) server_error(code) bad_gateway()
                timeout_before_effect() timeout_after_effect() dropped_connection(after_effect=) half_an_answer()
                slow_answer(seconds) conflict_409() unauthorised() refused(code, description); getUpdates is spoilt
                only if `method` or `when` says so. `await server.stop()`, then `start(server.port)`: network gone, back
feed            server.feed.hold(), release(reversed) · again(update_id) · twice = True · push_raw({...}) · history
limits          server.limits.on = True; .chat/.group/.overall = Rate(messages, seconds) | None; .refused counts
older server    server.world.knows_ephemeral = False: ignores ephemeral parameters (posts for all), 404 for the methods
"""

from tests.standin import faults
from tests.standin.calls import Call
from tests.standin.limits import Rate
from tests.standin.message import Button, Message
from tests.standin.people import Person
from tests.standin.places import Channel, Group, Place
from tests.standin.presses import InlineQuery, Press
from tests.standin.server import Server
from tests.standin.town import Town

__all__ = [
    "Button",
    "Call",
    "Channel",
    "Group",
    "InlineQuery",
    "Message",
    "Person",
    "Place",
    "Press",
    "Rate",
    "Server",
    "Town",
    "faults",
]
