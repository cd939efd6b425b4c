"""What the demo's people ask, vote on and are told, and the survey that is open to them."""

from portal.polls.rules import Kind
from portal.surveys.rules import Draft, QuestionDraft

SESSION = "Navigating the Landscape of Enormous AI Model Training"
"""The session that is on when a visitor comes to a demo that was just built."""

QUESTIONS = (
    (
        "attendee",
        "Which of the kinds of parallelism would you give up first on a slow network?",
        ("presenter",),
    ),
    ("presenter", "Does the memory beyond the accelerator still pay off when each step is short?", ()),
    ("attendee", "How far does $O(n^2)$ in the sequence length decide between the mixtures?", ()),
)
"""Who asks, what, and who else is for it."""
ANSWER = "See the last slides: it pays off as long as the transfer hides behind the computation."
"""The organizer's written answer to the second question."""

SESSION_POLL = ("Where do you train most?", Kind.SINGLE, ("One machine", "A cluster of ours", "A cloud"))
WHOLE_POLL = ("What should the next workshop have more of?", Kind.MULTIPLE, ("Talks", "Posters", "Panels"))
"""The first is open; the second is closed and shows its results."""

ANNOUNCEMENT = "The posters hang until 17:30. Presenters stand at their boards in both poster sessions."
MINUTES_AGO = 40

SURVEY = Draft(
    title="How do we train, and what does it cost?",
    intro="Four questions about what you do, for the panel in the afternoon. The results are published here after the day.",
    consent=(
        "The organizers of this workshop ask you how you train models, **to discuss it in the panel** and to publish the "
        "figures on these pages. Only they read the texts. "
        "Taking part is your choice, and nothing depends on it."
    ),
    groups=("Student", "Academia", "Industry"),
)
SURVEY_QUESTIONS = (
    QuestionDraft(
        "What limits your training most?",
        Kind.SINGLE,
        ("Computation", "Memory", "The network", "The price", "My own time"),
    ),
    QuestionDraft(
        "Which of these do you use?",
        Kind.MULTIPLE,
        ("Lower precision", "Rematerialization", "Offloading", "Pipelines", "Sparsity"),
    ),
    QuestionDraft("How well do you know what your training costs?", Kind.RATING),
    QuestionDraft("What should a framework do for you that none does?", Kind.TEXT),
)
KNOCK = ("8", "What happens to a reader on a train, who is slow for a minute and then is back?")
"""The board, and what somebody asks there."""
