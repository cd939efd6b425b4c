"""The role matrix: for every route, command and event, what each kind of person is told.

A row is fourteen letters, one for each kind in world.PEOPLE:
visitor, newcomer, stranger, asking; attendee, presenter, other presenter, chair; moderator, organizer, foreign
organizer, operator; volunteer, banned. y: it is done; s: sign in first; n: you may not; a: there is no such thing.
"""

from dataclasses import dataclass, field
from enum import Enum

from tests.access.world import PEOPLE


class Answer(Enum):
    """What a person is told."""

    YES = "y"
    SIGN_IN = "s"
    REFUSED = "n"
    ABSENT = "a"


@dataclass(frozen=True)
class Row:
    """Fourteen letters, and what has to be sent so that only the permission decides."""

    letters: str
    form: dict[str, str] = field(default_factory=dict)
    query: dict[str, str] = field(default_factory=dict)

    def letter_of(self, person: str) -> str:
        letters = self.letters.replace(" ", "")
        assert len(letters) == len(PEOPLE)
        return letters[PEOPLE.index(person)]

    def expected(self) -> dict[str, Answer]:
        """What each is told; a visitor (-) who cannot even ask is left out."""
        letters = {person: self.letter_of(person) for person in PEOPLE}
        return {person: Answer(letter) for person, letter in letters.items() if letter != "-"}


PUBLIC = "yyyy yyyy yyyy yy"
SIGNED_IN = "syyy yyyy yyyy yy"
INSIDE = "snnn yyyy yynn yn"
INSIDE_OR_OPERATOR = "snnn yyyy yyny yn"
ORGANIZERS = "snnn nnnn nyny nn"
PRESENTER_TOO = "snnn nynn nyny nn"
AUTHOR = "snnn ynnn nnnn nn"
AUTHOR_OR_KEEPER = "snnn yynn yynn nn"
NOT_OWN = "saaa aaaa aaaa aa"
SPEAKER_TOO = "snnn nyny yynn nn"
HELPERS = "snnn nnnn yynn yn"
CHAIRS = "snnn nnny yynn nn"
CHAIRS_AND_HELPERS = "snnn nnny yynn yn"
BACKSTAGE = "snnn nyyy yynn nn"
SLIDE_MAKERS = "snnn nyny nyny nn"
SLIDE_TURNERS = "snnn nyny nynn nn"
ANNOUNCERS = "snnn nnny nynn nn"
OPERATOR = "snnn nnnn nnny nn"
MODERATORS = "snnn nnnn yynn nn"
LEADERS = "snnn nnnn nynn nn"
LEADERS_ALONE = LEADERS
NOBODY = "aaaa aaaa aaaa aa"
OWN_OF_ATTENDEE = "saaa yaaa aaaa aa"
OPERATORS = OPERATOR
OWN_PAPER = "snnn yaaa aann an"
CHAIRS_ALONE = ANNOUNCERS
SCREENERS = "snnn nnny nynn nn"
TABLE_KEEPERS = "snnn ynnn nynn nn"
FOUNDERS = "snnn nnnn nyyy nn"

POSTER = {"title": "A title", "authors": "Person A"}
POLL = {"title": "Which tide?", "kind": "single", "options": "Spring\nNeap", "client_id": "c-1"}
SURVEY = {"title": "A survey", "groups": "Student\nIndustry", "smallest": "5"}
CLOSED_SURVEY = {"survey_id": "2"}
DELAY = {"minutes": "5", "at": "2026-06-01T09:00:00Z", "seen": "0" * 16, "client_id": "world"}
MAILING = {"subject": "Hello", "body": "Dear {{name}},", "audience": "accepted"}
SESSION = {"title": "A session", "kind": "talk"}
WORKSHOP = {
    "title": "A workshop",
    "slug": "another",
    "time_zone": "UTC",
    "registration": "open",
    "accent": "teal",
}

