"""Posters about the portal itself, so that the demo's presenter has something to stand in front of."""

from portal.cli.demo.content.poster import PosterText, one_line, passage
from portal.cli.demo.paper.figures import (
    chain,
    fan_out,
    numbered_log,
    page_to_programme,
    room_plan,
    time_rail,
)
from portal.cli.demo.paper.poster import Drawing

PRESENTER = ("Demo presenter",)
FOOT = (
    "Made by the demo of the workshop portal, about itself. Its presenter is one of the three demo accounts."
)


BOARD_6 = PosterText(
    board="6",
    title="A number for every message: chats that lose nothing on bad networks",
    authors=PRESENTER,
    summary="Each message has a number without gaps; who was away asks for everything after the last one.",
    abstract=one_line("""
Networks at workshops are bad, and live rooms must not care. Here the **store is the truth** and the
live connection only a hint: numbers without gaps tell a browser what it has missed.
"""),
    tags=("portal", "real time", "reliability"),
    hue=190,
    foot=FOOT,
    columns=(
        (
            passage(
                """
The problem

A connection drops for four seconds. What was said meanwhile? A chat that only pushes cannot tell,
and a chat that sends again shows things twice.
"""
            ),
            passage(
                """
The rule

- A message is kept first and announced afterwards.
- It gets the next number of its room, with no gap.
- It carries an id of its sender, so that sending it again is no second message.
"""
            ),
        ),
        (
            Drawing(numbered_log, "46 did not arrive. The browser sees the gap and asks.", 170),
            passage(
                """
Coming back

After a break the browser asks for everything after its last number, in pages. A quiet heartbeat
names the newest number, so that even a lost last message is noticed.
"""
            ),
        ),
        (
            Drawing(
                chain("type", "keep", "answer", "tell"), "The order of things; the room hears last.", 110
            ),
            passage(
                """
Try it

- Write something in this room.
- Switch your network off, write again, switch it on.
- Reload: everything is there, once.
"""
            ),
        ),
    ),
)

BOARD_7 = PosterText(
    board="7",
    title="What a poster room needs, and what it can do without",
    authors=PRESENTER,
    summary="The poster in the middle, people beside it, words in reach; no map to walk before one may ask.",
    abstract=one_line("""
Meeting at a poster is the part of a workshop that is hardest to have online. The poster lists what
a room needs: a poster one can **really read**, a presenter one can see is there, and a chat that
can be read back.
"""),
    tags=("portal", "poster sessions", "design"),
    hue=330,
    foot=FOOT,
    columns=(
        (
            passage(
                """
What we saw elsewhere

- Presenters who wait alone for two hours.
- Visitors who fear to be the only guest.
- Posters as small pictures that nobody can read.
"""
            ),
            passage(
                """
What follows

From outside one must see who is inside. Coming and going must cost nothing. And the poster gets
most of the screen.
"""
            ),
        ),
        (
            Drawing(room_plan, "Three parts side by side; on a phone one under the other.", 230),
            passage(
                """
People

A presenter wears a ring and is listed first. The hall shows the same faces, so that a full room
draws more visitors and an empty one says so.
"""
            ),
        ),
        (
            passage(
                """
Left out on purpose

- No avatar that has to be steered.
- No sound before somebody asks for it.
- No notice when a visitor leaves.
"""
            ),
            Drawing(chain("hall", "room", "chat"), "Two steps from the hall into a conversation.", 110),
        ),
    ),
)

BOARD_8 = PosterText(
    board="8",
    title="One frame for a full room: telling many people at once",
    authors=PRESENTER,
    summary="Encode a message once and write the same bytes to everyone; a slow reader must not slow the others.",
    abstract=one_line("""
When a room is full, one message becomes hundreds. The poster shows how the portal **encodes once
and writes many times**, and what happens to a reader whose network cannot keep up.
"""),
    tags=("portal", "real time", "performance"),
    hue=225,
    foot=FOOT,
    columns=(
        (
            passage(
                """
Many from one

Most of the work of telling a room is done again for each listener, though all get the same bytes.
So the frame is made once.
"""
            ),
            passage(
                """
Slow readers

A reader who does not take what is sent would fill the memory. Its queue has an end: first what will
be replaced anyway is left out, then the connection is closed, and it comes back by number.
"""
            ),
        ),
        (
            Drawing(
                fan_out, "One frame to every idle socket; one reader is slow and goes through a queue.", 250
            ),
        ),
        (
            passage(
                """
What may be lost

- Head counts and pointers: a newer one replaces them.
- Never a message: it is in the store.
"""
            ),
            passage(
                """
One process is enough

A workshop has hundreds of people, not millions. One process with a small database serves it; more
of them need a queue between, and the portal says so when it starts.
"""
            ),
        ),
    ),
)

BOARD_9 = PosterText(
    board="9",
    title="Time is the spine: a schedule that people in twelve zones can read",
    authors=PRESENTER,
    summary="Times of the workshop or one's own, with one switch; what is on now is on every page.",
    abstract=one_line("""
Online, a schedule is read in many time zones at once. The poster collects what helps: **one
switch**, the offset always in sight, lengths that can be seen, and a bar that says what is on.
"""),
    tags=("portal", "schedule", "design"),
    hue=48,
    foot=FOOT,
    columns=(
        (
            passage(
                """
Where mistakes come from

- A time without a zone.
- A zone without a date: clocks change.
- A page that guesses, and does not say so.
"""
            ),
            passage(
                """
What is done here

Every moment is kept as a moment. It is shown in the workshop's zone or in one's own, never in both
at once, and the offset stands beside it.
"""
            ),
        ),
        (Drawing(time_rail, "A day on its rail. Lengths are heights; the line is now.", 260),),
        (
            passage(
                """
Now

The bar on top of each page names the talk that is on, how long it lasts and the way in. It turns
over by itself, on the clock of the server.
"""
            ),
            Drawing(chain("before", "now", "after"), "What is over fades, what is next is named.", 110),
            passage(
                """
Asked, not guessed

An imported time that the page left open becomes a question to the organizer.
"""
            ),
        ),
    ),
)

BOARD_10 = PosterText(
    board="10",
    title="From a workshop's web page to its programme, without typing it again",
    authors=PRESENTER,
    summary="The pages that a workshop has anyway are read into a draft; what is unclear is asked, nothing is guessed.",
    abstract=one_line("""
Most workshops have a page with a table of talks. The portal reads such pages into a **draft**,
shows what it understood, names every row that it did not, and changes nothing before an organizer
says so.
"""),
    tags=("portal", "import", "programme"),
    hue=100,
    foot=FOOT,
    columns=(
        (
            passage(
                """
Tables in the wild

- Ranges of time, or only beginnings.
- A talk in bold, a name in italics, a link between.
- noon, 1pm, and a zone in a remark above.
"""
            ),
            passage(
                """
Honest reading

An end that was taken from the next row is marked. A date that is not settled stays open. A row that
cannot be read is a problem with its line, and nothing is lost.
"""
            ),
        ),
        (
            Drawing(page_to_programme, "A page, a draft with one open question, a programme.", 220),
            passage(
                """
Twice is once

Reading a changed page again brings only what has changed, and leaves alone what an organizer has
mended by hand.
"""
            ),
        ),
        (
            Drawing(chain("read", "look", "apply"), "Three steps; the middle one is a person.", 110),
            passage(
                """
Try it

- portal programme read PAGE
- portal programme import PAGE --workshop SLUG
"""
            ),
        ),
    ),
)

ABOUT_THE_PORTAL = (BOARD_6, BOARD_7, BOARD_8, BOARD_9, BOARD_10)
