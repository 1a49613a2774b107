"""Dependencies point one way: every import of the product is read and held against the table below."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
STAGES = "transforms.stages"
MAY_IMPORT = {
    "dags": {"dags", "scrapers", "transforms", "sql"},
    "plugins": {"plugins", "scrapers", "transforms", "sql"},
    "scrapers": {"scrapers", "sql"},
    "transforms": {"transforms"},
    "transforms.address": {"transforms", "scrapers.canonical"},
    STAGES: {"transforms", "sql"},
    "transforms.linking": {"transforms", "sql"},
    "sql": {"sql"},
    "workbench": {"workbench", "scrapers", "transforms"},
    "samples": {"samples"},
    "local": {"local", "sql", "samples", "scrapers.catalogue"},
}
HOLDERS = {"airflow": {"dags", "plugins"}, "scrapy": {"scrapers"}, "psycopg2": {"sql"}}
OURS = {name.split(".")[0] for name in MAY_IMPORT}


def imports(source: str) -> Iterator[str]:
    """Yield the dotted name of every absolute import of a module, wherever in it the import stands."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level > 0:
            yield "."


def below(name: str, parent: str) -> bool:
    return name == parent or name.startswith(parent + ".")


def violations(module: str, source: str) -> list[str]:
    """Return one line for every import in `source`, the text of the module `module`, that the table forbids."""
    package = module.split(".")[0]
    allowed = MAY_IMPORT[module if module in MAY_IMPORT else package]
    found = []
    for name in imports(source):
        top = name.split(".")[0]
        if name == ".":
            found.append(f"{module} has a relative import: name the package")
        if top in OURS and not any(below(name, each) for each in allowed):
            found.append(f"{module} may not import {name}")
        if package not in HOLDERS.get(top, {package}):
            found.append(f"{module} may not import {name}: only {' and '.join(sorted(HOLDERS[top]))} may")
    return found


def modules() -> list[tuple[str, Path]]:
    """Return the dotted name and the path of every module of the product."""
    paths = [path for package in sorted(OURS) for path in sorted((ROOT / package).rglob("*.py"))]
    return [(".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"), path) for path in paths]


@pytest.mark.parametrize(("module", "path"), modules(), ids=[name for name, _ in modules()])
def test_imports_point_one_way(module: str, path: Path) -> None:
    assert violations(module, path.read_text(encoding="utf-8")) == []


def test_every_folder_of_code_is_held() -> None:
    ignored = {"tests", "bench"}
    code = {path.parent.name for path in ROOT.glob("*/*.py")} - ignored
    assert code <= OURS, f"no rule for {sorted(code - OURS)}"


@pytest.mark.parametrize(
    ("module", "source"),
    [
        ("transforms.document", "from sql.db import connect"),
        ("transforms.stages", "import scrapers.archive"),
        ("transforms.extract.days", "def f():\n    import psycopg2"),
        ("scrapers.archive", "from transforms import dates"),
        ("scrapers.crawl", "import airflow.sdk"),
        ("dags.collect_day", "from psycopg2 import sql"),
        ("plugins.counts", "import scrapy"),
        ("sql.db", "import transforms.models as models"),
        ("local.demo", "from scrapers import crawl"),
        ("local.services", "from airflow.models import DagRun"),
        ("transforms.dates", "from .models import Page"),
    ],
)
def test_a_forbidden_import_is_found(module: str, source: str) -> None:
    assert len(violations(module, source)) == 1


@pytest.mark.parametrize(
    ("module", "source"),
    [
        ("transforms.stages", "from sql.db import connect\nfrom transforms.dates import month"),
        ("dags.collect_day", "from airflow.sdk import dag\nfrom transforms.stages import parse_pages"),
        ("local.demo", "from scrapers.catalogue import load\nfrom scrapers import catalogue\nfrom sql import db"),
        ("scrapers.spiders.site", "import scrapy\nfrom sql import db"),
    ],
)
def test_an_allowed_import_is_let_through(module: str, source: str) -> None:
    assert violations(module, source) == []
