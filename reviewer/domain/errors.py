"""Errors that a person may see; each message is one sentence that says what, where and what to do."""

from __future__ import annotations


class ReviewerError(Exception):
    """Something went wrong that the person can understand and act on."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message

    def __str__(self) -> str:
        return self.message


class InvalidInput(ReviewerError):
    """Text, a file or a value does not fit its format."""


class InvalidAnswer(InvalidInput):
    """An answer does not fit its question."""


class NotFound(ReviewerError):
    """A named thing does not exist in this workspace."""


class Refused(ReviewerError):
    """A rule of the project or of a role forbids this."""


class LeaseLost(Refused):
    """The item is no longer held by this person; the work stays as a draft."""


class AlreadyReviewed(Refused):
    """This person has already judged this item in this round."""


class Unreachable(ReviewerError):
    """The database, file or source cannot be reached now."""


class ReadOnly(Unreachable):
    """The workspace can be read but not written now; what a person enters is kept on this machine."""


class PasswordNeeded(Unreachable):
    """The server asks for a password that is not known here, or does not take the one that is (`wrong`)."""

    def __init__(self, message: str, *, wrong: bool = False) -> None:
        super().__init__(message)
        self.wrong = wrong


class NotReady(Unreachable):
    """The database on the server holds no workspace for this log-in yet."""


class NoWorkspace(NotReady):
    """The database has no workspace that can be seen: none at all, or none that is open to this log-in."""


class NotAMember(NotReady):
    """The server has a workspace, and this log-in no part in it yet."""


class Damaged(ReviewerError):
    """Stored data does not match its checksum or its schema."""


class Cancelled(ReviewerError):
    """The person stopped a long task; nothing was changed."""
