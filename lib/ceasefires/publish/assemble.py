"""What goes into the site? The executed notebooks, the pages made from data, the look and the downloads."""

import json
import re
import shutil
import zipfile
from pathlib import Path

from ceasefires.publish import PublishError, codebook, pages
from ceasefires.publish.figures import plotly_script

TABLE_LINK = re.compile(r"\]\((?:\.\./)?data/([^)\s]+)\)")
LANGUAGE = {"name": "python", "pygments_lexer": "ipython3"}
EPOCH = (1980, 1, 1, 0, 0, 0)
PLAIN = 20_000  # bytes; a larger table is zipped, so that the site stays small


def assemble(notebooks, source, data, report, citation):
    """Write the folder that Sphinx reads."""
    contents = read_notebooks(notebooks)
    package = _read_json(data / "datapackage.json")
    if not (report / "conf.py").is_file():
        raise PublishError(f"{report} holds no conf.py: it is not the folder of the report's look.")
    shutil.copytree(report, source, ignore=shutil.ignore_patterns("__pycache__", ".*"))
    shutil.copyfile(plotly_script(), source / "static" / "plotly.min.js")
    tables = _downloads(contents, package, data, source / "extra" / "_downloads")
    files = {resource["path"]: tables[resource["name"]].file for resource in package["resources"]}
    for name, notebook in contents.items():
        _write(source / f"{name}.ipynb", json.dumps(_for_readers(notebook, files), ensure_ascii=False, sort_keys=True))
    for language, name in codebook.PAGES.items():
        _write(source / f"{name}.md", codebook.page(package, language))
    _write(source / "data.md", pages.data_page(package, tables))
    _write(source / "index.md", _index(source / "index.md", contents, package, citation))


def read_notebooks(folder):
    """The executed notebooks of a folder by name; refuses one with an error or a cell that never ran."""
    found = {}
    for path in sorted(folder.glob("*.ipynb")):
        notebook = _read_json(path)
        for number, cell in enumerate(notebook.get("cells", []), start=1):
            if cell["cell_type"] != "code" or not "".join(cell["source"]).strip():
                continue
            for output in cell["outputs"]:
                if output["output_type"] == "error":
                    raise PublishError(f"{path.name}, cell {number}: {output['ename']}: {output['evalue']}.")
            if cell.get("execution_count") is None:
                raise PublishError(f"{path.name}, cell {number} has never run: execute the notebook first.")
        found[path.stem] = notebook
    if not found:
        raise PublishError(f"There is no notebook in {folder}: execute them first.")
    return found


def _read_json(path):
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise PublishError(f"{path} is missing.") from None
    except ValueError as error:
        raise PublishError(f"{path} is not readable as JSON: {error}.") from error


def _for_readers(notebook, files):
    """The notebook with its code folded, the tables behind figures folded, and its links leading into the site."""
    cells = []
    for cell in notebook["cells"]:
        tags = list(cell["metadata"].get("tags", []))
        if cell["cell_type"] == "code":
            tags += ["hide-cell"] if "solution" in tags else ["hide-input"]
            tags += ["hide-output"] if "table" in tags else []
        else:
            source = TABLE_LINK.sub(lambda link: f"](table:{files.get(link[1], link[1])})", "".join(cell["source"]))
            cell = {**cell, "source": source}
        cells.append({**cell, "metadata": {**cell["metadata"], "tags": tags}})
    return {**notebook, "cells": cells, "metadata": {**notebook["metadata"], "language_info": LANGUAGE}}


def _without_outputs(notebook):
    cells = [
        {**cell, "outputs": [], "execution_count": None} if cell["cell_type"] == "code" else cell
        for cell in notebook["cells"]
    ]
    return json.dumps({**notebook, "cells": cells}, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def _downloads(contents, package, data, folder):
    tables, paths = {}, [resource["path"] for resource in package["resources"]]
    for name in paths:
        if Path(name).name != name or not (data / name).is_file():
            raise PublishError(f"{data / name} is missing, and {data / 'datapackage.json'} names it.")
    (folder / "data").mkdir(parents=True)
    shutil.copyfile(data / "datapackage.json", folder / "data" / "datapackage.json")
    for resource in package["resources"]:
        path, file = data / resource["path"], folder / "data" / resource["path"]
        if path.stat().st_size > PLAIN:
            file = file.with_name(f"{file.name}.zip")
            _zip(file, path)
        else:
            shutil.copyfile(path, file)
        tables[resource["name"]] = pages.Table(pages.count_rows(path), file.name, file.stat().st_size)
    (folder / "notebooks").mkdir()
    for name, notebook in contents.items():
        _write(folder / "notebooks" / f"{name}.ipynb", _without_outputs(notebook))
    return tables


def _zip(archive, path):
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as opened:
        entry = zipfile.ZipInfo(path.name, EPOCH)
        opened.writestr(entry, path.read_bytes(), zipfile.ZIP_DEFLATED, compresslevel=9)


def _index(path, contents, package, citation):
    filled = {
        "reading-order": pages.reading_order(contents),
        "downloads": pages.downloads(package),
        "citation": pages.citation(citation.read_text(encoding="utf-8")) if citation.is_file() else "",
        "contents": pages.contents(contents),
    }
    page = path.read_text(encoding="utf-8")
    for marker in pages.MARKERS:
        page = page.replace(f"<!-- {marker} -->", filled[marker])
    return page


def _write(path, content):
    path.write_text(content, encoding="utf-8", newline="\n")
