"""What people type about themselves."""

from collections.abc import Mapping

from email_validator import EmailNotValidError, validate_email

from portal.accounts.rules import Credentials, NewPerson, clean_name
from portal.errors import Invalid


def read_email(text: str) -> str:
    """An address in its normal form, lower case throughout, so that one address is one account.

    Raises Invalid. Only the form is checked, nothing is looked up.
    """
    try:
        checked = validate_email(text.strip(), check_deliverability=False, test_environment=True)
    except EmailNotValidError as error:
        told = str(error)
        raise Invalid(f"This is not a mail address: {told}", fields={"email": told}) from None
    return checked.normalized.lower()


def read_new_person(form: Mapping[str, str]) -> NewPerson:
    affiliation = " ".join(form.get("affiliation", "").split())[:160]
    return NewPerson(clean_name(form.get("name", "")), read_email(form.get("email", "")), affiliation)


def read_credentials(form: Mapping[str, str]) -> Credentials:
    """An address and a password; raises Invalid."""
    password = form.get("password", "")
    if not password:
        raise Invalid("Please type your password.", fields={"password": "is empty"})
    return Credentials(read_email(form.get("email", "")), password)
