"""The kinds of concepts, and the meanings of context rules, that several rooms treat alike."""

from __future__ import annotations

from bot.knowledge.model import Context

# Kinds that say that something is the matter; the others only say when, where, how much and whose. Only these can be
# past: a birth is past by nature.
CLAIMS = frozenset({"sign", "condition"})
# What a denial or a supposition undoes: "a lot" denies nothing.
DENIABLE = frozenset({"sign", "condition", "treatment", "test", "event", "body", "elsewhere"})
QUALITY = "quality"
# What tells of a crisis stands beside all else that a message says: it hides no word of the body's, and is not hidden.
# Its claims are denied and past as signs are; what stands beside them is not.
MOOD, HINT = "mood", "hint"
MOODS = frozenset({MOOD, HINT})

# There now: in whoever writes, or in somebody else.
PRESENT = frozenset({Context.LIVE, Context.OTHER})
# Only told of, or asked about.
TOLD = frozenset({Context.QUOTED, Context.HYPOTHETICAL})

# Rules that say who the words after them are about.
SUBJECTS = frozenset({"self", "somebody", "animal_subject"})
# Who tells of himself: "i have", "i feel". The rule has the name of what it means.
EXPERIENCE = "experience"
# The rule of what is done with a paper: who has pinned a leaflet up has it, and not what it says.
PAPER_KEPT = "paper_kept"
# Means of the rules that end the reach of others.
STOPS = frozenset({"stop", "today", "clause", EXPERIENCE})
