"""What every notebook of the collection keeps to, each rule a function that returns its complaints as sentences.

`RULES` lists them. A cell is named by its number among the code cells, as JupyterLab shows it after a clean run.
"""

import ast
import base64
import json
import re
import statistics
from pathlib import Path

PNG = "image/png"
PLOTLY = "application/vnd.plotly.v1+json"
PATH = r"^(?!\d{4}\b)\S*[/\\]\S*$|\.(csv|json|xlsx|png|ipynb)$"  # an interval, 2020-01-27/2020-03-25, is none
TYPED_RESULT = r"\d[\d.,\s]*(?:%|per ?cent\b|pour cent\b)(?!\s*(?:confidence\s+)?interval)|\bn\s*=\s*\d+"
SMALLEST_PICTURE = 3_000  # bytes; an empty pair of axes has fewer


def read(path: Path) -> dict:
    """The notebook as it lies in the file, with the lines of each text joined and the code cells numbered."""
    notebook = json.loads(path.read_text(encoding="utf-8"))
    for cell in notebook["cells"]:
        cell["source"] = _text(cell["source"])
        cell.setdefault("outputs", [])
    for number, cell in enumerate(_code(notebook), 1):
        cell["name"] = f"code cell {number}, `{cell['source'].strip().partition(chr(10))[0]}`,"
    return notebook


def title_is_a_question(notebook):
    """The first cell is the title, and the title asks what the notebook answers."""
    first = notebook["cells"][0] if notebook["cells"] else {"cell_type": "none", "source": ""}
    title = first["source"].strip().partition("\n")[0]
    if first["cell_type"] != "markdown" or not title.startswith("# "):
        yield "the first cell is not a title: it should be Markdown and begin with `# `"
    elif not title.endswith("?"):
        yield f"the title does not end in a question mark: {title}"


def cells_are_short(notebook):
    """Half of the code cells have at most 3 lines, and none has more than 12."""
    lengths = {cell["name"]: sum(map(bool, map(str.strip, cell["source"].splitlines()))) for cell in _code(notebook)}
    if lengths and statistics.median(lengths.values()) > 3:
        yield f"the median code cell has {statistics.median(lengths.values()):g} lines, and 3 is the most"
    for name, length in lengths.items():
        if length > 12:
            yield f"{name} has {length} lines, and 12 is the most: move work into a module"


def cells_only_call(notebook):
    """Cells are plain Python that calls the package: no definitions, magics, commands or hidden results."""
    for cell, tree in _trees(notebook):
        if tree is None:
            yield f"{cell['name']} is not plain Python: no magics (%), commands (!) or help (?)"
        for node in _nodes(tree, ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef):
            yield f"{cell['name']} defines {node.name}: definitions live in lib/ceasefires, where they are tested"
        if any(line.rstrip().endswith(";") for line in cell["source"].splitlines()):
            yield f"{cell['name']} hides its result with a semicolon, so no test can see it"


def imports_come_first(notebook):
    """Everything is imported in the first code cell."""
    for cell, tree in list(_trees(notebook))[1:]:
        if _nodes(tree, ast.Import, ast.ImportFrom):
            yield f"{cell['name']} imports: imports belong in the first code cell"


def nothing_depends_on_the_machine(notebook):
    """No file path, no change of the import path, no look at the clock."""
    for cell, tree in _trees(notebook):
        for text in (node.value for node in _nodes(tree, ast.Constant) if isinstance(node.value, str)):
            if re.search(PATH, text):
                yield f"{cell['name']} names the path {text!r}: modules know where things are"
            if text in {"now", "today"}:
                yield f"{cell['name']} asks for {text!r}: the cut-off of the data is the last day there is"
        for call in _nodes(tree, ast.Call):
            name = ast.unparse(call.func).rpartition(".")[2]
            if name in {"today", "now", "utcnow"}:
                yield f"{cell['name']} calls {name}(): the cut-off of the data is the last day there is"
        if any(ast.unparse(node) == "sys.path" for node in _nodes(tree, ast.Attribute)):
            yield f"{cell['name']} changes sys.path: the package is installed"


