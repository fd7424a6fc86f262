"""`python -m ceasefires.publish render EXECUTED_NOTEBOOKS_DIR HTML_DIR`: the report from the command line."""

import argparse
import signal
import sys
from pathlib import Path

from ceasefires.publish import PublishError
from ceasefires.publish.render import render


def main(arguments=None):
    """Render the report, and say in a sentence what stood in the way when it can't be."""
    parser = argparse.ArgumentParser(prog="python -m ceasefires.publish", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    command = commands.add_parser("render", help="build the HTML report from executed notebooks")
    command.add_argument("notebooks", type=Path, help="folder of executed notebooks")
    command.add_argument("html", type=Path, help="folder the site is written to, swapped in when it is complete")
    command.add_argument("--data", type=Path, default=Path("data"), help="folder of datapackage.json and its tables")
    command.add_argument("--report", type=Path, default=Path("report"), help="folder of conf.py, index.md and the look")
    command.add_argument("--citation", type=Path, default=Path("CITATION.cff"), help="how the collection is cited")
    options = parser.parse_args(arguments)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    try:
        site = render(
            options.notebooks, options.html, data=options.data, report=options.report, citation=options.citation
        )
    except PublishError as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("Stopped: the former site is as it was.", file=sys.stderr)
        return 130
    print(f"{options.html / 'index.html'}: {site.pages} pages, {site.bytes / 1e6:.1f} MB, {site.seconds:.1f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main())
