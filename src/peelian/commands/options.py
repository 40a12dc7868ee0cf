"""Arguments and options that several commands share."""

from pathlib import Path
from typing import Annotated

import typer

Folder = Annotated[Path, typer.Argument(help="The workspace: the folder that holds office.toml.")]
PackId = Annotated[str, typer.Argument(help="The pack, such as 2025-26-q3.")]
EngineName = Annotated[str, typer.Option("--engine", help="duckdb or spark. Default: the engine in office.toml.")]
Json = Annotated[bool, typer.Option("--json", help="Print JSON, for another program to read.")]