ROUTE_ROWS: dict[tuple[str, str], Row] = {
    ("health.alive", "GET"): Row(PUBLIC),
    ("health.ready", "GET"): Row(PUBLIC),
    ("metrics.measures", "GET"): Row(PUBLIC),  # from this machine only; tests/doors/test_metrics.py
    ("static_files", "GET"): Row(PUBLIC),
    ("worker.script", "GET"): Row(PUBLIC),
    ("worker.out_of_reach", "GET"): Row(PUBLIC),
    # accounts
    ("accounts.sign_in", "GET"): Row(PUBLIC),
    ("accounts.ask_for_link", "POST"): Row(PUBLIC, {"email": "nobody@example.org"}),
    ("accounts.link_sent", "GET"): Row(PUBLIC),
    ("accounts.open_link", "GET"): Row(PUBLIC),
    ("accounts.use_link", "POST"): Row(PUBLIC),
    ("accounts.sign_in_by_password", "GET"): Row(PUBLIC),
    ("accounts.use_password", "POST"): Row(
        PUBLIC, {"email": "nobody@example.org", "password": "not the right one"}
    ),
    ("accounts.sign_out", "POST"): Row(PUBLIC),
    ("accounts.account", "GET"): Row(SIGNED_IN),
    ("accounts.change_account", "POST"): Row(SIGNED_IN, {"name": "A new name"}),
    ("accounts.end_sign_in", "POST"): Row(NOT_OWN),
    ("accounts.end_other_sign_ins", "POST"): Row(SIGNED_IN),
    ("accounts.password", "GET"): Row(SIGNED_IN),
    ("accounts.change_password", "POST"): Row(SIGNED_IN, {"password": "a long enough password"}),
    ("accounts.remove_password", "POST"): Row(SIGNED_IN),
    ("accounts.ask_code", "GET"): Row(PUBLIC),
    ("accounts.use_code", "POST"): Row(NOBODY, {"code": "123456"}),
    ("accounts.cancel_code", "POST"): Row(PUBLIC),
    ("accounts.go_to_provider", "GET"): Row(NOBODY),  # with a provider: tests/accounts/test_providers.py
    ("accounts.return_from", "GET"): Row(NOBODY),
    ("accounts.ask_address", "GET"): Row(NOBODY),
    ("accounts.prove_address", "POST"): Row(NOBODY, {"email": "z@example.org", "name": "Person Z"}),
    ("accounts.open_identity", "GET"): Row(NOBODY),
    ("accounts.use_identity", "POST"): Row(NOBODY),
    ("accounts.connect_provider", "GET"): Row(NOT_OWN),
    ("accounts.confirm_connection", "GET"): Row(NOT_OWN),
    ("accounts.connect", "POST"): Row(NOT_OWN),
    ("accounts.disconnect", "POST"): Row(OWN_OF_ATTENDEE),
    ("accounts.own_addresses", "GET"): Row(SIGNED_IN),
    ("accounts.add_address", "POST"): Row(SIGNED_IN, {"email": "another@example.org"}),
    ("accounts.open_claim", "GET"): Row(OWN_OF_ATTENDEE),
    ("accounts.use_claim", "POST"): Row(OWN_OF_ATTENDEE),
    ("accounts.make_primary", "POST"): Row(OWN_OF_ATTENDEE),
    ("accounts.remove_address", "POST"): Row(OWN_OF_ATTENDEE),
    ("accounts.see_merge", "GET"): Row(OWN_OF_ATTENDEE),
    ("accounts.merge", "POST"): Row(OWN_OF_ATTENDEE),
    ("accounts.second_factor", "GET"): Row(SIGNED_IN),
    ("accounts.begin_factor", "POST"): Row(SIGNED_IN),
    ("accounts.set_up_factor", "GET"): Row(OWN_OF_ATTENDEE),
    ("accounts.confirm_factor", "POST"): Row(OWN_OF_ATTENDEE, {"code": "000000"}),
    ("accounts.new_codes_form", "GET"): Row(SIGNED_IN),
    ("accounts.renew_codes", "POST"): Row(SIGNED_IN, {"code": "000000"}),
    ("accounts.remove_factor_form", "GET"): Row(SIGNED_IN),
    ("accounts.remove_factor", "POST"): Row(SIGNED_IN, {"code": "000000"}),
    # workshops
    ("workshops.home", "GET"): Row(PUBLIC),
    ("workshops.about", "GET"): Row(PUBLIC),
    ("workshops.help_page", "GET"): Row(PUBLIC),
    ("workshops.topics", "GET"): Row(PUBLIC),
    ("workshops.dates", "GET"): Row(PUBLIC),
    ("workshops.news", "GET"): Row(PUBLIC),
    ("workshops.people", "GET"): Row(PUBLIC),
    ("workshops.preferences", "POST"): Row(PUBLIC, {"theme": "dark"}),
    ("workshops.edit", "GET"): Row(ORGANIZERS),
    ("workshops.change", "POST"): Row(ORGANIZERS, WORKSHOP),
    ("workshops.edit_lists", "GET"): Row(ORGANIZERS),
    ("workshops.change_lists", "POST"): Row(ORGANIZERS, {"topics": "Tides"}),
    # conduct
    ("conduct.conduct", "GET"): Row(PUBLIC),
    ("conduct.agree", "POST"): Row(INSIDE, {"agreed": "yes", "version": "1"}),
    ("conduct.edit", "GET"): Row(ORGANIZERS),
    ("conduct.change", "POST"): Row(ORGANIZERS, {"conduct": "Be kind."}),
    ("conduct.report", "GET"): Row(PUBLIC),
    ("conduct.send", "POST"): Row(PUBLIC, {"text": "Somebody shouted."}),
    ("conduct.own", "GET"): Row(PUBLIC),
    ("conduct.reports", "GET"): Row(LEADERS_ALONE),
    ("conduct.one", "GET"): Row(LEADERS_ALONE),
    ("conduct.answer", "POST"): Row(LEADERS_ALONE, {"state": "looking", "answer": "We look."}),
    # privacy
    ("privacy.workshop", "GET"): Row(PUBLIC),
    ("privacy.keeping", "GET"): Row(ORGANIZERS),
    ("privacy.keep_for", "POST"): Row(
        ORGANIZERS, dict.fromkeys(("chat", "questions", "presence", "files", "registrations"), "12")
    ),
    ("privacy.erase_other", "GET"): Row(ORGANIZERS),
    ("privacy.ask_for_other", "POST"): Row(ORGANIZERS, {"email": "nobody@example.org", "word": "ERASE"}),
    ("privacy.mine", "GET"): Row(SIGNED_IN),
    ("privacy.rows", "GET"): Row(SIGNED_IN, query={"kind": "people"}),
    ("privacy.ask_for_export", "POST"): Row(SIGNED_IN),
    ("privacy.fetch", "GET"): Row(NOT_OWN),
    ("privacy.erase", "GET"): Row(SIGNED_IN),
    ("privacy.ask_to_erase", "POST"): Row(SIGNED_IN, {"word": "ERASE"}),
    ("privacy.undo_erasure", "POST"): Row(NOT_OWN),
    ("privacy.allow_host", "POST"): Row(SIGNED_IN, {"host": "player.example.org", "is_allowed": "yes"}),
    # clones, rehearsals
    ("clones.new_copy", "GET"): Row(ORGANIZERS),
    ("clones.copy", "POST"): Row(ORGANIZERS, {"title": "A copy", "slug": "copied", "weeks": "52"}),
    ("rehearsals.rehearsals", "GET"): Row(ORGANIZERS),
    ("rehearsals.start", "POST"): Row(ORGANIZERS, {"moment": "2026-06-01T09:00", "days": "3"}),
    ("rehearsals.wipe", "POST"): Row(ORGANIZERS),
    # registrations
    ("registrations.register", "GET"): Row(PUBLIC),
    ("registrations.ask", "POST"): Row(PUBLIC, {"name": "Person Z", "email": "z@example.org"}),
    ("registrations.sent", "GET"): Row(PUBLIC),
    ("registrations.open_confirmation", "GET"): Row(PUBLIC),
    ("registrations.confirm", "POST"): Row(PUBLIC),
    ("registrations.withdraw", "POST"): Row(SIGNED_IN),
    ("registrations.mine", "GET"): Row(SIGNED_IN),
    ("registrations.new_workshop", "GET"): Row(FOUNDERS),
    ("registrations.add_workshop", "POST"): Row(FOUNDERS, WORKSHOP),
    ("registrations.listing", "GET"): Row(ORGANIZERS),
    ("registrations.one", "GET"): Row(ORGANIZERS),
    ("registrations.set_roles", "POST"): Row(ORGANIZERS, {"roles": "attendee"}),
    ("registrations.own_answers", "GET"): Row(SIGNED_IN),
    ("registrations.change_answers", "POST"): Row(SIGNED_IN),
    ("registrations.form", "GET"): Row(ORGANIZERS),
    ("registrations.shape", "POST"): Row(ORGANIZERS, {"way": "open"}),
    ("registrations.preview", "GET"): Row(ORGANIZERS),
    ("registrations.new_question", "GET"): Row(ORGANIZERS),
    ("registrations.add_question", "POST"): Row(ORGANIZERS, {"text": "Which diet?"}),
    ("registrations.edit_question", "GET"): Row(ORGANIZERS),
    ("registrations.change_question", "POST"): Row(ORGANIZERS, {"text": "Which diet?"}),
    ("registrations.move_question", "POST"): Row(ORGANIZERS),
    ("registrations.remove_question", "POST"): Row(ORGANIZERS),
    ("registrations.restore_question", "POST"): Row(ORGANIZERS),
    ("registrations.codes", "GET"): Row(ORGANIZERS),
    ("registrations.add_code", "POST"): Row(ORGANIZERS, {"code": "tides-2026", "role": "attendee"}),
    ("registrations.remove_code", "POST"): Row(ORGANIZERS),
    ("registrations.put_on_waiting_list", "POST"): Row(ORGANIZERS),
    ("registrations.undo", "POST"): Row(ORGANIZERS),
    ("registrations.accept", "POST"): Row(ORGANIZERS),
    ("registrations.accept_all", "POST"): Row(ORGANIZERS),
    ("registrations.decline", "POST"): Row(ORGANIZERS),
    # archives
    ("archives.archives", "GET"): Row(LEADERS),
    ("archives.make", "POST"): Row(LEADERS),
    ("archives.one", "GET"): Row(LEADERS),
    ("archives.progress", "GET"): Row(LEADERS),
    ("archives.take", "POST"): Row("snnn nnnn nann nn"),  # it is not made yet
    ("archives.delete", "POST"): Row(LEADERS),
    # rosters
    ("rosters.new", "GET"): Row(ORGANIZERS),
    ("rosters.add", "POST"): Row(ORGANIZERS, {"name": "Person Z", "email": "z@example.org"}),
    ("rosters.start", "GET"): Row(ORGANIZERS),
    ("rosters.upload", "POST"): Row(ORGANIZERS, {"text": "name,email\nPerson Z,z@example.org\n"}),
    ("rosters.one", "GET"): Row(ORGANIZERS),
    ("rosters.columns", "GET"): Row(ORGANIZERS),
    ("rosters.understand", "POST"): Row(ORGANIZERS, {"column-0": "name", "column-1": "email"}),
    ("rosters.apply", "POST"): Row(ORGANIZERS),
    ("rosters.apply_form", "GET"): Row(ORGANIZERS),
    ("rosters.cancel", "POST"): Row(ORGANIZERS),
    ("rosters.undo", "POST"): Row(ORGANIZERS),
    ("rosters.progress", "GET"): Row(ORGANIZERS),
    ("rosters.export_form", "GET"): Row(ORGANIZERS),
    ("rosters.export", "POST"): Row(ORGANIZERS, {"column": "name", "kind": "csv"}),
    # invitations; the link of the world is that of somebody who is invited
    ("invitations.open_link", "GET"): Row(PUBLIC),
    ("invitations.accept", "POST"): Row(PUBLIC),
    ("invitations.decline", "POST"): Row(PUBLIC),
    ("invitations.ask_again", "POST"): Row(PUBLIC),
    ("invitations.invitations", "GET"): Row(ORGANIZERS),
    ("invitations.invite", "POST"): Row(ORGANIZERS, {"addresses": "z@example.org", "role": "attendee"}),
    ("invitations.invite_all_again", "POST"): Row(ORGANIZERS),
    ("invitations.invite_one_again", "POST"): Row(
        ORGANIZERS, query={"registration_id": "{invited_registration_id}"}
    ),
    ("invitations.set_reminders", "POST"): Row(ORGANIZERS, {"every_days": "3", "most": "2"}),
    # mailings; no page shows what stands in a mail
    ("mailings.mailings", "GET"): Row(ORGANIZERS),
    ("mailings.new", "GET"): Row(ORGANIZERS, query={"starter": "welcome"}),
    ("mailings.add", "POST"): Row(ORGANIZERS, MAILING),
    ("mailings.one", "GET"): Row(ORGANIZERS),
    ("mailings.change", "POST"): Row(ORGANIZERS, MAILING),
    ("mailings.delete", "POST"): Row(ORGANIZERS),
    ("mailings.try_out", "POST"): Row(ORGANIZERS),
    ("mailings.keep_template", "POST"): Row(ORGANIZERS, {"name": "Another one"}),
    ("mailings.drop_template", "POST"): Row(ORGANIZERS),
    ("mailings.ask", "GET"): Row(ORGANIZERS),
    ("mailings.send", "POST"): Row(ORGANIZERS),
    ("mailings.cancel", "POST"): Row(ORGANIZERS, query={"mailing_id": "{sent_mailing_id}"}),
    ("mailings.outbox", "GET"): Row(ORGANIZERS),
    ("mailings.retry_all", "POST"): Row(ORGANIZERS),
    ("mailings.retry_one", "POST"): Row(ORGANIZERS),
    ("mailings.forget_bounce", "POST"): Row(ORGANIZERS),
    ("mailings.whole", "GET"): Row(OPERATORS),
    ("mailings.retry_whole", "POST"): Row(OPERATORS),
    ("mailings.retry_any", "POST"): Row(OPERATORS),
    ("mailings.unsubscribe_page", "GET"): Row(PUBLIC),
    ("mailings.unsubscribe", "POST"): Row(PUBLIC),
    ("mailings.own_mail", "GET"): Row(SIGNED_IN),
    ("mailings.choose_mail", "POST"): Row(
        "saay yyyy yyaa yy", {"workshop_id": "{workshop_id}", "is_wanted": "no"}
    ),
    # certificates
    ("certificates.mine", "GET"): Row(INSIDE),
    ("certificates.make", "POST"): Row(INSIDE),
    ("certificates.download", "GET"): Row(OWN_PAPER),
    ("certificates.check", "GET"): Row(PUBLIC),
    ("certificates.genuine", "GET"): Row(PUBLIC),
    ("certificates.setup", "GET"): Row(ORGANIZERS),
    ("certificates.set_up", "POST"): Row(ORGANIZERS, {"signer": "Person A"}),
    ("certificates.preview", "GET"): Row(ORGANIZERS),
    # notebooks
    ("notebooks.notebook", "GET"): Row(INSIDE),
    ("notebooks.keep_note", "POST"): Row(INSIDE, {"note": "Remember the tide"}),
    ("notebooks.references", "GET"): Row(INSIDE),
    ("notebooks.everything", "GET"): Row(INSIDE),
    # threads
    ("threads.post", "POST"): Row(INSIDE, {"text": "hello", "client_id": "c-1"}),
    ("threads.edit_form", "GET"): Row(AUTHOR),
    ("threads.edit", "POST"): Row(AUTHOR, {"text": "better", "client_id": "c-1"}),
    ("threads.confirm", "GET"): Row(AUTHOR_OR_KEEPER),
    ("threads.delete", "POST"): Row(AUTHOR_OR_KEEPER, {"client_id": "c-1"}),
    ("threads.message", "GET"): Row(INSIDE),
    ("threads.place", "GET"): Row(INSIDE),
    ("threads.reactions", "GET"): Row(INSIDE),
    ("threads.react", "POST"): Row(INSIDE, {"reaction": "heart", "is_on": "yes", "client_id": "c-1"}),
    # notices; nobody opens those of the attendee
    ("notices.notices", "GET"): Row(INSIDE),
    ("notices.read_all", "POST"): Row(INSIDE),
    ("notices.open_one", "POST"): Row("snnn yaaa aann an"),
    # lobby, help
    ("lobby.lobby", "GET"): Row(INSIDE),
    ("help.here", "GET"): Row(PUBLIC),
    ("help.ask", "POST"): Row(INSIDE, {"text": "Where is the link?", "client_id": "c-1"}),
    ("help.desk", "GET"): Row(HELPERS),
    ("help.one", "GET"): Row(HELPERS, query={"thread_id": "{help_thread_id}"}),
    ("help.set_done", "POST"): Row(HELPERS, query={"thread_id": "{help_thread_id}"}),
    # moderation; who wrote a message cannot report it, which is a conflict and no refusal
    ("moderation.report_message_form", "GET"): Row(INSIDE),
    ("moderation.report_message", "POST"): Row(INSIDE, {"reason": "spam"}),
    ("moderation.report_form", "GET"): Row(INSIDE),
    ("moderation.report", "POST"): Row(INSIDE, {"reason": "spam"}),
    ("moderation.own", "GET"): Row(INSIDE),
    ("moderation.queue", "GET"): Row(MODERATORS),
    ("moderation.case", "GET"): Row(MODERATORS),
    ("moderation.person", "GET"): Row(MODERATORS),
    ("moderation.take", "POST"): Row(MODERATORS),
    ("moderation.note", "POST"): Row(MODERATORS, {"text": "Look at this"}),
    ("moderation.resolve", "POST"): Row(MODERATORS, {"outcome": "nothing"}),
    ("moderation.reopen", "POST"): Row(MODERATORS),
    ("moderation.message", "GET"): Row(MODERATORS),
    ("moderation.hide", "POST"): Row(MODERATORS, {"reason": "Spam"}),
    ("moderation.silence", "POST"): Row(MODERATORS, {"reason": "Spam", "length": "10"}),
    ("moderation.remove", "POST"): Row(MODERATORS, {"reason": "Spam", "length": "10"}),
    ("moderation.ban", "POST"): Row(MODERATORS, {"reason": "Spam"}),
    ("moderation.lock", "POST"): Row(MODERATORS, {"reason": "A quarrel"}),
    ("moderation.undo", "POST"): Row(MODERATORS),
    ("moderation.roles", "GET"): Row(ORGANIZERS),
    # audit
    ("audit.trail", "GET"): Row(ORGANIZERS),
    ("audit.everything", "GET"): Row(OPERATOR),
    ("audit.export", "GET"): Row(ORGANIZERS, query={"kind": "csv"}),
    ("audit.export_everything", "GET"): Row(OPERATOR, query={"kind": "csv"}),
    # programme
    ("programme.schedule", "GET"): Row(PUBLIC),
    ("programme.new_session", "GET"): Row(ORGANIZERS),
    ("programme.add_session", "POST"): Row(ORGANIZERS, SESSION),
    ("programme.edit_session", "GET"): Row(ORGANIZERS),
    ("programme.change_session", "POST"): Row(ORGANIZERS, SESSION),
    ("programme.confirm_session", "GET"): Row(ORGANIZERS),
    ("programme.delete_session", "POST"): Row(ORGANIZERS),
    ("programme.new_talk", "GET"): Row(ORGANIZERS),
    ("programme.add_talk", "POST"): Row(ORGANIZERS, SESSION),
    ("programme.edit_talk", "GET"): Row(ORGANIZERS),
    ("programme.change_talk", "POST"): Row(ORGANIZERS, SESSION),
    ("programme.confirm_talk", "GET"): Row(ORGANIZERS),
    ("programme.delete_talk", "POST"): Row(ORGANIZERS),
    ("programme.agenda", "GET"): Row(PUBLIC),
    ("programme.agenda_state", "GET"): Row(PUBLIC),
    ("programme.star", "POST"): Row(PUBLIC, {"entry": "s{session_id}", "is_on": "yes"}),
    ("programme.make_feed", "POST"): Row(SIGNED_IN),
    ("programme.end_feed", "POST"): Row(SIGNED_IN),
    ("programme.feed", "GET"): Row(
        PUBLIC
    ),  # whoever has the secret address; without it there is no such thing
    ("programme.session_calendar", "GET"): Row(PUBLIC),
    ("programme.talk_calendar", "GET"): Row(PUBLIC),
    # questions
    ("questions.board", "GET"): Row(INSIDE),
    ("questions.ask", "POST"): Row(INSIDE, {"text": "Why?", "client_id": "c-1"}),
    ("questions.vote", "POST"): Row("snnn nyyy yynn yn"),  # n for the attendee: nobody votes for their own
    ("questions.edit_form", "GET"): Row(AUTHOR),
    ("questions.edit", "POST"): Row(AUTHOR, {"text": "Why so?"}),
    ("questions.withdraw", "POST"): Row(AUTHOR),
    ("questions.chair", "GET"): Row(CHAIRS),
    ("questions.set_state", "POST"): Row(CHAIRS, {"state": "answering"}),
    ("questions.pin", "POST"): Row(CHAIRS),
    ("questions.answer_form", "GET"): Row(SPEAKER_TOO),
    ("questions.answer", "POST"): Row(SPEAKER_TOO, {"text": "Because."}),
    ("questions.set_rules", "POST"): Row(CHAIRS, {"is_open": "yes"}),
    ("questions.set_speakers", "POST"): Row(CHAIRS),
    ("questions.hand_over", "POST"): Row(CHAIRS, {"thread": "{thread_id}"}),
    # polls
    ("polls.polls", "GET"): Row(INSIDE),
    ("polls.add", "POST"): Row(CHAIRS, {**POLL, "board": "s{session_id}"}),
    ("polls.poll", "GET"): Row(INSIDE),
    ("polls.vote", "POST"): Row(INSIDE, {"numbers": "1"}),
    ("polls.edit_form", "GET"): Row(CHAIRS),
    ("polls.edit", "POST"): Row(CHAIRS, POLL),
    ("polls.delete", "POST"): Row(CHAIRS),
    ("polls.set_state", "POST"): Row(CHAIRS, {"state": "closed"}),
    ("polls.show_text", "POST"): Row(CHAIRS),
    # surveys
    ("surveys.surveys", "GET"): Row(INSIDE),
    ("surveys.survey", "GET"): Row(INSIDE),
    ("surveys.answer", "POST"): Row(INSIDE, {"edition": "1", "consent_version": "1", "has_agreed": "yes"}),
    ("surveys.results", "GET"): Row(INSIDE, query=CLOSED_SURVEY),
    ("surveys.export", "GET"): Row(LEADERS, query=CLOSED_SURVEY),
    ("surveys.new", "GET"): Row(LEADERS),
    ("surveys.add", "POST"): Row(LEADERS, SURVEY),
    ("surveys.edit", "GET"): Row(LEADERS),
    ("surveys.change", "POST"): Row(LEADERS, {**SURVEY, "consent": "We ask to learn."}),
    ("surveys.set_state", "POST"): Row(LEADERS, {"state": "open"}),
    ("surveys.publish", "POST"): Row(LEADERS),
    ("surveys.delete", "POST"): Row(LEADERS),
    ("surveys.new_question", "GET"): Row(LEADERS),
    ("surveys.add_question", "POST"): Row(LEADERS, {"title": "How was it?", "kind": "rating"}),
    ("surveys.edit_question", "GET"): Row(LEADERS),
    ("surveys.change_question", "POST"): Row(LEADERS, {"title": "How was it?", "kind": "rating"}),
    ("surveys.delete_question", "POST"): Row(LEADERS),
    ("surveys.move_question", "POST"): Row(LEADERS),
    # delays
    ("delays.late_here", "GET"): Row(CHAIRS_ALONE),
    ("delays.late", "GET"): Row(CHAIRS_ALONE),
    ("delays.move", "POST"): Row(CHAIRS_ALONE, DELAY),
    ("delays.undo", "POST"): Row(CHAIRS_ALONE),
    # announcements
    ("announcements.inbox", "GET"): Row(INSIDE),
    ("announcements.new", "GET"): Row(ANNOUNCERS),
    ("announcements.announce", "POST"): Row(
        ANNOUNCERS, {"text": "hello", "audience": "stage:{stage_id}", "minutes": "10", "client_id": "c-1"}
    ),
    ("announcements.read_all", "POST"): Row(INSIDE),
    ("announcements.dismiss", "POST"): Row(INSIDE),
    ("announcements.withdraw", "POST"): Row("snnn nnnn nynn nn"),
    ("announcements.restore", "POST"): Row("snnn nnnn nynn nn"),
    # slides
    ("slides.slides", "GET"): Row(SLIDE_MAKERS),
    ("slides.add", "POST"): Row(SLIDE_MAKERS),
    ("slides.drop", "POST"): Row(SLIDE_MAKERS),
    ("slides.draw_again", "POST"): Row(SLIDE_MAKERS),
    ("slides.one_page", "GET"): Row(INSIDE),
    ("slides.control", "GET"): Row(SLIDE_TURNERS),
    ("slides.show", "POST"): Row(SLIDE_TURNERS),
    ("slides.stop", "POST"): Row(SLIDE_TURNERS),
    ("slides.turn", "POST"): Row(SLIDE_TURNERS, {"page": "1"}),
    ("slides.annotate", "POST"): Row(SLIDE_TURNERS, {"page": "1", "text": "See the poster"}),
    # stage
    ("stage.bar", "GET"): Row(PUBLIC),
    ("stage.session", "GET"): Row(PUBLIC),
    ("stage.stage", "GET"): Row(INSIDE),
    ("stage.playlist", "GET"): Row(INSIDE),
    ("stage.segment", "GET"): Row("snnn aaaa aann an"),
    ("stage.choose_source", "POST"): Row(ANNOUNCERS, {"source": "{source_id}"}),
    ("stage.stages", "GET"): Row(ORGANIZERS),
    ("stage.new", "GET"): Row(ORGANIZERS),
    ("stage.add", "POST"): Row(ORGANIZERS, {"name": "Second", "slug": "second"}),
    ("stage.edit", "GET"): Row(ORGANIZERS),
    ("stage.change", "POST"): Row(ORGANIZERS, {"name": "Main", "slug": "main"}),
    ("stage.confirm", "GET"): Row(ORGANIZERS),
    ("stage.delete", "POST"): Row(ORGANIZERS),
    # backstage
    ("backstage.backstage", "GET"): Row(BACKSTAGE),
    ("backstage.give_signal", "POST"): Row(CHAIRS, {"signal": "five"}),
    ("backstage.set_hand", "POST"): Row(CHAIRS, {"state": "called"}),
    ("backstage.hand", "GET"): Row(INSIDE),
    ("backstage.turn_hand", "POST"): Row(INSIDE, {"is_up": "yes"}),
    # search: what is found is what each may see anyway; tests/search/test_permissions.py
    ("search.find", "GET"): Row(PUBLIC, query={"q": "tides"}),
    ("search.suggest", "GET"): Row(PUBLIC, query={"q": "tides"}),
    # screens
    ("screens.screen", "GET"): Row(INSIDE),
    ("screens.look", "GET"): Row(INSIDE),
    ("screens.by_link", "GET"): Row(PUBLIC),  # whoever has the secret address
    ("screens.look_by_link", "GET"): Row(PUBLIC),
    ("screens.manage", "GET"): Row(SCREENERS),
    ("screens.make_link", "POST"): Row(SCREENERS),
    ("screens.end_link", "POST"): Row(SCREENERS),
    ("screens.renew_code", "POST"): Row(SCREENERS),
    ("screens.close_code", "POST"): Row(SCREENERS),
    ("screens.guests", "POST"): Row("snnn nnnn nynn nn"),
    ("screens.ask_code", "GET"): Row(PUBLIC),
    ("screens.read_code", "POST"): Row(PUBLIC, {"code": "{code}"}),
    ("screens.join", "GET"): Row(PUBLIC),
    ("screens.come_in", "POST"): Row(PUBLIC),
    ("screens.hall", "GET"): Row(INSIDE),
    # posters
    ("posters.papers", "GET"): Row(PUBLIC),
    ("posters.hall", "GET"): Row(INSIDE),
    ("posters.room", "GET"): Row(INSIDE),
    ("posters.by_thread", "GET"): Row(INSIDE),
    ("posters.new_form", "GET"): Row(ORGANIZERS),
    ("posters.new", "POST"): Row(ORGANIZERS, POSTER),
    ("posters.edit_form", "GET"): Row(PRESENTER_TOO),
    ("posters.edit", "POST"): Row(PRESENTER_TOO, POSTER),
    ("posters.remove_file", "POST"): Row(PRESENTER_TOO),
    ("posters.take_down_form", "GET"): Row(ORGANIZERS),
    ("posters.take_down", "POST"): Row(ORGANIZERS),
    ("maps.walk", "GET"): Row(INSIDE),
    ("posters.stand", "POST"): Row("snnn nynn nnnn nn", {"code": "here"}),
    # knocks; their own presenter may not knock, which is a conflict and no refusal
    ("knocks.knock_form", "GET"): Row(INSIDE),
    ("knocks.knock", "POST"): Row(INSIDE, {"wish": "question"}),
    ("knocks.withdraw", "POST"): Row(INSIDE),
    ("knocks.answer", "POST"): Row("snnn nyny nynn nn", {"how": "later"}),
    ("knocks.reply", "POST"): Row("snnn nyny nynn nn", {"text": "Because."}),
    # calls
    ("calls.check", "GET"): Row(INSIDE),
    ("calls.ice", "GET"): Row(INSIDE),
    ("calls.ways", "GET"): Row(INSIDE),
    ("calls.set_link", "POST"): Row("snnn nynn nynn nn", {"link": "https://meeting.example/poster"}),
    ("calls.elsewhere", "GET"): Row(INSIDE),
    # lounge
    ("lounge.lounge", "GET"): Row(INSIDE),
    ("lounge.table", "GET"): Row(INSIDE),
    ("lounge.new_form", "GET"): Row(INSIDE),
    ("lounge.new", "POST"): Row(INSIDE, {"title": "Tea", "seats": "4"}),
    ("lounge.edit_form", "GET"): Row(TABLE_KEEPERS),
    ("lounge.edit", "POST"): Row(TABLE_KEEPERS, {"title": "Tea", "seats": "4"}),
    ("lounge.lock", "POST"): Row(TABLE_KEEPERS, {"is_locked": "no"}),
    ("lounge.close_form", "GET"): Row(TABLE_KEEPERS),
    ("lounge.close", "POST"): Row(TABLE_KEEPERS),
    ("lounge.sit", "POST"): Row(INSIDE),
    ("lounge.stand", "POST"): Row(INSIDE),
    ("lounge.ask", "POST"): Row(INSIDE),
    ("lounge.leave_queue", "POST"): Row(INSIDE),
    ("lounge.answer", "POST"): Row("snnn yyaa aann an", {"is_yes": "yes"}),
    ("posters.part_form", "GET"): Row(PRESENTER_TOO),
    ("posters.send_part", "POST"): Row(PRESENTER_TOO),
    ("posters.remove_part", "POST"): Row(PRESENTER_TOO),
    ("posters.slots", "GET"): Row(PRESENTER_TOO),
    ("posters.add_slot", "POST"): Row(ORGANIZERS, {"mode": "online", "session": "{session_id}"}),
    ("posters.slot_form", "GET"): Row(ORGANIZERS),
    ("posters.change_slot", "POST"): Row(ORGANIZERS, {"mode": "online", "session": "{session_id}"}),
    ("posters.drop_slot", "POST"): Row(ORGANIZERS),
    ("posters.split_slots", "POST"): Row(ORGANIZERS, {"session": "{session_id}"}),
    ("posters.stand_at", "POST"): Row(PRESENTER_TOO),
    ("posters.board_sessions", "GET"): Row(ORGANIZERS),
    ("posters.boards", "GET"): Row(ORGANIZERS),
    ("posters.fill", "POST"): Row(ORGANIZERS, {"posters": "{poster_id}"}),
    ("posters.labels", "GET"): Row(ORGANIZERS),
    ("posters.label", "GET"): Row(PRESENTER_TOO),
    ("posters.mine", "GET"): Row(INSIDE),
    ("posters.star", "POST"): Row(INSIDE, {"star": "{poster_id}"}),
    ("posters.seen", "POST"): Row(INSIDE),
    # rounds; a call is answered by those who were asked, which the moderator was
    ("rounds.rounds", "GET"): Row(CHAIRS_AND_HELPERS),
    ("rounds.look", "GET"): Row(CHAIRS_AND_HELPERS),
    ("rounds.send", "POST"): Row(CHAIRS),
    ("rounds.call_off", "POST"): Row(CHAIRS),
    ("rounds.answer", "POST"): Row("snnn nnna yann an", {"going": "yes"}),
    ("rounds.pin", "POST"): Row(CHAIRS),
    ("rounds.unpin", "POST"): Row(CHAIRS),
    ("rounds.figures", "GET"): Row("snnn nynn nynn nn"),
    ("rounds.figures_sheet", "GET"): Row("snnn nynn nynn nn"),
    # awards
    ("awards.awards", "GET"): Row(INSIDE),
    ("awards.vote", "POST"): Row(INSIDE, {"poster": "{seen_poster_id}"}),
    ("awards.set_state", "POST"): Row(LEADERS, {"state": "open"}),
    # tours; who walks in none is told so, which is a conflict and no refusal
    ("tours.tours", "GET"): Row(INSIDE),
    ("tours.part", "GET"): Row(INSIDE),
    ("tours.join", "POST"): Row(INSIDE),
    ("tours.leave_queue", "POST"): Row(INSIDE),
    ("tours.leave", "POST"): Row(INSIDE),
    ("tours.skip", "POST"): Row(INSIDE, {"stop": "{tour_stop_id}"}),
    ("tours.longer", "POST"): Row("snnn yynn ynnn nn", {"stop": "{tour_stop_id}"}),
    ("tours.alone", "POST"): Row(INSIDE),
    ("tours.another", "POST"): Row(INSIDE),
    ("tours.led", "POST"): Row(INSIDE, {"led": "yes"}),
    # statistics
    ("statistics.statistics", "GET"): Row(ORGANIZERS),
    ("statistics.session", "GET"): Row(ORGANIZERS),
    ("statistics.exports", "GET"): Row(ORGANIZERS),
    ("statistics.take", "GET"): Row(ORGANIZERS, query={"word": "sessions", "kind": "csv"}),
    ("statistics.take_audited", "POST"): Row(LEADERS, {"kind": "xlsx"}, query={"word": "chats"}),
    # readiness
    ("readiness.board", "GET"): Row(ORGANIZERS),
    ("readiness.sheet", "GET"): Row(ORGANIZERS),
    ("readiness.set_stand_in", "POST"): Row(
        LEADERS, {"name": "Person Z"}, query={"kind": "talk", "about_id": "{talk_id}"}
    ),
    # console
    ("console.now", "GET"): Row(ORGANIZERS),
    ("console.part", "GET"): Row(ORGANIZERS),
    ("console.set_up", "GET"): Row(ORGANIZERS),
    ("console.group", "GET"): Row(ORGANIZERS),
    # profiles; the person of the world is listed and shows a picture
    ("profiles.edit", "GET"): Row(SIGNED_IN),
    ("profiles.change", "POST"): Row(SIGNED_IN, {"line": "Who I am"}),
    ("profiles.own_picture", "GET"): Row(OWN_OF_ATTENDEE, query={"width": "64"}),
    ("profiles.listing", "GET"): Row(INSIDE),
    ("profiles.own_listing", "GET"): Row(INSIDE),
    ("profiles.change_listing", "POST"): Row(INSIDE, {"is_listed": "yes"}),
    ("profiles.set_invisible", "POST"): Row(INSIDE, {"is_on": "yes"}),
    ("profiles.one", "GET"): Row(INSIDE),
    ("profiles.picture", "GET"): Row(INSIDE, query={"width": "64"}),
    # contacts; the attendee has the card of this person, and was told hello by the presenter
    ("contacts.mine", "GET"): Row(INSIDE),
    ("contacts.say_hello", "POST"): Row(INSIDE, {"note": "Hello"}),
    ("contacts.answer", "POST"): Row(OWN_PAPER, {"answer": "accepted"}),
    ("contacts.give_card", "POST"): Row(INSIDE),
    ("contacts.withdraw_card", "POST"): Row(INSIDE),
    ("contacts.block", "POST"): Row(INSIDE),
    ("contacts.unblock", "POST"): Row(INSIDE),
    ("contacts.all_cards", "GET"): Row(INSIDE),
    ("contacts.own_card", "GET"): Row(INSIDE),
    ("contacts.own_code", "GET"): Row(INSIDE),
    ("contacts.one_card", "GET"): Row(OWN_PAPER),
    # conversations
    ("conversations.inbox", "GET"): Row(INSIDE),
    ("conversations.one", "GET"): Row(INSIDE),
    ("conversations.write", "POST"): Row(INSIDE, {"text": "hello", "client_id": "c-1"}),
    ("conversations.read", "POST"): Row(INSIDE),
    # files
    ("files.whole", "GET"): Row(INSIDE_OR_OPERATOR),
    ("files.preview", "GET"): Row(INSIDE_OR_OPERATOR),
    ("files.page_picture", "GET"): Row(INSIDE_OR_OPERATOR, query={"width": "320"}),
}

