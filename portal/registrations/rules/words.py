"""What the mails about registrations say. Nothing that a visitor typed stands in them: anybody can type any address."""


def confirmation_text(title: str, link: str, minutes: int) -> str:
    """To somebody whose address was typed into the form."""
    return (
        f"Hello,\n\nthis link confirms your registration for {title} and signs you in, once, within {minutes} minutes:"
        f"\n\n{link}\n\nIf you did not ask for it, you can forget this mail; nobody sees your address.\n"
    )


def accepted_text(title: str, link: str) -> str:
    """To somebody whom an organizer has let in."""
    return (
        f"Hello,\n\nyou are registered for {title}. The programme, the streams and the poster rooms are here:\n\n{link}"
        "\n\nSign in with the address to which this mail came; a link by mail is enough.\n"
    )


def promoted_text(title: str, link: str) -> str:
    """To somebody on the waiting list for whom a seat became free."""
    return (
        f"Hello,\n\na seat at {title} became free, and it is yours: you are registered now. The programme, the streams and"
        f" the poster rooms are here:\n\n{link}\n\nIf you cannot take it, withdraw on the page of your registration there;"
        " the next one is waiting.\n"
    )
