"""Every way to install gives the same versions, each of them explained, and the documented commands exist."""

import re
import subprocess
import sys
import tomllib
from importlib import metadata

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name


@pytest.fixture(scope="module")
def pins(root):
    """The constraints, by name."""
    lines = (root / "constraints.txt").read_text().splitlines()
    return {requirement.name: requirement for requirement in map(Requirement, lines)}


@pytest.fixture(scope="module")
def project(root):
    return tomllib.loads((root / "pyproject.toml").read_text())


def test_constraints_are_exact_and_name_no_address(root, pins):
    lines = (root / "constraints.txt").read_text().splitlines()
    odd = [line for line in lines if not re.fullmatch(r"[a-z0-9.-]+==[0-9][\w.+!]*( ; [\w'.<>=! ()]+)?", line)]
    assert not odd, f"constraints.txt holds more than names and exact versions: {odd}"
    assert len(lines) == len(pins), "constraints.txt pins something twice"


def test_every_dependency_is_pinned(project, pins):
    extras = project["project"]["optional-dependencies"]
    lines = project["build-system"]["requires"] + project["project"]["dependencies"] + sum(extras.values(), [])
    for requirement in map(Requirement, lines):
        if (name := canonicalize_name(requirement.name)) != "ceasefires":
            assert name in pins, f"{name} has no version in constraints.txt: make constraints"
            version = str(pins[name].specifier).removeprefix("==")
            assert requirement.specifier.contains(version), f"{name} {version} is not {requirement}: make constraints"


def test_every_extra_is_in_all(project):
    extras = project["project"]["optional-dependencies"]
    assert Requirement(extras["all"][0]).extras == set(extras) - {"all"}


def test_every_dependency_says_who_needs_it(root):
    lines = re.findall(r'^  "[a-z].*$', (root / "pyproject.toml").read_text(), flags=re.MULTILINE)
    assert lines
    unexplained = [line.strip() for line in lines if not re.search(r"# \w+", line)]
    assert not unexplained, f"no comment says who needs {unexplained}"


def test_what_is_installed_is_what_is_pinned(pins):
    installed = {canonicalize_name(each.name): each.version for each in metadata.distributions()}
    wrong = [
        f"{name} {installed.get(name)} is installed and not {pin.specifier}"
        for name, pin in pins.items()
        if (pin.marker is None or pin.marker.evaluate()) and not pin.specifier.contains(installed.get(name, "0"))
    ]
    assert not wrong, "; ".join(wrong)


def test_conda_installs_the_same(root):
    """One Python, and pip with the same constraints: a second list of versions could go out of step."""
    python, pip, with_pip = yaml.safe_load((root / "environment.yml").read_text())["dependencies"]
    assert (python, pip) == ("python=3.11", "pip")
    assert with_pip == {"pip": ["-c constraints.txt", "-e .[all]"]}
    assert "--python-version 3.11" in (root / "Makefile").read_text()


def test_make_help_explains_every_target(root):
    targets = re.findall(r"^([a-z]+):", (root / "Makefile").read_text(), flags=re.MULTILINE)
    explained = subprocess.run(["make", "-s", "help"], cwd=root, capture_output=True, text=True).stdout
    assert set(targets) - {"executed"} == set(re.findall(r"^make (\w+) +\S", explained, flags=re.MULTILINE))
    assert {"env", "report", "test", "lab", "execute", "bench", "clean"} <= set(targets)


def test_make_says_what_to_install_where_python_is_missing(root, tmp_path):
    (tmp_path / "Makefile").write_text((root / "Makefile").read_text())
    for name in ("pyproject.toml", "constraints.txt"):
        (tmp_path / name).touch()
    made = subprocess.run(["make", "-s", "env", "PYTHON=false"], cwd=tmp_path, capture_output=True, text=True)
    assert made.returncode
    assert made.stderr.startswith("Please install Python 3.11 or newer")
    assert not (tmp_path / ".venv").exists()


def test_readme_and_ci_use_the_same_commands(root):
    readme = (root / "README.md").read_text()
    assert "make report" in readme
    assert "make test" in readme
    assert (root / ".ci/run").read_text().rstrip().endswith("\nmake test")


def test_versions_agree(root):
    import ceasefires

    assert metadata.version("ceasefires") == ceasefires.__version__
    assert yaml.safe_load((root / "CITATION.cff").read_text())["version"] == ceasefires.__version__
    assert f"## {ceasefires.__version__}" in (root / "CHANGELOG.md").read_text()


def test_importing_the_package_is_cheap(root):
    code = "import sys, ceasefires; print('pandas' in sys.modules, 'load' in dir(ceasefires))"
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=root).stdout
    assert shown == "False True\n"


def test_no_address_or_machine_path_is_built_in(root):
    settings = ["pyproject.toml", "constraints.txt", "environment.yml", "Makefile", ".ci/run"]
    for name in settings:
        found = re.search(r"index-url|find-links|https?:|file:|/opt/|/root/|/home/", (root / name).read_text())
        assert not found, f"{name} names {found[0]}"
