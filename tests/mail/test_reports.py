"""Delivery reports as mail servers write them, and what the portal makes of them."""

from email.message import EmailMessage, Message
from urllib.parse import quote

import pytest
from click.testing import CliRunner

from portal.cli.mail import mail
from portal.errors import Unavailable
from portal.mail.actions import mark_sent, take_report, write
from portal.mail.models import Mail
from portal.mail.queries import bounced_among
from portal.mail.rules.reports import Outcome, read_report
from portal.store.work import Store
from tests.made import committed
from tests.servers.imap import PASSWORD, imap_server

TEMPLATE = "bounces+{token}@w.example.org"
TOKEN = "0123456789abcdef0123"


def report_about(
    message_id: str, *, action: str = "failed", status: str = "5.1.1", to: str = "bounces@w.example.org"
) -> bytes:
    """What a server sends back, in the parts of RFC 3464."""
    report = EmailMessage()
    report["From"] = "MAILER-DAEMON@mx.example.net"
    report["To"] = to
    report["Subject"] = "Undelivered Mail Returned to Sender"
    report["Message-ID"] = "<report@mx.example.net>"
    report.set_type("multipart/report")
    report.set_param("report-type", "delivery-status")
    notice = EmailMessage()
    notice.set_content("I could not deliver your message.")
    about, recipient, delivery, original = Message(), Message(), Message(), Message()
    about["Reporting-MTA"] = "dns; mx.example.net"
    recipient["Final-Recipient"] = "rfc822; Gone@Example.org"
    recipient["Action"] = action
    recipient["Status"] = status
    recipient["Diagnostic-Code"] = f"smtp; 550 {status} <gone@example.org>: no such person"
    delivery["Content-Type"] = "message/delivery-status"
    delivery.set_payload([about, recipient])
    head = Message()
    head["Message-ID"] = message_id
    head["Subject"] = "Hello"
    original["Content-Type"] = "text/rfc822-headers"
    original.set_payload(head.as_string())
    report.set_payload([notice, delivery, original])
    return report.as_bytes()


def written(store: Store) -> tuple[str, str]:
    """The number and the token of a mail that was sent."""
    with committed(store) as work:
        one = write(work, to="gone@example.org", subject="Hello", text="x")
        mark_sent(work, one.id)
        return one.message_id, str(one.bounce_token)


def test_a_report_says_which_mail_and_what_became_of_it() -> None:
    report = read_report(report_about("<1@portal>"), TEMPLATE, f"bounces+{TOKEN}@w.example.org")

    assert report is not None
    assert (report.token, report.message_id) == (TOKEN, "<1@portal>")
    assert report.outcomes == (
        Outcome("gone@example.org", True, True, "5.1.1 550 5.1.1 <gone@example.org>: no such person"),
    )


def test_the_token_is_found_in_the_head_where_the_server_does_not_tell_the_address() -> None:
    report = read_report(report_about("", to=f"<bounces+{TOKEN.upper()}@w.example.org>"), TEMPLATE)

    assert report is not None
    assert report.token == TOKEN


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\xff\xfe\x00nonsense",
        b"From: a@example.org\nSubject: I am on holiday\n\nback on Monday\n",
        b"Content-Type: multipart/report; boundary=x\n\n--x\nContent-Type: message/delivery-status\n\n\n--x--\n",
        b"Content-Type: message/delivery-status\n\nAction: failed\n",
    ],
)
def test_what_is_no_report_is_none(raw: bytes) -> None:
    assert read_report(raw, TEMPLATE) is None


@pytest.mark.parametrize(
    ("action", "status", "state", "is_marked"),
    [
        ("failed", "5.1.1", "bounced", True),
        ("failed", "4.4.7", "bounced", False),
        ("delayed", "4.4.1", "sent", False),
        ("delivered", "2.0.0", "sent", False),
    ],
)
def test_a_hard_failure_marks_the_address_and_a_soft_one_the_mail_alone(
    sqlite_store: Store, action: str, status: str, state: str, is_marked: bool
) -> None:
    message_id, _ = written(sqlite_store)
    report = read_report(report_about(message_id, action=action, status=status), TEMPLATE)
    assert report is not None

    with committed(sqlite_store) as work:
        take_report(work, report)

    with sqlite_store.reading() as work:
        assert work.get(Mail, 1).state == state
        assert bool(bounced_among(work, ["gone@example.org"])) == is_marked


def test_a_report_of_somebody_elses_mail_changes_nothing(sqlite_store: Store) -> None:
    written(sqlite_store)
    report = read_report(
        report_about("<other@example.net>", to=f"bounces+{'f' * 20}@w.example.org"), TEMPLATE
    )
    assert report is not None

    with committed(sqlite_store) as work:
        assert take_report(work, report) is None
        assert bounced_among(work, ["gone@example.org"]) == {}


@pytest.fixture
def configured(sqlite_store_url: str, monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """The commands work on the store of the test."""
    monkeypatch.setenv("PORTAL_SECRET_KEY", "a secret that only the tests know, and no portal")
    monkeypatch.setenv("PORTAL_DATABASE_URL", sqlite_store_url)
    monkeypatch.setenv("PORTAL_BOUNCE_ADDRESS", TEMPLATE)
    return monkeypatch


def test_reports_in_a_mailbox_are_read_once(sqlite_store: Store, configured: pytest.MonkeyPatch) -> None:
    message_id, _ = written(sqlite_store)
    with imap_server(report_about(message_id), b"Subject: holiday\r\n\r\nback soon\r\n") as mailbox:
        configured.setenv(
            "PORTAL_BOUNCE_IMAP_URL",
            f"imap://bounces:{quote(PASSWORD, safe='')}@127.0.0.1:{mailbox.port}/INBOX",
        )

        first = CliRunner().invoke(mail, ["poll"], catch_exceptions=False)
        second = CliRunner().invoke(mail, ["poll"], catch_exceptions=False)

    assert first.stdout == "2 read, 1 of them about mail of ours.\n"
    assert second.stdout == "0 read, 0 of them about mail of ours.\n"
    with sqlite_store.reading() as work:
        assert work.get(Mail, 1).state == "bounced"


def test_a_mailbox_that_cannot_be_opened_says_why(
    sqlite_store: Store, configured: pytest.MonkeyPatch
) -> None:
    with imap_server() as mailbox:
        configured.setenv("PORTAL_BOUNCE_IMAP_URL", f"imap://bounces:wrong@127.0.0.1:{mailbox.port}")

        with pytest.raises(Unavailable, match="wrong password"):
            CliRunner().invoke(mail, ["poll"], catch_exceptions=False)


def test_a_mail_server_pipes_a_report_into_the_command(
    sqlite_store: Store, configured: pytest.MonkeyPatch
) -> None:
    _, token = written(sqlite_store)
    words = ["receive", "--recipient", f"bounces+{token}@w.example.org"]

    told = CliRunner().invoke(mail, words, input=report_about("<lost@on.the.way>"), catch_exceptions=False)
    nonsense = CliRunner().invoke(mail, words, input=b"Subject: hello\n\nx", catch_exceptions=False)

    assert (told.exit_code, told.stdout) == (0, "Mail 1 to gone@example.org: bounced.\n")
    assert (nonsense.exit_code, nonsense.stdout) == (0, "This is no delivery report; nothing is noted.\n")
