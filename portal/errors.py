"""The refusals: every way in which the portal says no, each with a code for programs and a status for HTTP."""

from collections.abc import Mapping


class Refusal(Exception):  # noqa: N818 - a refusal is an answer, not a fault
    """A request that was understood and is not carried out; the message is shown to the person as it stands."""

    code = "refused"
    status = 400

    def __init__(self, message: str, *, fields: Mapping[str, str] | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.fields = dict(fields or {})


class Invalid(Refusal):
    """What was sent cannot be read; `fields` names each bad field with its reason."""

    code = "invalid"
    status = 422


class NotSignedIn(Refusal):
    """Nobody is signed in, and the thing is not for everybody."""

    code = "not-signed-in"
    status = 401

    def __init__(self, message: str = "Please sign in first.") -> None:
        super().__init__(message)


class NotAllowed(Refusal):
    """The person is known and may not."""

    code = "not-allowed"
    status = 403

    def __init__(self, message: str = "You may not do this.") -> None:
        super().__init__(message)


class SecondFactorNeeded(NotAllowed):
    """An organizer or operator has no second factor, and the portal asks one of them."""

    code = "second-factor-needed"

    def __init__(
        self, message: str = "Organizers need a second factor here. Set one up on your account first."
    ) -> None:
        super().__init__(message)


class NotFound(Refusal):
    """There is no such thing, or it belongs to another workshop: both get this same answer."""

    code = "not-found"
    status = 404

    def __init__(self, message: str = "There is nothing here.") -> None:
        super().__init__(message)


class Conflict(Refusal):
    """It could be done at another time or in another state."""

    code = "conflict"
    status = 409


class TooLarge(Refusal):
    """What was sent is larger than the portal takes."""

    code = "too-large"
    status = 413


class TooMany(Refusal):
    """Too often; `retry_after` is in seconds."""

    code = "too-many"
    status = 429

    def __init__(self, message: str, *, retry_after: float) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class Unavailable(Refusal):
    """Something that the portal stands on does not answer; the same request may work after `retry_after` seconds."""

    code = "unavailable"
    status = 503

    def __init__(self, message: str, *, retry_after: float = 2.0) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class StorageFull(Unavailable):
    """There is no room left to keep anything new; what is kept can still be read."""

    code = "storage-full"
    status = 507

    def __init__(
        self, message: str = "The portal has no room left, so this is not kept. Please tell the organizers."
    ) -> None:
        super().__init__(message, retry_after=30)


class Draining(Refusal):
    """This server process is about to end; another one, or the next, takes the connection."""

    code = "draining"
    status = 503

    def __init__(self) -> None:
        super().__init__("The server restarts. Please come back in a moment.")
