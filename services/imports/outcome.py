"""What the process that takes a file in says of it."""

from __future__ import annotations

from workflows.definition.provenance import Frozen
from workflows.errors import GreenlaneError, InvalidFileError, InvalidInputError, Place, Problem


class FoundWrong(Frozen):
    """One thing that is wrong with a file."""

    code: str
    file: str | None
    line: int | None
    path: str | None
    expected: str
    found: str
    remedy: str


class Refusal(Frozen):
    """Why a file is not taken in.

    Parameters
    ----------
    message : if it is about the file as a whole
    problems : else, what is wrong with it
    """

    message: str = ""
    problems: tuple[FoundWrong, ...] = ()

    @classmethod
    def of_file(cls, error: InvalidFileError) -> Refusal:
        """What an error says, as data."""
        return cls(
            problems=tuple(
                FoundWrong(
                    code=each.code,
                    file=each.place.file,
                    line=each.place.line,
                    path=each.place.path,
                    expected=each.expected,
                    found=each.found,
                    remedy=each.remedy,
                )
                for each in error.problems
            )
        )

    def error(self) -> GreenlaneError:
        """The same as an error again."""
        if not self.problems:
            return InvalidInputError(self.message)
        return InvalidFileError(
            [
                Problem(each.code, Place(each.file, each.line, each.path), each.expected, each.found, each.remedy)
                for each in self.problems
            ]
        )
