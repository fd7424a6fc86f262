"""How does the report get built? Aside, with every warning an error, then swapped in whole."""

import errno
import re
import time
from collections import namedtuple
from io import StringIO
from pathlib import Path

from myst_nb.core.render import load_mime_renders
from sphinx.application import Sphinx
from sphinx.errors import SphinxError
from sphinx.util.docutils import docutils_namespace, patch_docutils

from ceasefires.publish import PublishError
from ceasefires.publish.assemble import assemble
from ceasefires.publish.figures import PLOTLY_FILE, OutputRenderer
from ceasefires.publish.single import singles
from ceasefires.publish.slim import slim
from ceasefires.publish.swap import swap, workspace

Site = namedtuple("Site", "pages bytes seconds")
UNTOUCHED = "The former site is as it was."
DEAD_WEIGHT = (
    "**/*.map",
    ".buildinfo*",
    "objects.inv",
    "_static/images/logo_*",
    "_static/locales/**/*",
    "_static/scripts/fontawesome.js*",
    "_static/vendor/fontawesome/webfonts/fa-[br]*",
    "_static/*webpack-macros.html",
)
LOCATION = re.compile(
    r"^(?:\S*?/)?(?P<file>[^/:\n]+\.(?:ipynb|md|py))(?::(?P<line>\d+))?: (?:WARNING|ERROR|CRITICAL): "
)
COLOUR = re.compile(r"\x1b\[[\d;]*m")
SHOWN = 5


def render(notebooks, html, *, data="data", report="report", citation="CITATION.cff"):
    """Build the site in `html`, and each notebook as a file to send in `single` beside it, from executed notebooks.

    When that fails, the former site stays whole.
    """
    start = time.perf_counter()
    if OutputRenderer not in load_mime_renders():
        raise PublishError("MyST-NB does not know the report's figures: install the package again (make env).")
    html = Path(html).resolve()
    beside = html.with_name("single")
    if html == beside or beside.exists() and any(path.suffix != ".html" for path in beside.iterdir()):
        raise PublishError(f"{beside} is where the single files go, and holds something else: move that away.")
    try:
        with workspace(html) as work:
            assemble(Path(notebooks), work / "source", Path(data), Path(report), Path(citation))
            count = len([*(work / "source").glob("*.ipynb")])
            print(f"Rendering {count} notebooks", flush=True)
            _sphinx(work)
            _trim(work / "html")
            slim(work / "html")
            files = [path for path in (work / "html").rglob("*") if path.is_file()]
            pages, size = sum(path.suffix == ".html" for path in files), sum(path.stat().st_size for path in files)
            names = [path.stem for path in (work / "source").glob("*.ipynb")]
            singles(work / "html", names, work / "single", Path(citation))
            swap(work / "single", beside)
            swap(work / "html", html)
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise PublishError(
                f"The disk is full: the report needs about 20 MB in {html.parent}. {UNTOUCHED}"
            ) from error
        raise PublishError(f"{error.strerror or error}: {error.filename or html}. {UNTOUCHED}") from error
    return Site(pages, size, time.perf_counter() - start)


def _sphinx(work):
    source, warnings = work / "source", StringIO()
    try:
        with patch_docutils(source), docutils_namespace():
            app = Sphinx(source, source, work / "html", work / "doctrees", "html", status=None, warning=warnings)
            app.build(force_all=True)
    except SphinxError as error:
        raise PublishError(f"The report could not be built: {' '.join(str(error).split())}. {UNTOUCHED}") from error
    said = sentences(COLOUR.sub("", warnings.getvalue()))
    if said:
        if any("No space left on device" in line for line in said):
            raise OSError(errno.ENOSPC, "No space left on device")
        more = [f"… and {len(said) - SHOWN} more."] if len(said) > SHOWN else []
        raise PublishError("\n".join([*said[:SHOWN], *more, UNTOUCHED]))


def sentences(warnings):
    """Sphinx's warnings as sentences that name the notebook and the cell."""
    found = []
    for line in filter(None, map(str.strip, warnings.splitlines())):
        message = re.sub(r"\s*\[[\w.-]+\]$", "", line)
        place = LOCATION.match(message)
        said = (message[place.end() :] if place else message).rstrip(".") + "."
        name, number = (place["file"], int(place["line"] or 0)) if place and place["file"] else ("", 0)
        cell = f", cell {number // 10000}" if name.endswith(".ipynb") and number >= 10000 else ""
        found.append(f"{name}{cell}: {said}" if name else said)
    return list(dict.fromkeys(found))


def _trim(site):
    for pattern in DEAD_WEIGHT:
        for path in sorted(site.glob(pattern)):
            if path.is_file():
                path.unlink()
    if not any(PLOTLY_FILE.encode() in page.read_bytes() for page in site.glob("*.html")):
        (site / "_static" / PLOTLY_FILE).unlink()
    for path in sorted(site.rglob("*"), reverse=True):
        if path.is_dir() and not any(path.iterdir()):
            path.rmdir()
    for path in sorted([*site.glob("_static/**/*.js"), *site.glob("_static/**/*.css")]):
        text = path.read_bytes()
        if b"sourceMappingURL=" in text[-300:]:
            path.write_bytes(re.sub(rb"\n?(?://|/\*)# sourceMappingURL=\S+(?: ?\*/)?\s*$", b"\n", text))
