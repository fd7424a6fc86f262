"""Sphinx configuration of the report; `python -m ceasefires.publish render` copies it beside the pages it reads."""

from pathlib import Path

HERE = Path(__file__).parent

project = "Ceasefires"
author = "The Ceasefires collection contributors"
language = "en"
extensions = ["myst_nb", "ceasefires.publish.figures"]
exclude_patterns = ["extra", "static", "templates"]
templates_path = ["templates"]

nb_execution_mode = "off"
nb_merge_streams = True
nb_output_stderr = "error"
nb_ipywidgets_js = {}
myst_enable_extensions = ["dollarmath", "deflist"]
myst_heading_anchors = 4
myst_dmath_allow_digits = False
myst_dmath_allow_space = False
myst_url_schemes = {
    "http": None,
    "https": None,
    "mailto": None,
    "table": {"url": "_downloads/data/{{path}}"},
}

html_theme = "sphinx_book_theme"
html_title = "Ceasefires"
html_static_path = ["static"]
html_extra_path = ["extra"]
html_css_files = ["report.css", "records.css"]
html_favicon = "static/favicon.svg"
html_math_renderer = "mathml"
html_copy_source = False
html_show_sourcelink = False
html_show_search_summary = False
html_use_index = False
html_domain_indices = False
html_last_updated_fmt = None
html_context = {
    "default_mode": "auto",
    "notebooks": sorted(path.stem for path in HERE.glob("*.ipynb")),
}
html_sidebars = {"**": ["navbar-logo.html", "search-button-field.html", "sbt-sidebar-nav.html"]}
html_theme_options = {
    "article_footer_items": ["get-notebook.html"],
    "footer_content_items": [],
    "pygments_light_style": "a11y-high-contrast-light",
    "pygments_dark_style": "a11y-high-contrast-dark",
    "search_bar_text": "Search",
    "show_navbar_depth": 1,
    "toc_title": "On this page",
    "use_download_button": False,
    "use_fullscreen_button": False,
}