THREAD = {"thread": "{thread_id}"}
CHANGE = {**THREAD, "seq": "{seq}", "client_id": "'change'"}
STAGE = {"stage": "{stage_id}"}
WORKSHOP_HERE = {"workshop": "{workshop_id}"}
HALL = {"hall": "{workshop_id}"}
KNOCKED = {"poster": "{poster_id}"}
SEAT = {**THREAD, "seat": "{call_seat_id}"}
LOUNGE = {"lounge": "{workshop_id}"}

BOARD = {"board": "'{address}'"}
POLLS = {"board": "'s{session_id}'"}
STREAM = {"stage": "{stage_id}"}
SESSION_SLIDES = {"session": "{session_id}"}
DECK = {"deck": "{deck_id}"}
QUESTION = {"question": "{question_id}"}

COMMAND_ROWS: dict[str, Row] = {
    "threads.enter": Row("-nnn yyyy yynn yn", THREAD),
    "threads.leave": Row("-yyy yyyy yyyy yy", THREAD),
    "threads.post": Row("-nnn yyyy yynn yn", {**THREAD, "client_id": "'c-1'", "text": "'hello'"}),
    "threads.edit": Row("-nnn ynnn nnnn nn", {**CHANGE, "text": "'better'"}),
    "threads.react": Row(
        "-nnn yyyy yynn yn", {**CHANGE, "client_id": "'reaction'", "reaction": "'heart'", "is_on": "True"}
    ),
    "threads.delete": Row("-nnn yynn yynn nn", {**CHANGE, "client_id": "'deletion'"}),
    "threads.after": Row("-nnn yyyy yynn yn", {**THREAD, "after": "0"}),
    "threads.before": Row("-nnn yyyy yynn yn", {**THREAD, "before": "1"}),
    "threads.reactions": Row("-nnn yyyy yynn yn", {**THREAD, "seq": "{seq}"}),
    "notices.enter": Row("-nnn yyyy yynn yn", WORKSHOP_HERE),
    "notices.leave": Row("-yyy yyyy yyyy yy", WORKSHOP_HERE),
    "notices.read": Row("-nnn yyyy yynn yn", {**WORKSHOP_HERE, "notices": "[{notice_id}]"}),
    "help.watch": Row("-nnn nnnn yynn yn", WORKSHOP_HERE),
    "help.unwatch": Row("-yyy yyyy yyyy yy", WORKSHOP_HERE),
    "moderation.watch": Row("-nnn nnnn yynn nn", WORKSHOP_HERE),
    "moderation.unwatch": Row("-yyy yyyy yyyy yy", WORKSHOP_HERE),
    "questions.enter": Row("-nnn yyyy yynn yn", BOARD),
    "questions.enter_queue": Row("-nnn nnny yynn nn", BOARD),
    "questions.leave": Row("-yyy yyyy yyyy yy", BOARD),
    "questions.ask": Row("-nnn yyyy yynn yn", {**BOARD, "client_id": "'c-1'", "text": "'Why?'"}),
    "questions.edit": Row("-nnn ynnn nnnn nn", {**QUESTION, "text": "'Why so?'"}),
    "questions.vote": Row("-nnn nyyy yynn yn", {**QUESTION, "is_for": "True"}),
    "questions.withdraw": Row("-nnn ynnn nnnn nn", {"question": "{own_question_id}"}),
    "questions.set_state": Row("-nnn nnny yynn nn", {**QUESTION, "state": "'answering'"}),
    "questions.pin": Row("-nnn nnny yynn nn", {**QUESTION, "is_pinned": "True"}),
    "questions.answer": Row("-nnn nyny yynn nn", {**QUESTION, "text": "'Because.'"}),
    "questions.set_up": Row(
        "-nnn nnny yynn nn", {**BOARD, "is_open": "True", "allows_anonymous": "True", "is_moderated": "False"}
    ),
    "questions.hand_over": Row("-nnn nnny yynn nn", {**BOARD, "thread": "{thread_id}"}),
    "polls.enter": Row("-nnn yyyy yynn yn", POLLS),
    "polls.leave": Row("-yyy yyyy yyyy yy", POLLS),
    "polls.results": Row("-nnn ynny yynn nn", {"poll": "{poll_id}"}),  # the attendee has voted
    "polls.vote": Row("-nnn yyyy yynn yn", {"poll": "{voted_poll_id}", "numbers": "[5]"}),
    "polls.set_state": Row("-nnn nnny yynn nn", {"poll": "{poll_id}", "state": "'open'"}),
    "stage.enter": Row("-nnn yyyy yynn yn", STREAM),
    "stage.leave": Row("-yyy yyyy yyyy yy", STREAM),
    "stage.choose_source": Row("-nnn nnny nynn nn", {**STREAM, "source": "{source_id}"}),
    "programme.enter": Row("-yyy yyyy yyyy yy", {"workshop": "{workshop_id}"}),
    "programme.leave": Row("-yyy yyyy yyyy yy", {"workshop": "{workshop_id}"}),
    "delays.plan": Row(
        "-nnn nnny nynn nn", {"workshop": "{workshop_id}", "stage": "{line_id}", "minutes": "5"}
    ),
    "calls.checked": Row("-nnn yyyy yynn yn", {**WORKSHOP_HERE, "camera": "True", "microphone": "True"}),
    "stage.report": Row("-nnn yyyy yynn yn", {**STREAM, "source": "{source_id}", "state": "'plays'"}),
    "delays.move": Row(
        "-nnn nnny nynn nn",
        {
            "workshop": "{workshop_id}",
            "stage": "{line_id}",
            "minutes": "5",
            "at": "'2026-06-01T09:00:00Z'",
            "seen": "'0000000000000000'",
            "client_id": "'world'",
        },
    ),
    "delays.undo": Row("-nnn nnny nynn nn", {"workshop": "{workshop_id}", "delay": "{delay_id}"}),
    "slides.enter": Row("-nnn yyyy yynn yn", SESSION_SLIDES),
    "slides.leave": Row("-yyy yyyy yyyy yy", SESSION_SLIDES),
    "slides.show": Row("-nnn nyny nynn nn", DECK),
    "slides.turn": Row("-nnn nyny nynn nn", {**DECK, "page": "1"}),
    "slides.note": Row("-nnn nyny nynn nn", {**DECK, "page": "1", "text": "'See the poster'"}),
    "slides.stop": Row("-nnn nyny nynn nn", SESSION_SLIDES),
    "announcements.enter": Row("-nnn yyyy yynn yn", {"workshop": "{workshop_id}", "place": "'hall'"}),
    "announcements.leave": Row("-yyy yyyy yyyy yy", {"workshop": "{workshop_id}"}),
    "announcements.dismiss": Row(
        "-nnn yyyy yynn yn", {"workshop": "{workshop_id}", "announcements": "[{announcement_id}]"}
    ),
    "stage.watch_reactions": Row("-nnn yyyy yynn yn", STAGE),
    "stage.unwatch_reactions": Row("-yyy yyyy yyyy yy", STAGE),
    "stage.react": Row("-nnn yyyy yynn yn", {**STAGE, "kind": "'clap'"}),
    "backstage.enter": Row("-nnn nyyy yynn nn", STAGE),
    "backstage.leave": Row("-yyy yyyy yyyy yy", STAGE),
    "backstage.give_signal": Row("-nnn nnny yynn nn", {**STAGE, "signal": "'five'"}),
    "backstage.set_hand": Row("-nnn nnny yynn nn", {"hand": "{hand_id}", "state": "'called'"}),
    "backstage.watch_hand": Row("-nnn yyyy yynn yn", STAGE),
    "backstage.unwatch_hand": Row("-yyy yyyy yyyy yy", STAGE),
    "backstage.raise_hand": Row("-nnn yyyy yynn yn", STAGE),
    "backstage.lower_hand": Row("-nnn yyyy yynn yn", STAGE),
    "posters.watch": Row("-nnn yyyy yynn yn", HALL),
    "posters.unwatch": Row("-yyy yyyy yyyy yy", HALL),
    "maps.enter": Row("-nnn yyyy yynn yn", HALL),
    "maps.move": Row("-nnn yyyy yynn yn", {**HALL, "x": "50", "y": "60"}),
    "maps.go": Row("-nnn yyyy yynn yn", {**HALL, "area": "'p{poster_id}'"}),
    "maps.look": Row("-nnn yyyy yynn yn", HALL),
    "maps.find": Row("-nnn yyyy yynn yn", {**HALL, "words": "'the'"}),
    "maps.hide": Row("-nnn yyyy yynn yn", {**HALL, "hidden": "False"}),
    "maps.leave": Row("-yyy yyyy yyyy yy", HALL),
    "posters.stand": Row("-nnn nynn nnnn nn", {"poster": "{poster_id}", "code": "'here'"}),
    "knocks.enter": Row("-nnn yyyy yynn yn", KNOCKED),
    "knocks.leave": Row("-yyy yyyy yyyy yy", KNOCKED),
    "knocks.knock": Row("-nnn yyyy yynn yn", {"poster": "{lone_poster_id}", "wish": "'question'"}),
    "knocks.withdraw": Row("-nnn yyyy yynn yn", {"poster": "{lone_poster_id}"}),
    "knocks.answer": Row("-nnn nyny nynn nn", {"knock": "{knock_id}", "how": "'later'"}),
    "knocks.reply": Row(
        "-nnn nyny nynn nn", {"knock": "{knock_id}", "client_id": "'knock'", "text": "'Because.'"}
    ),
    "pointers.point": Row("-nnn nynn nnnn nn", {**THREAD, "page": "1", "x": "0.5", "y": "0.5"}),
    "pointers.show": Row(
        "-nnn nynn nnnn nn", {**THREAD, "page": "1", "x": "0.5", "y": "0.5", "width": "1", "height": "1"}
    ),
    "pointers.hide": Row("-nnn nynn nnnn nn", {**THREAD, "part": "'view'"}),
    # The attendee sits in the call of the poster; nobody else may speak from that seat.
    "calls.look": Row("-nnn yyyy yynn yn", THREAD),
    "calls.look_away": Row("-yyy yyyy yyyy yy", THREAD),
    "calls.join": Row("-nnn yyyy yynn yn", {**THREAD, "client_id": "'world'"}),
    "calls.hear": Row("-nnn yaaa aann an", SEAT),
    "calls.stay": Row(
        "-nnn yaaa aann an",
        {**SEAT, "audio": "True", "video": "False", "screen": "False", "is_listening": "False"},
    ),
    "calls.signal": Row("-aaa yaaa aaaa aa", {**SEAT, "to": "1", "data": "'[]'"}),
    "calls.mute": Row("-nnn nynn yynn nn", SEAT),
    "calls.remove": Row("-nnn nynn yynn nn", {**THREAD, "seat": "1000000"}),
    "calls.leave": Row("-yyy yyyy yyyy yy", SEAT),
    "lounge.watch": Row("-nnn yyyy yynn yn", LOUNGE),
    "lounge.unwatch": Row("-yyy yyyy yyyy yy", LOUNGE),
    "lounge.sit": Row("-nnn yyyy yynn yn", {**LOUNGE, "table": "{table_id}"}),
    "lounge.stand": Row("-nnn yyyy yynn yn", LOUNGE),
    "rounds.watch_pins": Row("-nnn yyyy yynn yn", HALL),
    "rounds.send": Row("-nnn nnny yynn nn", {"poster": "{board_id}", "person": "{moderator_id}"}),
    "rounds.answer": Row("-nnn nnna yann an", {"call": "{call_id}", "going": "True"}),
    "rounds.call_off": Row("-nnn nnny yynn nn", {"call": "{call_id}"}),
    "rounds.pin": Row("-nnn nnny yynn nn", {"poster": "{poster_id}"}),
    "rounds.unpin": Row("-nnn nnny yynn nn", {"poster": "{poster_id}"}),
    "awards.enter": Row("-nnn yyyy yynn yn", WORKSHOP_HERE),
    "awards.leave": Row("-yyy yyyy yyyy yy", WORKSHOP_HERE),
    "tours.watch": Row("-nnn yyyy yynn yn", WORKSHOP_HERE),
    "tours.unwatch": Row("-yyy yyyy yyyy yy", WORKSHOP_HERE),
    "posters.visit": Row("-nnn yyyy yynn yn", {"poster": "{poster_id}"}),
    "posters.took": Row("-nnn yyyy yynn yn", {"poster": "{poster_id}", "kind": "'poster'"}),
}
"""A visitor (-) has no connection at all."""