def every_cell_was_run(notebook):
    """Each code cell ran once, in order."""
    counts = [cell.get("execution_count") for cell in _code(notebook)]
    for position, (cell, count) in enumerate(zip(_code(notebook), counts, strict=True), 1):
        if count is None:
            yield f"{cell['name']} was never run: make execute runs it"
        elif count != position:
            yield f"{cell['name']} was run as number {count} and not {position}: make execute runs all in order"


def nothing_went_wrong(notebook):
    """No error and no warning is left in the outputs, and no path of somebody's machine."""
    for cell in _code(notebook):
        for output in cell["outputs"]:
            if output["output_type"] == "error":
                yield f"{cell['name']} failed with {output['ename']}"
            if output.get("name") == "stderr":
                yield f"{cell['name']} printed a warning: {_text(output['text']).strip().partition(chr(10))[0]}"
            if found := re.search(r"(/home/|/root/|/Users/|/tmp/|\b[A-Z]:\\\\?Users)", json.dumps(_shown(output))):
                yield f"{cell['name']} shows a path of the machine it ran on ({found[1]}…)"


def figures_are_there(notebook):
    """A cell tagged `figure` shows a real picture or plot with a description, and other cells show none."""
    for cell in _code(notebook):
        drawn = [output for output in cell["outputs"] if {PNG, PLOTLY} & set(_shown(output))]
        if "figure" in _tags(cell) and not drawn:
            yield f"{cell['name']} is tagged figure and shows no picture and no plot"
        if drawn and "figure" not in _tags(cell):
            yield f"{cell['name']} shows a figure and lacks the tag figure"
        for output in drawn:
            yield from (f"{cell['name']} {complaint}" for complaint in _figure_complaints(output))


def _figure_complaints(output):
    shown = _shown(output)
    if PLOTLY in shown:
        if not shown[PLOTLY].get("data"):
            yield "shows a plot without a trace"
        alt = ((shown[PLOTLY].get("layout") or {}).get("meta") or {}).get("alt")
    else:
        size = len(base64.b64decode(_text(shown[PNG])))
        if size < SMALLEST_PICTURE:
            yield f"shows a picture of {size} bytes, which is next to empty"
        alt = output["metadata"].get(PNG, {}).get("alt")
    if not (alt or "").strip():
        yield "shows a figure without alt text: who can't see it learns nothing"


def figures_have_their_table(notebook):
    """The cell after each figure is tagged `table` and shows the rows that were drawn: nbval compares no pictures."""
    cells = notebook["cells"]
    for cell, following in zip(cells, [*cells[1:], {}], strict=True):
        if "figure" in _tags(cell) and "table" not in _tags(following):
            yield f"{cell['name']} is a figure and the next cell is not tagged table"
    for cell in _code(notebook):
        html = "".join(_text(_shown(output).get("text/html", "")) for output in cell["outputs"])
        if "table" in _tags(cell) and ("<table" not in html or "<td" not in html):
            yield f"{cell['name']} is tagged table and shows no table with rows"


def prose_states_no_results(notebook):
    """Cells compute and show results; typed in prose they would go stale. A 95 % interval is a method, not a result."""
    for cell in notebook["cells"]:
        if cell["cell_type"] == "markdown":
            for found in re.finditer(TYPED_RESULT, cell["source"]):
                yield f"the prose types the number {found[0]!r}: let a sentence() compute it"


RULES = [
    title_is_a_question,
    cells_are_short,
    cells_only_call,
    imports_come_first,
    nothing_depends_on_the_machine,
    every_cell_was_run,
    nothing_went_wrong,
    figures_are_there,
    figures_have_their_table,
    prose_states_no_results,
]


def _text(lines) -> str:
    return lines if isinstance(lines, str) else "".join(lines)


def _code(notebook) -> list[dict]:
    return [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]


def _tags(cell) -> list[str]:
    return cell.get("metadata", {}).get("tags", [])


def _shown(output) -> dict:
    """What an output shows, by mimetype; a printed text counts as plain text."""
    return output.get("data") or {"text/plain": output.get("text", "")}


def _trees(notebook):
    for cell in _code(notebook):
        try:
            yield cell, ast.parse(cell["source"])
        except SyntaxError:
            yield cell, None


def _nodes(tree, *kinds) -> list:
    return [node for node in ast.walk(tree) if isinstance(node, kinds)] if tree else []
