"""The command ``ceasefires``: check a folder of tables."""

import argparse
from pathlib import Path

from .check import check
from .schema import DATA


def main(arguments: list[str] | None = None) -> int:
    """Run the command line; the exit code is 1 when there is an error, 0 when there are only warnings or nothing."""
    parser = argparse.ArgumentParser(prog="ceasefires", description="The open notebook collection on ceasefires.")
    commands = parser.add_subparsers(dest="command", required=True)
    checking = commands.add_parser("check", help="print every problem of a folder of tables as a sentence")
    checking.add_argument("path", nargs="?", type=Path, default=DATA, help="the folder (default: the project's data)")
    path = parser.parse_args(arguments).path
    problems = check(path)
    for problem in problems:
        print(problem)
    errors = sum(problem.level == "error" for problem in problems)
    print(f"{path}: {_count(errors, 'error')}, {_count(len(problems) - errors, 'warning')}")
    return int(errors > 0)


def _count(number: int, noun: str) -> str:
    return f"{number or 'no'} {noun}{'' if number == 1 else 's'}"


if __name__ == "__main__":
    raise SystemExit(main())
