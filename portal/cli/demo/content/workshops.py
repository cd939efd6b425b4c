"""The running workshop and two that are over."""

from dataclasses import dataclass
from datetime import UTC, date, datetime

from portal.workshops.rules import DateDraft, MemberDraft, NewsDraft, WorkshopDraft

ZONE = "America/Chicago"
PAPERS = "https://openreview.net/group?id=NeurIPS.cc/2023/Workshop/WANT"
POLL = "https://forms.gle/cJHmvtZvdbMuHzxh9"

ABOUT = """\
Neural networks grow faster than the machines that train them. This workshop is about closing the gap: how to **spend
less computation, less memory and less waiting** on the same model, and how to reach larger ones with what one has.

Its talks go from the arithmetic of a single number to the wiring of thousands of accelerators. Rematerialization trades
memory for computation, parallel layouts trade communication for both, sparse and nested models leave out what an input
does not need. What works in a paper does not always work in a training run, so researchers and those who run the
machines meet here on one day: in **invited and contributed talks, a panel, and poster sessions** on site and online.

- On site: **room 243–245** in New Orleans.
- Online: this portal. The stream is on the stage, the posters hang in their hall, and each has a room with a chat.
"""

RUNNING = WorkshopDraft(
    slug="want-2023",
    title="Workshop on Advancing Neural Network Training (WANT)",
    short_title="WANT 2023",
    subtitle="Computational Efficiency, Scalability, and Resource Optimization · NeurIPS 2023",
    about=ABOUT,
    place="New Orleans, room 243–245, and online",
    time_zone=ZONE,
    starts_on=date(2023, 12, 16),
    ends_on=date(2023, 12, 16),
    accent="teal",
    registration="approval",
)

TOPICS = (
    "Training at large scale, and what breaks there first",
    "Parallelism over data, tensors, layers and experts",
    "Pipelines and their bubbles",
    "Communication between devices",
    "Rematerialization: computing again instead of keeping",
    "Offloading to slower, larger memory",
    "Tensorized layers and arithmetic with few bits",
    "Energy",
    "Loading and preparing data",
    "Scheduling for AI on shared machines",
)

ORGANIZERS = (MemberDraft("organizer", "Julia Gusak"),)

NEWS = (
    (
        -9,
        "The **schedule** is complete: seven invited talks, five contributed talks of five minutes each, and a panel.",
    ),
    (
        -4,
        f"The accepted papers can be read on [OpenReview]({PAPERS}). Posters of the contributed talks hang in the hall.",
    ),
    (-1, f"Tell us how you train: the [WANT poll]({POLL}) collects tricks and doubts."),
    (0, "We are live. The stream is on the **stage**; who arrives late can read the chat back."),
)
"""Days from the workshop's day, and what was told then."""


@dataclass(frozen=True)
class Other:
    """A workshop that is over, for the list of all workshops."""

    draft: WorkshopDraft
    topics: tuple[str, ...]
    dates: tuple[DateDraft, ...]
    news: tuple[NewsDraft, ...] = ()


OTHERS = (
    Other(
        WorkshopDraft(
            slug="es-fomo-2023",
            title="Efficient Systems for Foundation Models",
            short_title="ES-FoMo 2023",
            subtitle="Workshop at ICML 2023",
            about=(
                "Foundation models are trained and served at the meeting point of algorithms, systems and plain "
                "engineering. ES-FoMo brought the people of these three trades into one room in **Honolulu**: those who "
                "make training faster, those who make inference cheaper, and those who write the tools that both need."
            ),
            place="Honolulu, Hawaii, and online",
            time_zone="Pacific/Honolulu",
            starts_on=date(2023, 7, 28),
            ends_on=date(2023, 7, 29),
            accent="ochre",
            registration="closed",
        ),
        topics=(
            "Systems for training and inference, from one card to many racks",
            "Algorithms that make both cheaper",
            "Languages and compilers for foundation models",
        ),
        dates=(
            DateDraft("Submission of papers", on=date(2023, 5, 31)),
            DateDraft("Workshop", on=date(2023, 7, 28)),
        ),
    ),
    Other(
        WorkshopDraft(
            slug="hity-2022",
            title="Has it Trained Yet?",
            short_title="HITY 2022",
            subtitle="A Workshop for Algorithmic Efficiency in Practical Neural Network Training · NeurIPS 2022",
            about=(
                "Everybody who trains networks has a list of tricks, and no two lists agree. This workshop put the lists "
                "side by side and asked **which algorithms really shorten training**: optimizers, the choice of data, and "
                "the numbers worth watching on the way. Hardware and software were left to other meetings."
            ),
            place="New Orleans",
            contact="hityworkshop@gmail.com",
            time_zone=ZONE,
            starts_on=date(2022, 12, 2),
            ends_on=date(2022, 12, 2),
            accent="plum",
            registration="closed",
        ),
        topics=(
            "Best practices for faster training, and what algorithms can learn from them",
            "Painful lessons from training deep models",
            "The algorithms that practice needs most",
            "How research on training methods stays relevant in practice",
        ),
        dates=(
            DateDraft("Submission deadline", at=datetime(2022, 9, 22, 7, 0, tzinfo=UTC)),
            DateDraft("Accept and reject notification", at=datetime(2022, 10, 14, 7, 0, tzinfo=UTC)),
            DateDraft("Workshop", on=date(2022, 12, 2)),
        ),
        news=(
            NewsDraft(date(2022, 8, 24), "The call for papers is published."),
            NewsDraft(
                date(2022, 7, 6), "The workshop is accepted at NeurIPS 2022 and will be held in person."
            ),
            NewsDraft(date(2022, 6, 2), "The web page of the workshop is up."),
        ),
    ),
)
