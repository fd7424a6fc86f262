import re

from ceasefires.publish.picture import first_picture


def test_the_picture_in_the_readme_is_the_one_that_the_notebook_shows(root):
    assert (root / "report/timeline.png").read_bytes() == first_picture(root / "notebooks/03_timelines.ipynb")
    assert "](report/timeline.png)" in (root / "README.md").read_text(encoding="utf-8")


def test_every_file_that_the_readme_links_to_exists(root):
    text = (root / "README.md").read_text(encoding="utf-8")
    for target in re.findall(r"\]\((?!http)([^)#]+)\)", text):
        assert (root / target).exists(), target


def test_the_reading_order_names_every_notebook_with_its_title(root):
    import json

    text = (root / "README.md").read_text(encoding="utf-8")
    for path in sorted((root / "notebooks").glob("*.ipynb")):
        title = "".join(json.loads(path.read_text(encoding="utf-8"))["cells"][0]["source"]).splitlines()[0].lstrip("# ")
        assert f"](notebooks/{path.name}) | {title} |" in text, path.name
