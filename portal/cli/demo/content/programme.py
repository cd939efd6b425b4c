"""The day of the running workshop, 16 December 2023 in New Orleans, before it is moved to today."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from portal.cli.demo.content.workshops import ZONE
from portal.programme.rules import EntryDraft, LinkDraft, SpeakerDraft

DAY = date(2023, 12, 16)
STREAM_PAGE = "https://neurips.cc/virtual/2023/workshop/66493"
STAGE = "Main stage"


def at(clock: str) -> datetime:
    """The instant of a time of the real day; in UTC, so that adding to it is not adding to a wall clock."""
    return datetime.combine(DAY, time.fromisoformat(clock), ZoneInfo(ZONE)).astimezone(UTC)


def entry(
    starts: str,
    ends: str,
    kind: str,
    title: str,
    *speakers: str,
    about: str = "",
    slides: str = "",
    marks: str = "",
) -> EntryDraft:
    """Marks: s streamed, m for meeting people, o online and v on site."""
    links = (
        (LinkDraft("slides", f"https://drive.google.com/file/d/{slides}/view?usp=share_link"),)
        if slides
        else ()
    )
    places = {"o": "online", "v": "on-site", "ov": "hybrid"}
    return EntryDraft(
        title=title,
        kind=kind,
        starts_at=at(starts),
        ends_at=at(ends),
        speakers=tuple(_speaker(one) for one in speakers),
        abstract=about,
        links=links,
        mode=places.get("".join(sign for sign in "ov" if sign in marks), ""),
        is_streamed="s" in marks,
        is_social="m" in marks,
    )


def _speaker(text: str) -> SpeakerDraft:
    name, _, affiliation = text.partition(" @ ")
    return SpeakerDraft(name, affiliation)


SESSIONS: tuple[tuple[EntryDraft, tuple[EntryDraft, ...]], ...] = (
    (entry("08:15", "08:50", "setup", "Poster placement", marks="v"), ()),
    (
        entry(
            "08:50",
            "09:00",
            "opening",
            "Welcome speech from organizers",
            "Julia Gusak",
            about="What the day holds, where to find it, and whom to ask.",
            slides="1bBQZKTt6N958XLmj2TflXy_pWBYT8qCf",
            marks="s",
        ),
        (),
    ),
    (
        entry(
            "09:00",
            "09:30",
            "invited-talk",
            "A data-centric view on workflows that couple HPC with large-scale models",
            "Ana Gainaru",
            about="Scientific machines were built for simulations and now feed models as well. The talk looks at this mix "
            "from the side of the **data**: what such workflows read and write, where the storage layers slow them down, "
            "and what would have to change.",
            slides="1rzuM03lbg2y4TfK80P4gzOfCvTXB7N5C",
            marks="s",
        ),
        (),
    ),
    (
        entry(
            "09:30",
            "10:00",
            "invited-talk",
            "Rematerialization algorithms for Memory-efficient learning",
            "Lionel Eyraud-Dubois",
            about="Activations fill the memory during training. One can keep fewer of them and compute the rest again when "
            "they are needed. Which ones? The talk treats this as an optimization problem: **least extra time under a "
            "fixed memory budget**, and shows algorithms that libraries can use.",
            slides="1iGLFqO-Rd3wBUUqf1pp8KgA5aCCmeWsO",
            marks="s",
        ),
        (),
    ),
    (entry("10:00", "10:30", "break", "Coffee break", marks="m"), ()),
    (
        entry(
            "10:30",
            "11:00",
            "invited-talk",
            "Navigating the Landscape of Enormous AI Model Training",
            "Yang You",
            about="Hardware grows more slowly than models, so training is spread over many devices, and there are many ways "
            "to spread it. The talk is a map of them: kinds of **parallelism and their mixtures**, memory that reaches "
            "beyond the accelerator, and a framework that hides most of it, Colossal-AI.",
            slides="1DWvfChg7kAYuG5T-wleAeHhXT4Isrh8N",
            marks="s",
        ),
        (),
    ),
    (
        entry(
            "11:00",
            "11:30",
            "invited-talk",
            "Enabling efficient trillion parameter scale training for deep learning models",
            "Tunji Ruwase",
            about="A model with a trillion parameters asks too much of every part of a machine at once. The talk tells how "
            "DeepSpeed meets that: ZeRO, which **shares out what others copy**, and mixtures of experts.",
            slides="1IN_X2ldi3M5R_kdLbBzpNrX3pTBUtkiN",
            marks="s",
        ),
        (),
    ),
    (
        entry(
            "11:30",
            "12:00",
            "contributed-talks",
            "Contributed talks",
            about="Five talks of five minutes; the posters of all five hang in the hall.",
            marks="s",
        ),
        (
            entry(
                "11:31",
                "11:36",
                "contributed-talk",
                "Training and inference of large language models using 8-bit floating point",
                "Sergio Perez",
                "Yan Zhang",
                "James Briggs",
                "Charles Blake",
                "Josh Levy-Kramer",
                "Paul Balanca",
                "Carlo Luschi",
                "Stephen Barlow",
                "Andrew Fitzgibbon",
                marks="s",
            ),
            entry(
                "11:37",
                "11:42",
                "contributed-talk",
                "MatFormer: Nested Transformer for Elastic Inference",
                "Fnu Devvrit",
                "Sneha Kudugunta",
                "Aditya Kusupati",
                "Tim Dettmers",
                "Kaifeng Chen",
                "Inderjit Dhillon",
                "Yulia Tsvetkov",
                "Hannaneh Hajishirzi",
                "Sham Kakade",
                "Ali Farhadi",
                "Prateek Jain",
                marks="s",
            ),
            entry(
                "11:43",
                "11:48",
                "contributed-talk",
                "Sparse Backpropagation for MoE Training",
                "Liyuan Liu",
                "Jianfeng Gao",
                "Weizhu Chen",
                marks="s",
            ),
            entry(
                "11:49",
                "11:54",
                "contributed-talk",
                "Efficient Parallelization Layouts for Large-Scale Distributed Model Training",
                "Johannes Hagemann",
                "Samuel Weinbach",
                "Konstantin Dobler",
                "Maximilian Schall",
                "Gerard de Melo",
                marks="s",
            ),
            entry(
                "11:55",
                "12:00",
                "contributed-talk",
                "CoTFormer: More Tokens With Attention Make Up For Less Depth",
                "Amirkeivan Mohtashami",
                "Matteo Pagliardini",
                "Martin Jaggi",
                marks="s",
            ),
        ),
    ),
    (entry("12:00", "13:00", "lunch", "Lunch", marks="m"), ()),
    (entry("13:00", "13:30", "poster-session", "Lunch on site, poster session online", marks="mov"), ()),
    (entry("13:30", "14:00", "poster-session", "Poster session", marks="mov"), ()),
    (
        entry(
            "14:00",
            "14:30",
            "invited-talk",
            "Crafting Computational Efficiency for Large Models: Training Recipes, Scaling Strategies and Sparsity "
            "Sorcery with Specialized Hardware",
            "Natalia Vassilieva @ Cerebras",
            about="Large models are expensive to get wrong. From experience with many of them: **recipes** for dense models "
            "that waste little, and what sparsity brings on hardware that can skip a zero.",
            slides="1cK6o_2KM_7IJ0EQ1hTy6tkO-5C36mWVU",
            marks="s",
        ),
        (),
    ),
    (
        entry(
            "14:30",
            "15:00",
            "invited-talk",
            "The MosaicML Approach to LLM Training",
            "Johnathan Frankle @ MosaicML",
            "Naveen Rao @ MosaicML",
            about="When customers train their own language models, the stack has to be plain, sturdy and easy to bend. The "
            "talk walks through the tools, most of them open, and the demands that shaped them.",
            marks="s",
        ),
        (),
    ),
    (entry("15:00", "15:30", "break", "Coffee break", marks="m"), ()),
    (
        entry(
            "15:30",
            "16:00",
            "invited-talk",
            "Efficient LLM Training and Inference on GPUs",
            "Mohammad Shoeybi @ NVIDIA",
            "Bryan Catanzaro @ NVIDIA",
            about="How the kinds of parallelism in Megatron-LM are combined so that many GPUs stay busy and the optimizer "
            "still does exactly what it should, and how inference is made faster with less wasted memory.",
            marks="s",
        ),
        (),
    ),
    (
        entry(
            "16:00",
            "16:50",
            "panel",
            "Panel Discussion",
            "Ana Gainaru",
            "Lionel Eyraud-Dubois",
            "Tunji Ruwase",
            "Natalia Vassilieva",
            "Mohammad Shoeybi",
            "Jean Kossaifi",
            about="Six people from laboratories and companies on what will limit training next. Questions come from the "
            "room and from the chat.",
            slides="1NfKuSifNZbHcpip1qx7Imo5ryPkcei8o",
            marks="s",
        ),
        (),
    ),
    (entry("16:50", "17:00", "closing", "Closing remarks", marks="s"), ()),
    (entry("17:00", "17:30", "poster-session", "Poster session", marks="mov"), ()),
)
