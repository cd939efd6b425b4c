"""What somebody takes home: gathered, written as Markdown and BibTeX, and seen by nobody else."""

import io
import zipfile
from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from portal.access import Actor, Role
from portal.accounts.models import Person
from portal.notebooks import actions
from portal.notebooks.models import NotebookNote
from portal.notebooks.pages import CONTACTS
from portal.notebooks.queries import notebook_of
from portal.notebooks.rules import Entry, Notebook, bibliography, keys_for, written
from portal.notebooks.rules.markdown import plain
from portal.posters.models import Poster, PosterStar, PosterVisit
from portal.programme.models import ProgrammeSession, Star, Talk
from portal.questions.actions import ask, set_speakers
from portal.questions.rules import Asked
from portal.registrations.queries import actor_of
from portal.store.work import Store, Work
from portal.threads.actions import open_thread, post
from portal.threads.rules import MessageDraft
from portal.workshops.models import Workshop
from portal.workshops.rules import html_of
from tests.made import committed, make_actor, make_person, make_workshop, register
from tests.notebooks.bibtex import read
from tests.visit import Site, lead

AT = datetime(2026, 3, 1, 9, tzinfo=UTC)
EMPTY = Notebook("Tides & seas", 2026, "Ghent", "", (), (), (), ())


def poster_in(work: Work, workshop: Workshop, title: str) -> Poster:
    thread = open_thread(work, workshop.id, "poster")
    authors = [{"name": "Ada Müller", "affiliation": ""}]
    return work.add(Poster(workshop_id=workshop.id, thread_id=thread.id, title=title, authors=authors))


def make_scene(work: Work) -> tuple[Actor, Actor]:
    """Somebody who starred, saw and asked; and the one who gave the talk and presents the starred poster."""
    workshop = make_workshop(work, starts_on=AT.date())
    person = make_person(work, "Demo attendee")
    register(work, workshop, person)
    reader, chair = actor_of(work, person, workshop.id), make_actor(work, workshop, Role.CHAIR)
    speaker = make_actor(work, workshop, Role.PRESENTER)
    session = ProgrammeSession(workshop_id=workshop.id, title="Morning", starts_at=AT)
    talk = Talk(
        workshop_id=workshop.id,
        title="100 % of {tides}",
        speakers=[{"name": "Ada Müller", "affiliation": ""}],
        links=[{"kind": "paper", "url": "https://paper.example/1", "label": "Paper"}],
    )
    session.talks.append(talk)
    work.add(session)
    starred, seen = poster_in(work, workshop, "Sand_castles"), poster_in(work, workshop, "Foam")
    starred.presenters = [work.get(Person, speaker.known_id)]
    here = {"workshop_id": workshop.id, "person_id": person.id}
    work.add(Star(talk_id=talk.id, **here))
    work.add(PosterStar(poster_id=starred.id, starred_at=AT, **here))
    work.add(PosterVisit(poster_id=seen.id, first_at=AT, last_at=AT, **here))
    set_speakers(work, chair, f"t{talk.id}", [speaker.known_id])
    ask(work, reader, Asked(f"t{talk.id}", "q-1", "Why 100 %?"))
    post(work, reader, MessageDraft(starred.thread_id, "m-1", "Does it hold?"))
    post(work, speaker, MessageDraft(starred.thread_id, "m-2", "It holds."))
    return reader, speaker


def test_a_notebook_gathers_what_one_did_and_what_one_was_asked(store: Store) -> None:
    with committed(store) as work:
        reader, speaker = make_scene(work)

        mine, theirs = notebook_of(work, reader), notebook_of(work, speaker)

        assert [(one.kind, one.title) for one in mine.starred] == [
            ("talk", "100 % of {tides}"),
            ("poster", "Sand_castles"),
        ]
        assert [one.title for one in mine.seen] == ["Foam"]
        assert [(one.place, one.text, one.name) for one in mine.asked] == [
            ("100 % of {tides}", "Why 100 %?", "")
        ]
        assert mine.told == ()
        assert (theirs.starred, theirs.asked) == ((), ())
        assert [(one.name, one.text) for one in theirs.told] == [
            ("Demo attendee", "Why 100 %?"),
            ("Demo attendee", "Does it hold?"),
        ]


def test_who_asked_without_a_name_stays_without_one(sqlite_store: Store) -> None:
    with committed(sqlite_store) as work:
        reader, speaker = make_scene(work)
        talk = work.session.get(Talk, 1)
        assert talk is not None
        ask(work, reader, Asked(f"t{talk.id}", "q-2", "And who are you?", is_anonymous=True))

        names = {one.text: one.name for one in notebook_of(work, speaker).told}

        assert names["And who are you?"] == "Anonymous"


