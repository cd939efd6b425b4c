"""The tables of the demo's lounge."""

from portal.lounge.rules import TableDraft

TABLES = (
    TableDraft("Coffee and first questions", ("new here",), seats=6, is_lasting=True),
    TableDraft("Efficient models at home", ("small models", "energy"), seats=4, is_lasting=True),
    TableDraft("Lunch: what did you build this year?", ("tools", "open source"), seats=8, is_lasting=True),
)

TALK = ((12, "presenter", "I have tea, so it is a break. What did you like best this morning?"),)
"""What was said at the first table: minutes ago, who, what."""
