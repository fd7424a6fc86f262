"""How the report shows what a notebook puts out: pictures and plotly figures with alt text, safe tables, sentences.

MyST-NB finds `OutputRenderer` by its entry point, and Sphinx loads this module as an extension.
"""

import json
import struct
from binascii import a2b_base64
from hashlib import sha256
from html import escape
from importlib.util import find_spec
from pathlib import Path

from docutils import nodes
from docutils.utils.math.latex2mathml import tex2mathml
from myst_nb.core.render import WIDGET_VIEW_MIMETYPE
from myst_nb.sphinx_ import HideCodeCellNode

from ceasefires.publish.markup import clean, sentence, text

PLOTLY = "application/vnd.plotly.v1+json"
IMAGES = {"image/png": ".png", "image/jpeg": ".jpg", "image/svg+xml": ".svg"}
FETCHES = ("choropleth", "densitymap", "scattergeo", "scattermap")
PLOTLY_FILE = "plotly-packed.js"
SCRIPTS = (PLOTLY_FILE, "unpack.js", "figures.js")
PROMPTS = {"above-input": "code", "below-input": "The table behind the figure", "solution": "A solution"}
HEIGHT = 450
SCROLL_BOX = '<div class="figure-scroll" role="group" aria-label="Figure" tabindex="0">'


class OutputRenderer:
    """Shows an output of a notebook cell in the report; refuses a figure without alt text."""

    known = frozenset()  # the ids of records, which become links
    mime_priority_overrides = (
        ("html", PLOTLY, 5),
        ("html", WIDGET_VIEW_MIMETYPE, None),
        ("html", "application/javascript", None),
    )

    @staticmethod
    def handle_mime(renderer, data, inline):
        """The nodes for one output of one MIME type, or None to leave it to MyST-NB."""
        if data.mime_type in IMAGES:
            return [_picture(renderer, data)]
        if data.mime_type == PLOTLY:
            return [_plotly(renderer, data)]
        if data.mime_type == "text/html":
            return [
                nodes.raw("", clean(data.string, OutputRenderer.known), format="html", classes=["output", "text_html"])
            ]
        if data.mime_type == "text/plain" and (said := sentence(data.string.strip())):
            return [nodes.paragraph(text=said, classes=["output", "computed"])]
        return None


def _alt(renderer, data, alt):
    if not str(alt or "").strip():
        renderer.logger.warning("the figure has no alt text", subtype="alt", line=data.line)
    return " ".join(str(alt or "").split())


def picture_name(content, suffix=".png"):
    """The name under which the site keeps a picture."""
    return sha256(content).hexdigest()[:16] + suffix


def _picture(renderer, data):
    metadata = data.output_metadata.get(data.mime_type, {})
    svg = data.mime_type == "image/svg+xml"
    content = data.string.encode() if svg else a2b_base64(data.content)
    name = picture_name(content, IMAGES[data.mime_type])
    image = nodes.image(uri=renderer.write_file([name], content, exists_ok=True), loading="lazy")
    image["alt"] = _alt(renderer, data, metadata.get("alt"))
    width, height = metadata.get("width"), metadata.get("height")
    if not (width and height) and content.startswith(b"\x89PNG"):
        width, height = struct.unpack(">II", content[16:24])
    if width and height:
        image["width"], image["height"] = str(width), str(height)
    link = f'<a class="take" href="_images/{name}" download>{IMAGES[data.mime_type][1:].upper()}</a>'
    frame, end, caption = (nodes.raw("", part, format="html") for part in (SCROLL_BOX, "</div>", _caption(data, link)))
    return nodes.container("", frame, image, end, caption, classes=["figure-box"])


def _caption(data, link):
    said = data.output_metadata.get(data.mime_type, {}).get("caption")
    return f'<p class="figure-caption"><span>{text(said or "")}</span> {link}</p>'


def _plotly(renderer, data):
    figure = data.content
    layout = figure.get("layout", {})
    for trace in figure.get("data", []):
        if str(trace.get("type", "")).startswith(FETCHES):
            message = f"a {trace['type']} figure fetches its map from the network, which the report never does"
            renderer.logger.warning(message, subtype="plotly", line=data.line)
    for script in SCRIPTS:
        renderer.add_js_file(script, script, {"loading_method": "defer"})
    alt = escape(_alt(renderer, data, (layout.get("meta") or {}).get("alt")))
    name = f"figure-{data.cell_index}-{data.output_index}"
    height = int(layout.get("height") or HEIGHT)
    caption = _caption(data, f'<button type="button" class="take" data-take="{name}" hidden>PNG</button>')
    body = (
        f'<div class="plotly-box"><div class="plotly-figure" id="{name}" role="figure" aria-label="{alt}" '
        f'style="height:{height}px"></div>\n'
        f'<script type="application/json" data-figure="{name}">{as_script(figure)}</script>\n'
        f'<noscript><p class="no-script">{alt}</p></noscript>{caption}</div>'
    )
    return nodes.raw("", body, format="html", classes=["output"])


def as_script(value):
    """JSON that is safe inside a script element."""
    found = json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    for character in "<>&\u2028\u2029":
        found = found.replace(character, f"\\u{ord(character):04x}")
    return found


def plotly_script():
    """Where the installed plotly keeps its JavaScript."""
    return Path(find_spec("plotly").submodule_search_locations[0]) / "package_data" / "plotly.min.js"


def _name_folds(app, doctree, docname):
    for cell in doctree.findall(nodes.container):
        solution = "solution" in cell.get("cell_metadata", {}).get("tags", [])
        for fold in cell.children:
            if isinstance(fold, HideCodeCellNode):
                place = "solution" if solution else fold["classes"][0]
                fold["prompt_show"] = fold["prompt_hide"] = PROMPTS.get(place, "more")


def _set_language(app, pagename, templatename, context, doctree):
    context["language"] = (context.get("meta") or {}).get("lang") or context["language"]


def _inline_math(self, node):
    self.body.append(tex2mathml(node.astext()))
    raise nodes.SkipNode


def _block_math(self, node):
    self.body.append(f'<div class="math">{tex2mathml(node.astext(), as_block=True)}</div>')
    raise nodes.SkipNode


def setup(app):
    """Registers folds, page languages and formulas (as MathML, which needs no script) with Sphinx."""
    app.add_html_math_renderer("mathml", (_inline_math, None), (_block_math, None))
    app.connect("doctree-resolved", _name_folds)
    app.connect("html-page-context", _set_language)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
