"""The command line: registers the commands, each a file of `commands`, and turns a fault into a line and a code."""

import sys
from typing import Annotated

import typer

from peelian import __version__
from peelian.commands import (
    areas,
    build,
    check,
    compare,
    doctor,
    fetch,
    measures,
    new,
    open,
    pack,
    preview,
    quality,
    quarter,
    receive,
    returns,
    sent,
    setup,
    simulate,
    template,
    trace,
)
from peelian.commands.output import manner
from peelian.core.errors import PeelianError, of_machine

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    help="Peelian makes a police and crime commissioner's quarterly report, every figure bound to data.\n\n"
    "Example: peelian build examples/wiltshire 2025-26-q3",
)

ANYWHERE = ("--quiet", "--verbose")
"""Options that may stand before the command or after it."""

STOPPED = 130
"""What Typer exits with on Ctrl-C."""


def main() -> None:
    """Run a command. A fault a person can act on is one line on standard error and an exit code of its class."""
    sys.argv[1:] = sorted(sys.argv[1:], key=lambda word: word not in ANYWHERE)
    try:
        app()
    except SystemExit as ended:
        if ended.code == STOPPED:
            print("Stopped. Nothing is half done: what was not finished is as it was.", file=sys.stderr)
        raise
    except (PeelianError, OSError) as fault:
        told = fault if isinstance(fault, PeelianError) else of_machine(fault)
        print(told, file=sys.stderr)
        raise SystemExit(told.exit_code) from None
    except Exception as bug:
        if manner.verbose:
            raise
        what = " ".join(f"{type(bug).__name__}: {bug}".split())
        to_do = "run it again with --verbose, and report what it prints; nothing is half done"
        print(f"peelian: this is a fault of Peelian's own ({what}); {to_do}", file=sys.stderr)
        raise SystemExit(70) from None


@app.callback(invoke_without_command=True)
def version(
    show: Annotated[bool, typer.Option("--version", help="Print the version.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", help="Print what is wrong or was asked for, no more.")] = False,
    verbose: Annotated[bool, typer.Option("--verbose", help="Log each step with its time, on standard error.")] = False,
) -> None:
    manner.quiet, manner.verbose = quiet, verbose
    if show:
        print(f"peelian {__version__}")
        raise typer.Exit


app.command("new")(new.new)
app.command("pack")(pack.pack)
app.command("setup")(setup.setup)
app.command("template")(template.template)
app.command("receive")(receive.receive)
app.command("fetch")(fetch.fetch)
app.command("areas")(areas.areas)
app.command("returns")(returns.returns)
app.command("quarter")(quarter.quarter)
app.command("check")(check.check)
app.command("doctor")(doctor.doctor)
app.command("measures")(measures.measures)
app.command("quality")(quality.quality_of)
app.command("build")(build.build)
app.command("preview")(preview.preview)
app.command("trace")(trace.trace)
app.command("sent")(sent.sent)
app.command("compare")(compare.compare)
app.command("open")(open.open_pack)
app.command("simulate")(simulate.simulate)
