"""Surveys with their consent texts and questions, who has answered, and, apart from that, what was answered.

What the tables can tell, to somebody who reads all of them:

- Who has answered a survey, and to which text they consented (SurveyParticipation). Not when, not what.
- For each answer its question and the group it was given for (SurveyAnswer); for a text not even the group. Not
  who gave it, not when, not which other answers came from the same person.

Between the two there is no key. Ids of answers are random, and SQLite keeps both tables in the order of their keys
instead of the order of writing. There is no time anywhere, not even a day. An edit, or a withdrawal, of what was sent
is therefore impossible.

What remains possible:

- Who operates the server itself can watch the database while somebody answers, or compare two backups between which
  only one person answered. PostgreSQL keeps for each row which transaction wrote it, and the answers of one person
  share theirs, until the survey is closed by hand or its results are published: then all answers are written anew
  under new random ids.
- When all of a group that is shown answered alike, the answer of each of them is known.
- A text may tell by its own words who wrote it.
"""

from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from portal.store.base import Base, Document
from portal.store.personal import Erasure, Personal

BY_KEY = {"sqlite_with_rowid": False}
"""SQLite then has no hidden number that tells the order of writing."""


class Survey(Base):
    """A survey. `edition` grows with each change of its questions or groups, `consent_version` with each consent text."""

    __tablename__ = "surveys"

    id: Mapped[int] = mapped_column(primary_key=True)
    workshop_id: Mapped[int] = mapped_column(ForeignKey("workshops.id", ondelete="CASCADE"), index=True)
    title: Mapped[str] = mapped_column(String(200))
    intro: Mapped[str] = mapped_column(Text, default="")
    state: Mapped[str] = mapped_column(String(12))
    grouping: Mapped[str] = mapped_column(String(12))
    groups: Mapped[list[str]] = mapped_column(Document)
    smallest: Mapped[int]
    release: Mapped[str] = mapped_column(String(12))
    is_published: Mapped[bool] = mapped_column(default=False)
    shows_texts: Mapped[bool]
    opens_at: Mapped[datetime | None]
    closes_at: Mapped[datetime | None]
    edition: Mapped[int] = mapped_column(default=0)
    consent_version: Mapped[int] = mapped_column(default=0)


class SurveyConsent(Base):
    """One version of what people agree to before they answer; versions are kept for ever."""

    __tablename__ = "survey_consents"

    survey_id: Mapped[int] = mapped_column(ForeignKey("surveys.id", ondelete="CASCADE"), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    text: Mapped[str] = mapped_column(Text)


class SurveyQuestion(Base):
    """One question; `kind` and `options` as those of a poll."""

    __tablename__ = "survey_questions"

    id: Mapped[int] = mapped_column(primary_key=True)
    workshop_id: Mapped[int] = mapped_column(ForeignKey("workshops.id", ondelete="CASCADE"), index=True)
    survey_id: Mapped[int] = mapped_column(ForeignKey("surveys.id", ondelete="CASCADE"), index=True)
    position: Mapped[int]
    title: Mapped[str] = mapped_column(String(300))
    kind: Mapped[str] = mapped_column(String(12))
    options: Mapped[list[str]] = mapped_column(Document)


class SurveyParticipation(Base):
    """Somebody has answered, and has agreed to this version before; says nothing of the answers."""

    __tablename__ = "survey_participations"
    __table_args__ = BY_KEY

    personal: ClassVar[Personal] = Personal(
        "That you took part in a survey; your answers are kept without you",
        Erasure.DELETE,
    )

    survey_id: Mapped[int] = mapped_column(ForeignKey("surveys.id", ondelete="CASCADE"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), primary_key=True)
    consent_version: Mapped[int]


class SurveyAnswer(Base):
    """One answer to one question. `id` is random; `group` is empty for a text and where none was given."""

    __tablename__ = "survey_answers"
    __table_args__ = BY_KEY

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    question_id: Mapped[int] = mapped_column(
        ForeignKey("survey_questions.id", ondelete="CASCADE"), index=True
    )
    group: Mapped[str] = mapped_column("of_group", String(60))
    choice: Mapped[dict[str, Any]] = mapped_column(Document)
