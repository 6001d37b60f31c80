# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The plain Python layers stay free of Odoo, and the client of almost everything."""

import ast
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
ADDONS = ("loket_connector", "loket_connector_hr_timesheet")
STANDARD = frozenset(sys.stdlib_module_names)
ALLOWED = {"client": {"requests"}, "mappers": set()}


def layer_files():
    for addon in ADDONS:
        for layer in ALLOWED:
            for path in sorted((ROOT / addon / layer).rglob("*.py")):
                yield pytest.param(addon, layer, path, id=str(path.relative_to(ROOT)))


def imports(path):
    """Yield name and number of leading dots of every import."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield alias.name, 0
        elif isinstance(node, ast.ImportFrom):
            yield node.module or "", node.level
        elif (
            isinstance(node, ast.Call) and getattr(node.func, "id", "") == "__import__"
        ):
            yield "__import__", 0


@pytest.mark.parametrize(("addon", "layer", "path"), list(layer_files()))
def test_plain_layer_imports_plain_python(addon, layer, path):
    depth = len(path.relative_to(ROOT / addon / layer).parts)
    for name, level in imports(path):
        if level == 0:
            top = name.partition(".")[0]
            assert top in STANDARD | ALLOWED[layer], name
        elif layer == "client":
            assert level <= depth, f"{name} is outside the client"
        else:
            # Mappers may read the records of the client, and nothing else outside.
            inside = level <= depth or name.partition(".")[0] in ALLOWED
            assert inside, f"{name} is outside the plain layers"


def test_layers_are_found():
    assert any("client" in param.values for param in layer_files())


def test_client_works_without_odoo():
    import loket_connector.client  # noqa: F401

    assert "odoo" not in sys.modules
