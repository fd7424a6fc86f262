"""What goes into the site? The executed notebooks, the pages made from data, the look and the downloads."""

import json
import shutil
import zipfile
from hashlib import sha256
from pathlib import Path

from ceasefires.publish import PublishError, cite, codebook, front, pages, readers, records
from ceasefires.publish.figures import PLOTLY_FILE, OutputRenderer, plotly_script
from ceasefires.publish.pack import packed

EPOCH = (1980, 1, 1, 0, 0, 0)
PLAIN = 20_000  # bytes; a larger table is zipped, so that the site stays small


def assemble(notebooks, source, data, report, citation):
    """Write the folder that Sphinx reads."""
    contents = read_notebooks(notebooks)
    package = _read_json(data / "datapackage.json")
    if not (report / "conf.py").is_file():
        raise PublishError(f"{report} holds no conf.py: it is not the folder of the report's look.")
    shutil.copytree(report, source, ignore=shutil.ignore_patterns("__pycache__", ".*"))
    downloads = source / "extra" / "_downloads"
    sizes = _downloads(contents, package, data, downloads)
    rows = records.read(package, data)
    known = OutputRenderer.known = records.addresses(package, rows)
    files = {resource["path"]: sizes[resource["name"]].file for resource in package["resources"]}
    for name, notebook in contents.items():
        copy = readers.copy(notebook, files, records.cut_off(rows))
        _write(source / f"{name}.ipynb", json.dumps(copy, ensure_ascii=False, sort_keys=True))
    for language, name in codebook.PAGES.items():
        _write(source / f"{name}.md", codebook.page(package, language, known))
    script = records.script(package, rows)
    _write(source / "static" / "records-data.js", script)
    _write(source / "static" / PLOTLY_FILE, packed("plotly", plotly_script().read_text(encoding="utf-8")))
    _write(source / "records.md", records.page(package, rows, sha256(script.encode()).hexdigest()[:8]))
    _write(source / "data.md", pages.data_page(package, sizes))
    _write(source / "index.md", _index(source / "index.md", contents, package, rows, citation))
    if citation.is_file():
        cite.files(citation, downloads)


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
        _write(folder / "notebooks" / f"{name}.ipynb", readers.without_outputs(notebook))
    return tables


def _zip(archive, path):
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as opened:
        entry = zipfile.ZipInfo(path.name, EPOCH)
        opened.writestr(entry, path.read_bytes(), zipfile.ZIP_DEFLATED, compresslevel=9)


def _index(path, contents, package, tables, citation):
    filled = {
        "hero": front.hero(contents),
        "find": front.find(package, tables),
        "findings": front.findings(contents),
        "reading-order": pages.reading_order(contents),
        "downloads": pages.downloads(package),
        "citation": cite.formats(citation.read_text(encoding="utf-8")) if citation.is_file() else "",
        "contents": pages.contents(contents),
    }
    page = path.read_text(encoding="utf-8")
    for marker in pages.MARKERS:
        page = page.replace(f"<!-- {marker} -->", filled[marker])
    return page


def _write(path, content):
    path.write_text(content, encoding="utf-8", newline="\n")