FROM_WITHIN = {"pointers.point", "pointers.show", "pointers.hide"}
"""Commands that somebody gives from within the room of the thread, if they may come in at all."""

THERE = {"thread": "{backstage_thread_id}"}
SAID_THERE = {**THERE, "seq": "{backstage_seq}"}

BACKSTAGE_THREAD_ROUTES: dict[tuple[str, str], Row] = {
    ("threads.post", "POST"): Row(BACKSTAGE, {"text": "hello", "client_id": "c-1"}),
    ("threads.edit_form", "GET"): Row("snnn nynn nnnn nn"),
    ("threads.edit", "POST"): Row("snnn nynn nnnn nn", {"text": "better", "client_id": "c-1"}),
    ("threads.confirm", "GET"): Row("snnn nynn yynn nn"),
    ("threads.delete", "POST"): Row("snnn nynn yynn nn", {"client_id": "c-1"}),
}
"""The routes of a thread once more, for the thread behind a stage; the presenter wrote its one message."""

BACKSTAGE_THREAD_COMMANDS: dict[str, Row] = {
    "threads.enter": Row("-nnn nyyy yynn nn", THERE),
    "threads.post": Row("-nnn nyyy yynn nn", {**THERE, "client_id": "'c-1'", "text": "'hello'"}),
    "threads.after": Row("-nnn nyyy yynn nn", {**THERE, "after": "0"}),
    "threads.before": Row("-nnn nyyy yynn nn", {**THERE, "before": "1"}),
    "threads.edit": Row("-nnn nynn nnnn nn", {**SAID_THERE, "client_id": "'c-2'", "text": "'better'"}),
    "threads.delete": Row("-nnn nynn yynn nn", {**SAID_THERE, "client_id": "'c-3'"}),
}

