"""The house as drawn: imports go down, rooms stay small, importing does nothing."""

import ast
import importlib.util
import re
import subprocess
import sys
import tomllib
from itertools import pairwise
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "searchkit"
MODULES = sorted(PACKAGE.rglob("*.py"))
MODULE_LINES = 400
FUNCTION_LINES = 60
# What `import searchkit` must not wait for: a library is imported where it is first used.
HEAVY = ("numpy", "whoosh", "click", "yaml", "Stemmer", "charset_normalizer", "dateutil", "zstandard")


def name_of(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


TEXTS = {name_of(path): path.read_text(encoding="utf-8") for path in MODULES}


def imported(name: str) -> set[str]:
    """Top-level packages a module imports, anywhere in it."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(TEXTS[name])):
        if isinstance(node, ast.Import):
            found |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found.add(node.module.partition(".")[0])
    return found


def python(code: str) -> str:
    """What a new interpreter prints."""
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", code], capture_output=True, text=True, check=False, cwd=ROOT
    )
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    return done.stdout


def test_imports_go_down_only():
    pytest.importorskip("importlinter", reason="import-linter is in the test extra")
    done = subprocess.run(
        [sys.executable, "-c", "from importlinter.cli import lint_imports_command as c; c()", "--no-cache"],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_every_room_has_its_layer_and_the_drawing_shows_it():
    with (ROOT / "pyproject.toml").open("rb") as file:
        contracts = tomllib.load(file)["tool"]["importlinter"]["contracts"]
    layers = next(c["layers"] for c in contracts if c["id"] == "layers")
    drawing = re.search(r"```layers\n(.*?)```", (ROOT / "docs" / "architecture.md").read_text(), re.DOTALL)
    assert drawing is not None
    drawn = [line.partition("  ")[0].strip() for line in drawing[1].splitlines()]
    assert drawn == layers


def test_only_the_whoosh_engine_imports_whoosh():
    engine = "searchkit.engines.whoosh"
    outside = [name for name in TEXTS if not name.startswith(engine) and "whoosh" in imported(name)]
    assert outside == []


def test_every_import_is_declared_as_a_dependency():
    with (ROOT / "pyproject.toml").open("rb") as file:
        project = tomllib.load(file)["project"]
    declared = [*project["dependencies"], *project["optional-dependencies"]["pdf"]]
    packages = {re.match(r"[\w-]+", line)[0].lower().replace("-", "_") for line in declared}
    modules = {"python_dateutil": "dateutil", "pystemmer": "stemmer", "pyyaml": "yaml"}
    names = {modules.get(package, package) for package in packages}
    used = {package for name in TEXTS for package in imported(name)} - sys.stdlib_module_names
    assert {package.lower() for package in used} - {"searchkit"} == names


def test_every_module_is_one_room_with_a_docstring():
    long = [name for name, text in TEXTS.items() if len(text.splitlines()) > MODULE_LINES]
    assert long == []
    undocumented = [name for name, text in TEXTS.items() if not ast.get_docstring(ast.parse(text))]
    assert undocumented == []


def test_every_function_fits_on_a_screen():
    long = [
        f"{name}.{node.name}"
        for name, text in TEXTS.items()
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and node.end_lineno - node.lineno >= FUNCTION_LINES
    ]
    assert long == []


def test_every_test_module_has_a_name_of_its_own():
    names = sorted(path.name for path in (ROOT / "tests").rglob("test_*.py"))
    assert [one for one, other in pairwise(names) if one == other] == []


def test_importing_searchkit_imports_nothing_heavy():
    code = f"import sys, searchkit; print(*[m for m in {HEAVY!r} if m in sys.modules])"
    assert python(code).split() == []


def test_every_public_name_is_there_and_found_where_it_says():
    code = (
        "import searchkit as sk\n"
        "from searchkit import _HOMES\n"
        "assert sorted(_HOMES) == sorted(sk.__all__), set(_HOMES) ^ set(sk.__all__)\n"
        "for name in sk.__all__:\n"
        "    getattr(sk, name)\n"
        "print(sk.__version__)\n"
    )
    assert re.fullmatch(r"\d+\.\d+\.\d+\S*\n", python(code))


def test_importing_any_module_prints_nothing_starts_nothing_and_writes_nothing():
    names = [name for name in TEXTS if not name.endswith("__main__")]
    code = (
        "import builtins, importlib, sys, threading\n"
        "opened = []\n"
        "sys.addaudithook(lambda event, args: event == 'open' and isinstance(args[1], str)\n"
        "    and set(args[1]) & set('wax+') and not str(args[0]).endswith(('.pyc', '.nbi', '.nbc'))\n"
        "    and '__pycache__' not in str(args[0]) and opened.append(args[0]))\n"
        f"for name in {names!r}:\n"
        "    importlib.import_module(name)\n"
        "assert threading.active_count() == 1\n"
        "assert opened == [], opened\n"
    )
    assert python(code) == ""


def test_the_package_says_that_it_is_typed():
    assert (PACKAGE / "py.typed").is_file()
    assert importlib.util.find_spec("searchkit") is not None
