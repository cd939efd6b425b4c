"""What people type about themselves."""

from collections.abc import Mapping

from portal.accounts.rules import (
    Credentials,
    PasswordChange,
    Profile,
    check_password,
    clean_affiliation,
    clean_name,
)
from portal.doors.parse import read_email
from portal.errors import Invalid


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