@given(
    st.lists(
        st.tuples(
            st.text(max_size=30),
            st.lists(st.text(max_size=15), max_size=3),
            st.text(alphabet="htps:/.{}\\%a ", max_size=20),
        ),
        max_size=4,
    )
)
def test_bibtex_is_valid_whatever_stands_in_a_title(works: list[tuple[str, list[str], str]]) -> None:
    entries = [
        Entry("poster", number, number, title, tuple(people), url=url)
        for number, (title, people, url) in enumerate(works)
    ]

    records = read(bibliography(EMPTY, entries))

    assert [one.key for one in records] == keys_for(entries, 2026)


def test_a_record_says_who_what_where_and_when() -> None:
    people = ("Ada Müller", "Research and Development", "Łukasz Ø")
    entry = Entry("talk", 1, 1, "The 100 % tide_of {A}", people, url="https://w.example.org/a#t")

    [record] = read(bibliography(EMPTY, [entry]))

    assert (record.kind, record.key) == ("inproceedings", "muller2026100")
    assert record.fields == {
        "title": r"{The 100 \% tide\_of \textbraceleft{}A\textbraceright{}}",
        "author": "Ada Müller and {Research and Development} and Łukasz Ø",
        "booktitle": r"{Tides \& seas}",
        "year": "2026",
        "address": "Ghent",
        "note": "Talk",
        "url": "https://w.example.org/a#t",
    }


def test_works_with_the_same_first_word_have_keys_of_their_own() -> None:
    works = [Entry("poster", number, number, "The tide", ("Ada Müller",)) for number in range(3)]

    assert keys_for(works, 2026) == ["muller2026tide", "muller2026tide-2", "muller2026tide-3"]


@given(st.text(max_size=40))
def test_words_in_markdown_stay_words(text: str) -> None:
    html = html_of(plain(text))

    assert not any(tag in html for tag in ("<a", "<em", "<strong", "<ul", "<ol", "<h", "<code", "<img"))


def test_an_empty_notebook_is_a_heading() -> None:
    assert written(EMPTY, str) == "# Tides & seas\n"


def test_a_note_is_kept_and_forgotten(sqlite_store: Store) -> None:
    with committed(sqlite_store) as work:
        reader, speaker = make_scene(work)
        key = (reader.workshop_id, reader.known_id)

        actions.keep_note(work, reader, "First")
        actions.keep_note(work, reader, "Remember the tide")
        assert (notebook_of(work, reader).note, notebook_of(work, speaker).note) == ("Remember the tide", "")
        actions.keep_note(work, reader, "")

        assert work.session.get(NotebookNote, key) is None


def test_everything_is_taken_along_in_one_file(site: Site) -> None:
    with committed(site.store) as work:
        reader, _ = make_scene(work)
    site.app.extensions[CONTACTS] = lambda _work, _actor: "BEGIN:VCARD\r\nEND:VCARD\r\n"
    visitor = site.signed_in(reader.known_id)
    visitor.post("/tides/notebook", note="Remember the tide")

    page = lead(visitor.get("/tides/notebook"))
    answer = visitor.get("/tides/notebook.zip")

    for told in ("Sand_castles", "Foam", "Why 100 %?", "Remember the tide", "With your contacts."):
        assert told in page
    with zipfile.ZipFile(io.BytesIO(answer.data)) as archive:
        files = {name: archive.read(name).decode() for name in archive.namelist()}
    assert sorted(files) == [
        f"tides/{name}" for name in ("contacts.vcf", "notebook.md", "posters-seen.bib", "starred.bib")
    ]
    assert [one.fields["note"] for one in read(files["tides/starred.bib"])] == ["Talk", "Poster"]
    assert "/tides/posters/1)" in files["tides/notebook.md"]
    assert "[Paper](https://paper.example/1)" in files["tides/notebook.md"]
    assert files["tides/notebook.md"].index("Remember the tide") < files["tides/notebook.md"].index("Starred")
    assert visitor.get("/tides/notebook.bib").text == files["tides/starred.bib"]


def test_too_long_a_note_is_refused_and_nothing_typed_is_lost(site: Site) -> None:
    with committed(site.store) as work:
        reader, _ = make_scene(work)
    visitor = site.signed_in(reader.known_id)

    answer = visitor.post("/tides/notebook", note="x" * 20_001)

    assert (answer.status_code, "x" * 20_001 in answer.text) == (422, True)
