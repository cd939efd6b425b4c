"""What people type about themselves."""

from collections.abc import Mapping

from zxcvbn import zxcvbn

from portal.accounts.rules import (
    EASY,
    LONGEST_PASSWORD,
    Credentials,
    NewPerson,
    PasswordChange,
    Profile,
    check_password,
    clean_affiliation,
    clean_name,
)
from portal.doors.parse import read_email
from portal.errors import Invalid

SAFE = 3
"""Of zxcvbn's five grades the one that it calls safely unguessable."""
MOST_CODE_SIGNS = 40


def read_profile(form: Mapping[str, str]) -> Profile:
    """A name, an affiliation and whether to be seen in halls; raises Invalid."""
    name, affiliation = clean_name(form.get("name", "")), clean_affiliation(form.get("affiliation", ""))
    return Profile(name, affiliation, form.get("is_shown") == "yes")


def read_credentials(form: Mapping[str, str]) -> Credentials:
    """An address and a password; raises Invalid."""
    password = form.get("password", "")
    if not password:
        told = "Please type your password."
        raise Invalid(told, fields={"password": told})
    return Credentials(read_email(form.get("email", "")), password)


def read_password_change(form: Mapping[str, str], about: tuple[str, ...]) -> PasswordChange:
    """The old password and a new one that is good enough; `about` are words that it may not be. Raises Invalid."""
    return PasswordChange(form.get("old_password", ""), check_password(form.get("password", ""), about=about))


def check_strength(password: str, about: tuple[str, ...]) -> None:
    """Refuse what is on the lists of common passwords, or made of the person's own words; slow for a long one.

    Raises Invalid.
    """
    words = [
        part for text in about for part in (text, *text.replace("@", " ").replace(".", " ").split()) if part
    ]
    grade = zxcvbn(password, user_inputs=words, max_length=LONGEST_PASSWORD)["score"]
    if grade < SAFE:
        raise Invalid(EASY, fields={"password": EASY})


def read_code(form: Mapping[str, str]) -> str:
    """A code as typed; raises Invalid for none."""
    code = form.get("code", "").strip()[:MOST_CODE_SIGNS]
    if not code:
        told = "Please type the code."
        raise Invalid(told, fields={"code": told})
    return code


def read_new_person(form: Mapping[str, str], name: str) -> NewPerson:
    """An address, and a name where the provider told none; raises Invalid."""
    email = read_email(form.get("email", ""))
    return NewPerson(clean_name(form.get("name", "") or name), email)
