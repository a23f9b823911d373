"""What can be wrong, in one shape: a code for programs, a sentence for people, details for both.

Rules raise these; `wire.py` says how they look over HTTP, commands print the sentence.
"""

from typing import Any


class Problem(Exception):
    """A request that cannot be met. `message` says what, where and how to mend it."""

    status = 400
    code = "bad_request"

    def __init__(self, message: str, *, code: str | None = None, **detail: Any) -> None:
        super().__init__(str(message))
        self.message = message
        self.code = code or self.code
        self.detail = detail


class Invalid(Problem):
    """A value that breaks a rule; `field` in the detail names the place."""

    code = "bad_value"


class NotFound(Problem):
    """It does not exist, or the asker may not know that it does."""

    status = 404
    code = "not_found"


class NotSignedIn(Problem):
    status = 401
    code = "not_signed_in"


class Forbidden(Problem):
    """The asker may see this but not do that."""

    status = 403
    code = "forbidden"


class Conflict(Problem):
    """Somebody else was first, or the thing is no longer in the state that this needs."""

    status = 409
    code = "conflict"


class TooMany(Problem):
    status = 429
    code = "too_many"


class TooLarge(Problem):
    """More than is taken at once."""

    status = 413
    code = "too_large"
