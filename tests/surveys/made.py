"""A workshop with a survey of three questions, its organizer, and as many people as a test needs."""

from dataclasses import dataclass

from portal.access import Actor, Role
from portal.polls.rules import Choice, Kind
from portal.store.work import Store
from portal.surveys.actions import add_question, answer, publish, save, set_state
from portal.surveys.models import Survey
from portal.surveys.queries import Results, results_for, rows_for
from portal.surveys.rules import Draft, QuestionDraft, Release, Sheet, State
from portal.workshops.models import Workshop
from tests.made import committed, make_actor, make_workshop

GROUPS = ("Student", "Academia", "Industry")
CONSENT = "We ask to learn. The organizers read the answers."


@dataclass(frozen=True)
class Scene:
    """The survey "How was it?" asks for the tide (one of two), a rating, and words."""

    store: Store
    slug: str
    workshop_id: int
    organizer: Actor
    attendee: Actor
    stranger: Actor
    survey_id: int
    tide: int
    stars: int
    words: int

    def people(self, count: int) -> list[Actor]:
        with committed(self.store) as work:
            workshop = work.get(Workshop, self.workshop_id)
            return [make_actor(work, workshop, Role.ATTENDEE) for _ in range(count)]

    def sheet(self, tide: int | None = 0, *, group: str = "", words: str = "", stars: int = 0) -> Sheet:
        """What somebody sends who has the newest questions before them and agrees."""
        answers = {
            self.tide: Choice() if tide is None else Choice((tide,)),
            self.stars: Choice((stars,) if stars else ()),
            self.words: Choice(text=words),
        }
        with self.store.reading() as work:
            survey = work.get(Survey, self.survey_id)
            return Sheet(survey.edition, survey.consent_version, True, group, answers)

    def answer(self, sheet: Sheet, by: Actor | None = None) -> None:
        with committed(self.store) as work:
            answer(work, by or self.attendee, self.survey_id, sheet)

    def answer_as(self, group: str, count: int, tide: int = 0) -> None:
        """So many new people of a group answer."""
        for one in self.people(count):
            self.answer(self.sheet(tide, group=group, words=f"Words of {one.name}"), one)

    def turn(self, state: State) -> None:
        with committed(self.store) as work:
            set_state(work, self.organizer, self.survey_id, state)

    def publish(self, *, is_on: bool = True) -> None:
        with committed(self.store) as work:
            publish(work, self.organizer, self.survey_id, is_on=is_on)

    def results(self, by: Actor | None = None) -> Results:
        with self.store.reading() as work:
            _, found = results_for(work, by or self.organizer, self.survey_id)
            for question, _ in found.questions:
                work.session.expunge(question)
            return found

    def rows(self) -> list[tuple[str, ...]]:
        with self.store.reading() as work:
            return rows_for(work, self.organizer, self.survey_id)[1]

    def draft(self, **others: object) -> Draft:
        """The survey as it was made, but for these."""
        values: dict[str, object] = {"title": "How was it?", "consent": CONSENT, "groups": GROUPS, **others}
        return Draft(**values)  # type: ignore[arg-type]

    def change(self, **others: object) -> None:
        with committed(self.store) as work:
            save(work, self.organizer, self.draft(**others), self.survey_id)


def make_scene(store: Store, slug: str = "tides", *, is_open: bool = True) -> Scene:
    with committed(store) as work:
        workshop = make_workshop(work, slug)
        organizer, attendee = make_actor(work, workshop, Role.ORGANIZER), make_actor(work, workshop)
        stranger = make_actor(work, make_workshop(work, f"{slug}-dunes"), Role.ORGANIZER)
        draft = Draft(title="How was it?", consent=CONSENT, groups=GROUPS, release=Release.ORGANIZER)
        survey = save(work, organizer, draft)
        tide = add_question(
            work, organizer, survey.id, QuestionDraft("Which tide?", Kind.SINGLE, ("Spring", "Neap"))
        )
        stars = add_question(work, organizer, survey.id, QuestionDraft("How many stars?", Kind.RATING))
        words = add_question(work, organizer, survey.id, QuestionDraft("What else?", Kind.TEXT))
        if is_open:
            set_state(work, organizer, survey.id, State.OPEN)
        return Scene(
            store,
            slug,
            workshop.id,
            organizer,
            attendee,
            stranger,
            survey.id,
            tide.id,
            stars.id,
            words.id,
        )