BETWEEN_TWO = {"thread": "{direct_thread_id}"}
SAID_BETWEEN_TWO = {**BETWEEN_TWO, "seq": "{direct_seq}"}

DIRECT_THREAD_ROUTES: dict[tuple[str, str], Row] = {
    ("threads.post", "POST"): Row("snnn yynn nnnn nn", {"text": "hello", "client_id": "c-1"}),
    ("threads.edit_form", "GET"): Row("snnn ynnn nnnn nn"),
    ("threads.edit", "POST"): Row("snnn ynnn nnnn nn", {"text": "better", "client_id": "c-1"}),
    ("threads.confirm", "GET"): Row("snnn ynnn nnnn nn"),
    ("threads.delete", "POST"): Row("snnn ynnn nnnn nn", {"client_id": "c-1"}),
    ("threads.message", "GET"): Row("snnn yynn nnnn nn"),
    ("threads.place", "GET"): Row("snnn yynn nnnn nn"),
    ("threads.reactions", "GET"): Row("snnn yynn nnnn nn"),
    ("threads.react", "POST"): Row(
        "snnn yynn nnnn nn", {"reaction": "heart", "is_on": "yes", "client_id": "c-1"}
    ),
}
"""The same for what the attendee wrote to the presenter: nobody else comes in, whatever they are."""

