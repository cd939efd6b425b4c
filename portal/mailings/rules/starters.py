"""Templates that every workshop begins with."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Starter:
    """A template with the group that it is for."""

    name: str
    subject: str
    body: str
    audience: str


STARTERS: dict[str, Starter] = {
    "welcome": Starter(
        "Welcome with the way in",
        "{workshop}: your way in",
        "Hello {name},\n\n{workshop} takes place {dates}. This personal link takes you in:\n\n{link}\n\n"
        "Please open it before the day, on the device that you will use: the programme, the streams and the posters are "
        "all there.\n\nSee you soon,\n{sender}\n",
        "accepted",
    ),
    "upload": Starter(
        "Ask presenters for their file",
        "{workshop}: please send your poster",
        "Hello {name},\n\nwe do not have the file of your poster yet: {posters}.\n\n"
        "Please open its page, choose **Files** there, and send it as a PDF:\n\n{my_page}\n\n"
        "If you are not signed in, this link does it: {link}\n\nThank you,\n{sender}\n",
        "no_file",
    ),
    "slots": Starter(
        "Tell presenters their time",
        "{workshop}: when you present",
        "Hello {name},\n\nyou present at this time:\n\n{slot}\n\nYour poster's page is here: {my_page}\n\n"
        "Please try your camera and microphone there a day before. If the time does not work for you, write to "
        "{contact}.\n\nThank you,\n{sender}\n",
        "role:presenter",
    ),
    "reminder": Starter(
        "Remind everybody the day before",
        "{workshop} begins tomorrow",
        "Hello {name},\n\n{workshop} begins tomorrow.\n\n- The programme, in your own time zone: {programme}\n"
        "- Your way in: {link}\n\nUntil tomorrow,\n{sender}\n",
        "accepted",
    ),
    "nudge": Starter(
        "Ask again who was invited",
        "Will you come to {workshop}?",
        "Hello {name},\n\nyou are invited to {workshop}, {dates}. On this page you accept or decline with one press:\n\n"
        "{link}\n\nWe would be glad to see you,\n{sender}\n",
        "invited",
    ),
    "thanks": Starter(
        "Thank everybody afterwards",
        "Thank you for coming to {workshop}",
        "Hello {name},\n\nthank you for being part of {workshop}. The posters, the slides and the answers to your "
        "questions stay here:\n\n{programme}\n\nUntil next time,\n{sender}\n",
        "accepted",
    ),
}
"""By their word in an address."""
