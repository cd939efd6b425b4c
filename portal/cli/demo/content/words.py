"""What the three demo accounts have said before a visitor comes: minutes ago, who, what."""

STAGE_TALK = (
    (
        9,
        "organizer",
        "Good morning! The stream is running. If the picture stops, there is a second source below it.",
    ),
    (7, "attendee", "Hello from the far end of the time zones. Picture and sound are fine here."),
    (6, "organizer", "Questions for the speakers: write them here, the chair reads along."),
    (4, "presenter", "My posters hang on boards 6 to 10, I am there after this session."),
    (2, "attendee", "Will the slides be shared?"),
    (1, "organizer", "They are on this page, under the stream, next page with the arrow keys."),
)

POSTER_TALK = {
    "2": (
        (50, "attendee", "So the half-size model is the first half of every block? That is neat."),
        (48, "organizer", "Yes, that is how I read it. The authors' paper is on OpenReview."),
    ),
    "6": (
        (34, "presenter", "Welcome! Ask anything, or just try to lose a message."),
        (31, "attendee", "I switched my network off and on again. Everything came back once, in order."),
        (30, "presenter", "That is the number at work: your browser asked for what came after its last one."),
        (28, "attendee", "And two people who write at the same moment?"),
        (
            26,
            "presenter",
            "One of them waits a blink for the other. Nobody shares a number, and none is left out.",
        ),
    ),
    "9": (
        (
            21,
            "attendee",
            "The switch between my time and yours is what I missed at the last three workshops.",
        ),
    ),
}
"""By board."""
