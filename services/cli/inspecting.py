"""``greenlane draw``: who inspects whom, made, verified, simulated, begun, published; ``greenlane credit``.

Like the other commands, these import what they need when they are called, so that help comes at once.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated, Final

import typer
from typer.core import TyperGroup

from workflows.errors import InvalidInputError

Json = Annotated[bool, typer.Option("--json", help="option.json")]
Register = Annotated[Path, typer.Argument(help="argument.register")]
Result = Annotated[Path, typer.Argument(help="argument.draw_result")]
Before = Annotated[list[Path] | None, typer.Option("--before", help="option.draws_before")]

_MAKE: Final = "make"
_DIFFERS: Final = 1


class _MakesUnlessTold(TyperGroup):
    """`greenlane draw REGISTER` is short for `greenlane draw make REGISTER`."""

    # What Typer declares here is the base of its Context, which has no public name; what it gives is its Context.
    def parse_args(self, ctx: typer.Context, args: list[str]) -> list[str]:  # type: ignore[override]
        if args and args[0] not in self.commands and args[0] not in ("--help", *ctx.help_option_names):
            args = [_MAKE, *args]
        return super().parse_args(ctx, args)


draws = typer.Typer(
    cls=_MakesUnlessTold,
    help="draw",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


@draws.command(_MAKE, help="draw.make")
def make(
    context: typer.Context,
    register: Register,
    seed: Annotated[int, typer.Option("--seed", min=0, max=(1 << 64) - 1, help="option.draw_seed")],
    rule: Annotated[str | None, typer.Option("--rule", help="option.draw_rule")] = None,
    period: Annotated[str | None, typer.Option("--period", help="option.draw_period")] = None,
    number: Annotated[int, typer.Option("--draw", min=1, help="option.draw_number")] = 1,
    before: Before = None,
    simulate: Annotated[bool, typer.Option("--simulate", help="option.simulate_draw")] = False,
    on: Annotated[datetime | None, typer.Option("--on", formats=["%Y-%m-%d"], help="option.draw_on")] = None,
    start: Annotated[bool, typer.Option("--start", help="option.start_draw")] = False,
    json: Json = False,
) -> None:
    """Draw firms and inspectors."""
    from services.cli.draw_files import inspection_lanes, read_draws, read_registers, read_rule
    from services.cli.drawing import start_draw, write_draw
    from services.cli.inspection_run import simulate_inspections
    from services.clock import present_instant
    from workflows.instants import date_of
    from workflows.supervision.double_random import draw, inspected_in
    from workflows.supervision.draw_rules import SHIPPED, rule_of

    registers = read_registers(register)
    of = rule_of(read_rule(rule or SHIPPED), registers, _period(period), number)
    drawn = draw(registers, of, seed, inspected_in(of.period, read_draws(before or [])))
    day = date_of(present_instant()) if on is None else on.date()
    simulation = simulate_inspections(drawn, registers, inspection_lanes(), day) if simulate else None
    began = start_draw(drawn, registers, present_instant()) if start else None
    write_draw(context.obj, drawn, len(registers.firms), simulation, began, as_json=json)


@draws.command("verify", help="draw.verify")
def verify(
    context: typer.Context,
    result: Result,
    register: Register,
    rule: Annotated[str | None, typer.Option("--rule", help="option.verify_rule")] = None,
    before: Before = None,
    json: Json = False,
) -> None:
    """Repeat a draw and compare."""
    from services.cli.draw_files import read_draw, read_draws, read_registers, read_rule
    from services.cli.drawing import write_verified
    from workflows.supervision.draw_results import differences

    published, registers = read_draw(result), read_registers(register)
    found = differences(
        published,
        registers,
        None if rule is None else read_rule(rule),
        None if before is None else read_draws(before),
    )
    write_verified(context.obj, published, found, as_json=json)
    raise typer.Exit(_DIFFERS if found else 0)


@draws.command("results", help="draw.results")
def results(context: typer.Context, result: Result, register: Register, json: Json = False) -> None:
    """Show what is published of the inspections that were begun."""
    from services.cli.draw_files import read_draw, read_registers
    from services.cli.drawing import live_publication, write_publication
    from services.cli.output import write_json

    found = live_publication(read_draw(result).draw, read_registers(register))
    if json:
        write_json(found)
    else:
        write_publication(context.obj, found)


def credit(
    context: typer.Context,
    applicant: Annotated[str | None, typer.Argument(help="argument.applicant")] = None,
    propose: Annotated[bool, typer.Option("--propose", help="option.propose")] = False,
    json: Json = False,
) -> None:
    """Show the credit register of live cases."""
    from services.cli.crediting import propose_listings, write_applicant, write_lists
    from services.clock import present_instant

    if propose:
        propose_listings(context.obj, present_instant())
    if applicant is None:
        write_lists(context.obj, present_instant(), as_json=json)
    else:
        write_applicant(context.obj, applicant, present_instant(), as_json=json)


def _period(given: str | None) -> str:
    """The period that was named, or the present year."""
    from re import fullmatch

    from services.clock import present_instant
    from workflows.instants import date_of

    period = f"y{date_of(present_instant()).year}" if given is None else given
    if not fullmatch(r"[a-z][a-z0-9_]{0,62}", period):
        raise InvalidInputError(
            f"expected a period of small letters, digits and _ that begins with a letter; found {period!r}. "
            "Write it as y2026 or y2026_spring."
        )
    return period
