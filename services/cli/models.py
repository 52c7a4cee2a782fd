"""`greenlane import` and `export`: models of other tools into lanes, and lanes into models.

Like the other commands, these import what they need when they are called, so that help comes at once.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from services.cli.texts import say
from workflows.errors import InvalidInputError

if TYPE_CHECKING:
    from workflows.definition.lane import Lane
    from workflows.errors import Problem
    from workflows.interchange.findings import Declared

Numbers = Annotated[Path | None, typer.Option("--parameters", help="option.parameters")]
Json = Annotated[bool, typer.Option("--json", help="option.json")]


def import_model(
    context: typer.Context,
    model: Annotated[str, typer.Argument(help="argument.model")],
    parameters: Numbers = None,
    to: Annotated[Path | None, typer.Option("--to", help="option.lane_to")] = None,
    json: Json = False,
) -> None:
    """Turn a model into a lane."""
    from services.cli.log_files import LOG_ENDINGS, is_log_file
    from services.cli.mining import write_mined
    from services.cli.output import write_json
    from services.experiments.models import MODEL_ENDINGS, imported, is_model, named_with
    from workflows.interchange.lane_text import lane_text

    if not is_model(model):
        if is_log_file(Path(model)):
            write_mined(context.obj, Path(model), None, None, to, as_json=json)
            return
        raise InvalidInputError(
            f"expected a BPMN file ({', '.join(MODEL_ENDINGS)}) or an event log ({', '.join(LOG_ENDINGS)}); found "
            f"{model!r}. Save the model as BPMN 2.0."
        )
    found = imported(named_with(model, None if parameters is None else str(parameters)))
    _tell_each(context.obj, "model.missing", found.missing)
    _tell_choices(context.obj, found.declared)
    if to is not None:
        _write(context.obj, to, lane_text(found.lane))
    elif json:
        write_json(found.lane)
    else:
        typer.echo(lane_text(found.lane), nl=False)


def export_model(
    context: typer.Context,
    lane: Annotated[str, typer.Argument(help="argument.exported")],
    to: Annotated[Path | None, typer.Option("--to", help="option.model_to")] = None,
    bpsim: Annotated[bool, typer.Option("--bpsim", help="option.bpsim")] = False,
) -> None:
    """Write a lane as a model."""
    from workflows.interchange.bpmn_writing import write_bpmn

    written = _lane_of(lane)
    called = _called_lanes(written, Path(lane).parent if Path(lane).is_file() else None)
    exported = write_bpmn(written, context.obj, bpsim=bpsim, called=called)
    _tell_each(context.obj, "model.not_said", exported.not_said)
    if to is not None:
        _write(context.obj, to, exported.text)
    else:
        typer.echo(exported.text, nl=False)


def _lane_of(name: str) -> Lane:
    from services.experiments.subjects import find_subject
    from workflows.definition.lane import Lane
    from workflows.levers.package import Package
    from workflows.levers.scenario import after

    subject = find_subject(name)
    if isinstance(subject, Package):
        raise InvalidInputError(
            f"expected one lane; found package {subject.id!r}, which has several. Name one of its scenarios."
        )
    return subject if isinstance(subject, Lane) else after(subject)


def _called_lanes(lane: Lane, folder: Path | None) -> dict[str, Lane]:
    """The lanes that a lane calls, if they are at hand; if not, its calls only name them."""
    from workflows.definition.catalogue import with_called_lanes
    from workflows.errors import InvalidFileError

    try:
        return with_called_lanes(lane, folder)
    except InvalidFileError:
        return {}


def _tell_each(language: str, key: str, problems: Sequence[Problem]) -> None:
    from services.cli.output import tell

    if problems:
        tell(say(language, key, count=len(problems)))
    for problem in problems:
        tell(str(problem))


def _tell_choices(language: str, declared: Sequence[Declared]) -> None:
    from services.cli.output import tell

    if declared:
        tell(say(language, "model.choices", count=len(declared)))
    for each in declared:
        tell(f"{each.place}: {say(language, f'model.choice.{each.choice}', **dict(each.values))}")


def _write(language: str, path: Path, text: str) -> None:
    from services.cli.output import tell, write_text

    write_text(path, text)
    tell(say(language, "model.written", path=path))