DIRECT_THREAD_COMMANDS: dict[str, Row] = {
    "threads.enter": Row("-nnn yynn nnnn nn", BETWEEN_TWO),
    "threads.post": Row("-nnn yynn nnnn nn", {**BETWEEN_TWO, "client_id": "'c-1'", "text": "'hello'"}),
    "threads.after": Row("-nnn yynn nnnn nn", {**BETWEEN_TWO, "after": "0"}),
    "threads.before": Row("-nnn yynn nnnn nn", {**BETWEEN_TWO, "before": "1"}),
    "threads.reactions": Row("-nnn yynn nnnn nn", SAID_BETWEEN_TWO),
    "threads.react": Row(
        "-nnn yynn nnnn nn",
        {**SAID_BETWEEN_TWO, "client_id": "'r-1'", "reaction": "'heart'", "is_on": "True"},
    ),
    "threads.edit": Row("-nnn ynnn nnnn nn", {**SAID_BETWEEN_TWO, "client_id": "'c-2'", "text": "'better'"}),
    "threads.delete": Row("-nnn ynnn nnnn nn", {**SAID_BETWEEN_TWO, "client_id": "'c-3'"}),
}

EVENT_ROWS: dict[str, Row] = {
    "live.drain": Row("-yyy yyyy yyyy yy"),
    "live.room_ended": Row("-nnn yyyy yynn yn"),
    "threads.message_posted": Row("-nnn yyyy yynn yn"),
    "threads.message_edited": Row("-nnn yyyy yynn yn"),
    "threads.message_deleted": Row("-nnn yyyy yynn yn"),
    "threads.people_changed": Row("-nnn yyyy yynn yn"),
    "threads.message_reacted": Row("-nnn yyyy yynn yn"),
    "threads.message_hidden": Row("-nnn yyyy yynn yn"),
    "threads.message_shown": Row("-nnn yyyy yynn yn"),
    "moderation.queue_changed": Row("-nnn nnnn yynn nn"),
    "threads.help_asked": Row("-nnn nnnn yynn yn"),
    # The presenter was mentioned, those who keep order learn of a report, and the attendee of a hidden message.
    "notices.added": Row("-nnn yynn yynn nn"),
    "notices.settled": Row("-nnn nynn nnnn nn"),
    "questions.question_changed": Row("-nnn yyyy yynn yn"),
    "questions.queue_changed": Row("-nnn nnny yynn nn"),
    "questions.board_changed": Row("-nnn yyyy yynn yn"),
    "questions.votes_counted": Row("-nnn yyyy yynn yn"),
    "polls.poll_changed": Row("-nnn yyyy yynn yn"),
    "polls.head_told": Row("-nnn yyyy yynn yn"),
    "polls.results_counted": Row("-nnn ynny yynn nn"),  # the attendee has voted, the others have not
    "stage.sources_changed": Row("-nnn yyyy yynn yn"),
    "stage.sources_told": Row("-nnn yyyy yynn yn"),
    "programme.changed": Row("-yyy yyyy yyyy yy"),
    "programme.head_told": Row("-yyy yyyy yyyy yy"),
    "slides.board_changed": Row("-nnn yyyy yynn yn"),
    "slides.page_changed": Row("-nnn yyyy yynn yn"),
    "slides.head_told": Row("-nnn yyyy yynn yn"),
    "announcements.changed": Row("-nnn yyyy yynn yn"),
    "announcements.changed_here": Row("-nnn nyyn nynn nn"),
    "announcements.head_told": Row("-nnn yyyy yynn yn"),
    "announcements.dismissed": Row("-nnn ynnn nnnn nn"),
    "stage.reacted": Row("-nnn yyyy yynn yn"),
    "backstage.hand_changed": Row("-nnn nyyy yynn nn"),
    "backstage.signalled": Row("-nnn nyyy yynn nn"),
    "backstage.told": Row("-nnn nyyy yynn nn"),
    "backstage.hand_told": Row("-nnn yyyy yynn yn"),  # to each of their own hand
    "posters.hall_changed": Row("-nnn yyyy yynn yn"),
    "posters.file_changed": Row("-nnn yyyy yynn yn"),
    "maps.appeared": Row("-nnn yyyy yynn yn"),
    "maps.moved": Row("-nnn yyyy yynn yn"),
    "maps.counted": Row("-nnn yyyy yynn yn"),
    "posters.presenter_stood": Row("-nnn yyyy yynn yn"),
    "knocks.own_changed": Row("-nnn ynnn nnnn nn"),
    "knocks.queue_changed": Row("-nnn nyny nynn nn"),
    "rounds.pins_changed": Row("-nnn yyyy yynn yn"),
    "knocks.question_marked": Row("-nnn yyyy yynn yn"),
    "pointers.pointed": Row("-nnn yyyy yynn yn"),
    "pointers.shown": Row("-nnn yyyy yynn yn"),
    "pointers.hidden": Row("-nnn yyyy yynn yn"),
    "calls.changed": Row("-nnn yyyy yynn yn"),
    "calls.signalled": Row("-nnn ynnn nnnn nn"),  # what the presenter says to the attendee's seat
    "calls.told": Row("-nnn ynnn nnnn nn"),
    "lounge.changed": Row("-nnn yyyy yynn yn"),
    "lounge.introduction_moved": Row("-nnn ynnn nnnn nn"),
    "awards.vote_moved": Row("-nnn yyyy yynn yn"),
    "tours.moved": Row("-nnn ynnn nnnn nn"),
}
