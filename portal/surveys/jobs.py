"""Tells everybody of a survey when its time comes."""

from collections.abc import Mapping

from portal.accounts.models import Person
from portal.doors.jobs import Desk, Handler
from portal.errors import NotAllowed
from portal.registrations.queries import actor_of
from portal.surveys.actions import tell_opened
from portal.surveys.models import Survey


def tell_when_open(desk: Desk, survey_id: int, person_id: int, address: str) -> None:
    """In the name of who opened it; nothing where the survey or that person is gone, or may announce no longer."""
    try:
        with desk.writing() as work:
            survey, person = work.session.get(Survey, survey_id), work.session.get(Person, person_id)
            if survey is not None and person is not None:
                tell_opened(work, actor_of(work, person, survey.workshop_id), survey, address)
    except NotAllowed:
        return


JOBS: Mapping[str, Handler] = {"surveys.tell_opened": tell_when_open}
