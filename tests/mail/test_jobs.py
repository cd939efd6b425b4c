"""Mail on its way to a real mail server that refuses, is away and comes back."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine

import config
from portal.clock import now
from portal.doors.jobs import Desk, JobRunner
from portal.mail.actions import hold_workshop, release_workshop, retry, take, write, write_all
from portal.mail.jobs import JOBS, TAKEN_FOR
from portal.mail.queries import bounced_among, newest_mails, unsent_mails
from portal.mail.rules import Letter
from portal.store.work import Store
from tests.made import committed, make_workshop
from tests.servers.smtp import Smtp

Moment = time_machine.Traveller


class Post:
    """One outbox with its mailer, and the time that a test lets pass."""

    def __init__(self, store: Store, data_dir: Path, smtp_url: str, clock: Moment) -> None:
        settings = config.testing(data_dir, smtp_url=smtp_url, mail_from="portal@example.org")
        self.store = store
        self._runner = JobRunner(Desk(store, settings, lambda _work: None), JOBS)
        self._clock = clock

    def write(self, to: str = "attendee@example.org", subject: str = "Your link") -> None:
        with committed(self.store) as work:
            write(work, to=to, subject=subject, text="Hello,\n\nhere it is.\n")

    def run(self) -> None:
        """Do what is due now."""
        while self._runner.run_one():
            pass

    def wait(self, minutes: float) -> None:
        """Let time pass, working once a minute."""
        for _ in range(int(minutes)):
            self._clock.shift(timedelta(minutes=1))
            self.run()


@pytest.fixture
def clock() -> Iterator[Moment]:
    with time_machine.travel(now(), tick=False) as clock:
        yield clock


@pytest.fixture
def post(sqlite_store: Store, tmp_path: Path, smtp_server: Smtp, clock: Moment) -> Post:
    return Post(sqlite_store, tmp_path, smtp_server.url, clock)


def test_a_mail_is_handed_over_once(post: Post, smtp_server: Smtp) -> None:
    post.write(subject="Straße nach Łódź")

    post.run()
    post.wait(minutes=5)

    [letter] = smtp_server.letters
    assert letter.recipients == ("attendee@example.org",)
    assert letter.sender == "portal@example.org"
    assert letter.message["Subject"] == "Straße nach Łódź"
    assert letter.message["Auto-Submitted"] == "auto-generated"
    assert letter.text.splitlines() == ["Hello,", "", "here it is."]


def test_a_server_that_is_down_gets_each_mail_once_when_it_is_back(post: Post, smtp_server: Smtp) -> None:
    smtp_server.stop()
    for number in range(3):
        post.write(to=f"person{number}@example.org")
    post.wait(minutes=10)
    with post.store.reading() as work:
        written = {mail.recipient: mail.message_id for mail in unsent_mails(work)}
        assert len(written) == 3

    smtp_server.start()
    post.wait(minutes=20)

    assert {letter.recipients[0]: letter.message["Message-ID"] for letter in smtp_server.letters} == written
    assert len(smtp_server.letters) == 3
    with post.store.reading() as work:
        assert unsent_mails(work) == []


def test_a_server_that_is_busy_gets_the_mail_again_with_the_same_number(
    post: Post, smtp_server: Smtp
) -> None:
    smtp_server.answer = "451 4.3.0 try later"
    post.write()
    post.wait(minutes=3)
    with post.store.reading() as work:
        [mail] = unsent_mails(work)
        assert (mail.failure, mail.is_given_up) == ("451 4.3.0 try later", False)
        assert mail.attempts > 1

    smtp_server.answer = "250 OK"
    post.wait(minutes=10)

    [letter] = smtp_server.letters
    assert letter.message["Message-ID"] == mail.message_id


def test_a_mail_that_is_refused_for_ever_is_given_up_with_the_reason(post: Post, smtp_server: Smtp) -> None:
    smtp_server.answer = "550 5.1.1 no such person"
    post.write()

    post.wait(minutes=60)

    with post.store.reading() as work:
        [mail] = newest_mails(work)
        assert (mail.attempts, mail.is_given_up) == (1, True)
        assert mail.failure == "refused: 550 5.1.1 no such person"


def test_what_was_given_up_is_tried_again_when_the_operator_says_so(post: Post, smtp_server: Smtp) -> None:
    smtp_server.answer = "550 5.1.1 no such person"
    post.write()
    post.run()
    smtp_server.answer = "250 OK"

    with committed(post.store) as work:
        assert retry(work) == 1
    post.run()

    assert len(smtp_server.letters) == 1


def test_one_refused_mail_does_not_hold_up_the_next(post: Post, smtp_server: Smtp) -> None:
    smtp_server.answer = "451 4.3.0 try later"
    post.write(to="first@example.org")
    post.run()
    smtp_server.answer = "250 OK"

    post.write(to="second@example.org")
    post.run()

    assert [letter.recipients for letter in smtp_server.letters] == [("second@example.org",)]


def test_many_mails_are_written_at_once_and_all_leave(post: Post, smtp_server: Smtp) -> None:
    with committed(post.store) as work:
        write_all(work, [Letter(f"person{number}@example.org", "Hello", "x") for number in range(20)])

    post.run()

    assert sorted(letter.recipients[0] for letter in smtp_server.letters) == sorted(
        f"person{number}@example.org" for number in range(20)
    )
    assert smtp_server.greetings == 1


def test_a_link_to_sign_in_leaves_before_a_mailing_that_waits(post: Post, smtp_server: Smtp) -> None:
    with committed(post.store) as work:
        write_all(work, [Letter(f"person{number}@example.org", "To all", "x") for number in range(60)])
    post.run()
    assert len(smtp_server.letters) == 50

    post.write(subject="Your link")
    post.run()

    assert len(smtp_server.letters) == 51
    assert smtp_server.letters[-1].message["Subject"] == "Your link"
    post.wait(minutes=3)
    assert len({letter.recipients for letter in smtp_server.letters}) == 61


def test_a_mail_in_another_process_is_left_to_it_until_that_has_died(post: Post, smtp_server: Smtp) -> None:
    post.write()
    with committed(post.store) as work:
        taken = take(work, 1, now() + TAKEN_FOR)
        assert taken is not None
        number = taken.message_id
        assert take(work, 1, now() + TAKEN_FOR) is None

    post.run()
    assert smtp_server.letters == []
    post.wait(minutes=4)

    assert [letter.message["Message-ID"] for letter in smtp_server.letters] == [number]


def test_a_rehearsal_writes_its_mail_and_sends_none_of_it(post: Post, smtp_server: Smtp) -> None:
    with committed(post.store) as work:
        workshop = make_workshop(work)
        write(work, to="early@example.org", subject="s", text="x", workshop_id=workshop.id)
        hold_workshop(work, workshop.id)
        write(work, to="one@example.org", subject="s", text="x", workshop_id=workshop.id)
        write_all(work, [Letter("all@example.org", "s", "x", workshop_id=workshop.id)])
        write(work, to="else@example.org", subject="s", text="x")

    post.wait(minutes=2)
    with committed(post.store) as work:
        release_workshop(work, 1)
        write(work, to="after@example.org", subject="s", text="x", workshop_id=1)
        assert retry(work) == 1
    post.wait(minutes=2)

    assert [letter.recipients[0] for letter in smtp_server.letters] == [
        "else@example.org",
        "after@example.org",
    ]
    with post.store.reading() as work:
        assert {mail.recipient: mail.held for mail in newest_mails(work) if mail.held} == {
            "early@example.org": "rehearsal",
            "one@example.org": "rehearsal",
            "all@example.org": "rehearsal",
        }


def test_a_mail_that_cannot_be_handed_over_holds_up_no_other(post: Post, smtp_server: Smtp) -> None:
    smtp_server.stop()
    smtp_server.takes_utf8 = False
    smtp_server.start()
    with committed(post.store) as work:
        write_all(work, [Letter(f"{name}@example.org", "s", "x") for name in ("zoë", "ada")])

    post.run()

    assert [letter.recipients for letter in smtp_server.letters] == [("ada@example.org",)]
    with post.store.reading() as work:
        [mail] = unsent_mails(work)
        assert (mail.recipient, mail.state) == ("zoë@example.org", "refused")


def test_only_an_answer_about_the_address_marks_the_address(post: Post, smtp_server: Smtp) -> None:
    for answer, to in (("550 5.1.1 nobody", "gone@example.org"), ("554 5.7.1 spam", "strict@example.org")):
        smtp_server.answer = answer
        post.write(to=to)
        post.run()

    with post.store.reading() as work:
        told = bounced_among(work, ["gone@example.org", "strict@example.org"])
    assert told == {"gone@example.org": "550 5.1.1 nobody"}


def test_without_a_server_mail_stays_in_the_outbox(
    sqlite_store: Store, tmp_path: Path, clock: Moment
) -> None:
    post = Post(sqlite_store, tmp_path, "", clock)
    post.write()

    post.run()

    with sqlite_store.reading() as work:
        [mail] = unsent_mails(work)
        assert (mail.attempts, mail.failure) == (0, None)


def test_a_subject_stays_on_its_line(post: Post, smtp_server: Smtp) -> None:
    post.write(subject="Hello\r\nBcc: everybody@example.org")

    post.run()

    [letter] = smtp_server.letters
    assert letter.message["Bcc"] is None
    assert letter.message["Subject"] == "Hello Bcc: everybody@example.org"
