"""Which picture stands in the README? The first one of an executed notebook, as a file of its own."""

import base64
import json
import sys
from pathlib import Path

from ceasefires.publish import PublishError


def first_picture(notebook: Path) -> bytes:
    """The first PNG that an executed notebook shows; raises PublishError when it shows none."""
    for cell in json.loads(notebook.read_text(encoding="utf-8"))["cells"]:
        for output in cell.get("outputs", ()):
            if "image/png" in output.get("data", {}):
                return base64.b64decode("".join(output["data"]["image/png"]))
    raise PublishError(f"{notebook.name} shows no picture: execute it first.")


def keep(notebook: Path, target: Path) -> None:
    """Write the picture where the file does not hold it already, so that nothing is built again for it."""
    picture = first_picture(notebook)
    if not target.exists() or target.read_bytes() != picture:
        target.write_bytes(picture)


if __name__ == "__main__":
    keep(*map(Path, sys.argv[1:]))
