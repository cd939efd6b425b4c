"""The words of a schedule: what kind of entry they name, where it takes place, and the marks beside it."""

import re

from portal.imports.readers.inline import tidy
from portal.imports.rules import Mode

STREAMED = "🎥"
SOCIAL = "🏰"
NUMBER = r"(?:\s(?:#?\d{1,2}|[ivx]{1,4}\b|one|two|three)(?:\s?&\s?\d)?)?"

# The first that fits wins; docs/import.md explains the kinds.
KINDS = tuple(
    (kind, re.compile(rf"(?:{words})(?![a-z])", re.IGNORECASE))
    for kind, words in (
        ("invited-talk", r"invited(?:\s(?:talks?|speakers?|presentations?|lectures?))?|special speaker"),
        (
            "keynote",
            r"(?:opening |closing )?keynotes?(?:\s(?:talks?|speakers?|presentations?|lectures?|address))?",
        ),
        (
            "contributed-talks",
            r"contributed (?:talks|presentations|session)|orals(?: session)?|oral (?:session|presentations)",
        ),
        (
            "contributed-talk",
            r"contributed(?: talk)?|oral(?: (?:talk|presentation))?|paper presentation|paper \d+",
        ),
        ("lightning-talks", r"(?:lightning|spotlight) (?:talks|presentations|session|papers)|spotlights"),
        ("lightning-talk", r"lightning talk|spotlight(?: talk)?"),
        ("tutorial", r"tutorials?"),
        ("panel", r"panel(?: discussion| session)?|debate|round ?table|fireside chat"),
        ("setup", r"posters? (?:placement|set-?up|hanging|mounting)|set-?up|registration"),
        ("poster-session", r"poster(?:s?|ing)(?: & demos?)?(?: session)?|poster clusters"),
        ("lunch", r"lunch(?: break)?"),
        (
            "break",
            r"(?:coffee|tea|short|mid-?day|morning|afternoon|snack)(?: and \w+)? break|coffee|break(?:fast)?|pause",
        ),
        (
            "social",
            r"social|happy hour|post-workshop|dinner|reception|networking|mixer|drinks|meet and greet",
        ),
        ("opening", r"opening|welcom(?:e|ing)|introduction|introductory|intro and|conference welcome"),
        (
            "closing",
            r"clos(?:ing|e)|concluding|conclusion|farewell|wrap-?up|summary & closing|final remarks|end of",
        ),
        ("awards", r"awards?|best (?:paper|poster)|prizes?"),
        ("discussion", r"discussions?|q ?(?:&|and|n)? ?a|open discussion|breakout"),
        ("session", r"session|block|(?:technical|thematic|morning|afternoon) session|part"),
        ("talk", r"talks?|presentation|invited|off-the-record|speaker"),
    )
)
TALK_KINDS = frozenset({"invited-talk", "keynote", "contributed-talk", "lightning-talk", "tutorial", "talk"})
SHORT = 6
ONLINE = re.compile(
    r"\b(?:online|on-line|virtual(?:ly)?|remote(?:ly)?|gather(?:[ .]?town)?|zoom|live-?stream(?:ed)?)\b",
    re.IGNORECASE,
)
ON_SITE = re.compile(r"\b(?:offline|on-?site|in[- ]person|on site)\b", re.IGNORECASE)
HYBRID = re.compile(r"\bhybrid\b", re.IGNORECASE)
# Pictures and the joiners between them, which stand beside a title and are no part of it.
PICTURES = re.compile("[\u2190-\u21ff\u2300-\u27bf\u2b00-\u2bff\U0001f000-\U0001faff\ufe0f\u200d]+")


def without_marks(text: str) -> str:
    """The text without the pictures beside it."""
    return tidy(PICTURES.sub(" ", text))


def kind_at_start(text: str) -> tuple[str, str] | None:
    """The kind that a text begins with, and what stands behind it."""
    for kind, pattern in KINDS:
        match = pattern.match(text)
        if match is not None:
            return kind, text[match.end() :]
    return None


def is_only_kind(text: str) -> bool:
    """Whether the text says a kind and nothing else: "Invited talk", "Keynote 1", "Panel Discussion"."""
    found = kind_at_start(text)
    return found is not None and re.fullmatch(rf"{NUMBER}\s?[:.]?", found[1], re.IGNORECASE) is not None


def kind_of(title: str) -> str | None:
    """The kind that a title names; in a short one it may stand anywhere: "Post-lunch coffee break"."""
    found = kind_at_start(title)
    if found is not None:
        return found[0]
    if len(title.split()) > SHORT:
        return None
    hits = ((match.start(), kind) for kind, pattern in KINDS if (match := _word(pattern, title)) is not None)
    return min(hits, default=(0, None))[1]


def _word(pattern: re.Pattern[str], title: str) -> re.Match[str] | None:
    return next(
        (
            match
            for match in pattern.finditer(title)
            if title[match.start() - 1 : match.start()] in ("", " ", "(")
        ),
        None,
    )


def mode_of(text: str) -> Mode | None:
    """Where an entry takes place, by its own words; nothing when it says nothing."""
    if HYBRID.search(text):
        return Mode.HYBRID
    is_online, is_on_site = bool(ONLINE.search(text)), bool(ON_SITE.search(text))
    if is_online and is_on_site:
        return Mode.HYBRID
    if is_online:
        return Mode.ONLINE
    return Mode.ON_SITE if is_on_site else None


def link_kind(text: str, url: str) -> str:
    """What a link leads to, by its text first and its address second."""
    words = (
        ("slides", r"slides?|deck|presentation"),
        ("video", r"video|recording|youtube|watch"),
        ("poster", r"posters?"),
        ("code", r"code|github|repo(?:sitory)?"),
        ("paper", r"paper|pdf|arxiv|preprint"),
        ("papers", r"openreview|proceedings|accepted papers"),
        ("poll", r"poll|survey"),
        ("stream", r"stream(?:ing)?|live|zoom"),
    )
    label = text.lower()
    for kind, pattern in words:
        if re.search(rf"\b(?:{pattern})\b", label):
            return kind
    hosts = (
        ("video", r"youtu\.?be|vimeo\.com|slideslive\.com"),
        ("paper", r"arxiv\.org|openreview\.net/(?:pdf|forum)|aclanthology"),
        ("code", r"github\.com"),
        ("stream", r"zoom\.us|meet\.google"),
    )
    return next((kind for kind, pattern in hosts if re.search(pattern, url)), "page")
