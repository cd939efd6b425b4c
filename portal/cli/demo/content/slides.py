"""Slides for two talks of the demo; they say themselves that they are not the speakers' own."""

from portal.cli.demo.paper.deck import Deck, Slide
from portal.cli.demo.paper.figures import Figure, bars, chain, nested_boxes, pipeline, room_plan, time_rail


def slide(heading: str, points: str, draw: Figure | None = None) -> Slide:
    """A slide whose points are lines."""
    return Slide(heading, tuple(line.strip() for line in points.strip().split("\n")), draw)


WELCOME = Deck(
    name="welcome.pdf",
    title="Welcome to the workshop, and to this portal",
    line="Slides made by the demo of the portal, in the place of the organizers' own",
    hue=195,
    slides=(
        slide(
            "The day",
            """
            Talks in the morning and in the afternoon
            Posters at noon and in the evening
            Everything in two places: in the room and here
            """,
            time_rail,
        ),
        slide(
            "Where to find what",
            """
            Stage: the stream, slides and chat
            Posters: a hall, and a room for each
            Schedule: in your time or in ours
            """,
            room_plan,
        ),
        slide(
            "How to take part",
            """
            Write in the chat of the stage; the chair reads it
            Stand in front of a poster and say hello
            Come late: everything can be read back
            """,
            chain("look", "ask", "meet"),
        ),
        slide(
            "If something fails",
            """
            The stream has a second source
            A lost connection comes back by itself
            What you typed is kept
            """,
            chain("lost", "back", "complete"),
        ),
        slide(
            "Thank you",
            """
            To the speakers, the presenters and the room
            And now: the first talk
            """,
        ),
    ),
)

LANDSCAPE = Deck(
    name="navigating-the-landscape.pdf",
    title="Navigating the Landscape of Enormous AI Model Training",
    line="Slides made by the demo of the portal: an outline of the subject, not the speaker's own slides",
    hue=258,
    slides=(
        slide(
            "Why one device is not enough",
            """
            Models grow faster than memory
            Training keeps weights, gradients, optimizer state and activations
            Something has to be cut
            """,
            bars(0.2, 0.32, 0.5, 0.92),
        ),
        slide(
            "Cutting the data",
            """
            Everybody holds the model, each sees other data
            Gradients are averaged after each step
            Copies can be shared out: each keeps a part
            """,
            chain("forward", "backward", "average"),
        ),
        slide(
            "Cutting the model",
            """
            Inside a layer: much talk, little waiting
            Between layers: little talk, some waiting
            Mixtures of both are the rule
            """,
            pipeline,
        ),
        slide(
            "Memory beyond the device",
            """
            What is not needed now may lie elsewhere
            What is cheap to compute need not be kept
            Both trade time for room
            """,
            nested_boxes,
        ),
        slide(
            "Questions for the chat",
            """
            Which cut comes first on your machine?
            How do you know that your layout is good?
            What would you never do again?
            """,
        ),
    ),
)
