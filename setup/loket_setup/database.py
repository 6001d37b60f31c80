# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Databases: templates that are installed once, and quick copies of them."""

from __future__ import annotations

import contextlib
import json
import secrets
import shutil
from collections.abc import Iterator

from . import cache, console, odoo_log, process
from .console import SetupError, say
from .environment import ADDONS, ROOT, Environment

_TOPIC = "Database"
_PREFIX = "loket_template_"
_KEPT_TEMPLATES = 5
LANGUAGES = "en_US,nl_NL"
_SERVER_ADVICE = (
    "check PGHOST, PGPORT, PGUSER and PGPASSWORD; the user must be allowed to create"
    " databases, and may not be called postgres."
)


def execute(env: Environment, *statements: tuple | str, database: str = "postgres"):
    """Run SQL statements, each outside a transaction.

    :param statements: a statement, or a statement with a tuple of parameters.
    :return: the rows of the last one.
    """
    batch = [one if isinstance(one, tuple) else (one, None) for one in statements]
    output = process.run(
        [env.python, "-m", "loket_setup.sql", database],
        what=f"a statement on database {database}",
        next_step="" if env.postgres else _SERVER_ADVICE,
        env=env.variables(),
        text_in=json.dumps(batch),
    )
    return json.loads(output)


def exists(env: Environment, name: str) -> bool:
    """Tell whether a database is there together with its attachments."""
    if not _filestore(env, name).exists():
        return False
    return bool(execute(env, ("SELECT 1 FROM pg_database WHERE datname = %s", (name,))))


def copy(env: Environment, template: str, name: str) -> None:
    """Make a database as a copy of another one, attachments included."""
    drop(env, name)
    execute(env, f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
    shutil.copytree(_filestore(env, template), _filestore(env, name))


def drop(env: Environment, name: str) -> None:
    """Remove a database and its attachments; fine when there is none."""
    # By force: a server that was killed may still be connected.
    execute(env, f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
    shutil.rmtree(_filestore(env, name), ignore_errors=True)


@contextlib.contextmanager
def temporary(env: Environment, template: str, kind: str = "copy") -> Iterator[str]:
    """Yield the name of a copy that is dropped at the end."""
    name = f"loket_{kind}_{secrets.token_hex(4)}"
    copy(env, template, name)
    try:
        yield name
    finally:
        drop(env, name)


def template(env: Environment, *modules: str) -> str:
    """Return the name of a template with modules of Odoo, made when missing.

    Only what they depend on is installed with them, and English and Dutch.
    """
    key = cache.digest(env.odoo.key, _constraints(), LANGUAGES, *modules)

    def make(name: str) -> None:
        say(_TOPIC, f"installing {', '.join(modules)} once (about half a minute)")
        _create_empty(env, name)
        install(env, name, *modules)

    return _template(env, "_".join(modules), key, make)


def addons_template(env: Environment) -> str:
    """Return the name of a template with both add-ons, made anew when they change."""
    key = cache.digest(env.odoo.key, _constraints(), LANGUAGES, addons_key())
    base = template(env, "hr_timesheet")

    def make(name: str) -> None:
        say(_TOPIC, "installing the add-ons")
        copy(env, base, name)
        install(env, name, *ADDONS)

    return _template(env, "addons", key, make)


def addons_key() -> str:
    """Return a key of all files of the add-ons."""
    return cache.digest_tree([ROOT / name for name in ADDONS])


def install(env: Environment, name: str, *modules: str, update: bool = False) -> None:
    """Install or update modules in a database.

    :raises SetupError: when Odoo fails, logs an error, or passes a module over.
    """
    log = cache.log_path(f"install-{'-'.join(modules)}")
    options = [
        f"--{'update' if update else 'init'}={','.join(modules)}",
        f"--load-language={LANGUAGES}",
        "--skip-auto-install",
        "--stop-after-init",
        "--no-http",
    ]
    code, complaints = odoo_log.run(env.odoo_command(name, *options), env, log)
    errors = [line for line in complaints if " WARNING " not in line]
    # Odoo only warns about a module it will not install.
    query = (
        "SELECT name FROM ir_module_module"
        " WHERE state = 'installed' AND name = ANY(%s)",
        [list(modules)],
    )
    if code or errors or len(execute(env, query, database=name)) < len(modules):
        detail = "\n".join(complaints[:10]) or console.tail(log)
        raise SetupError(
            f"installing {', '.join(modules)} failed:\n{detail}", f"see {log}."
        )


def _constraints():
    return ROOT / "setup" / "constraints.txt"


def _template(env: Environment, kind: str, key: str, make) -> str:
    name = f"{_PREFIX}{kind}_{key}"
    if exists(env, name):
        return name
    with cache.lock(f"template-{kind}"):
        if not exists(env, name):
            unfinished = f"{name}_new"
            drop(env, unfinished)
            drop(env, name)
            make(unfinished)
            # Renaming makes it visible only once it is whole.
            _filestore(env, unfinished).rename(_filestore(env, name))
            execute(env, f'ALTER DATABASE "{unfinished}" RENAME TO "{name}"')
            _drop_old(env, kind)
    return name


def _drop_old(env: Environment, kind: str) -> None:
    rows = execute(
        env,
        (
            "SELECT datname FROM pg_database WHERE datname LIKE %s"
            " ORDER BY oid DESC OFFSET %s",
            (f"{_PREFIX}{kind}_%", _KEPT_TEMPLATES),
        ),
    )
    for (name,) in rows:
        drop(env, name)


def _create_empty(env: Environment, name: str) -> None:
    """Create a database as Odoo would, but for extensions the server lacks."""
    execute(
        env,
        f"CREATE DATABASE \"{name}\" ENCODING 'unicode' LC_COLLATE 'C'"
        " TEMPLATE template0",
    )
    query = "SELECT 1 FROM pg_available_extensions WHERE name = 'pg_trgm'"
    if execute(env, query, database=name):
        execute(env, "CREATE EXTENSION pg_trgm", database=name)
    _filestore(env, name).mkdir(parents=True, exist_ok=True)


def _filestore(env: Environment, name: str):
    return env.data_dir / "filestore" / name
