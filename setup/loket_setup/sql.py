# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Run SQL from the environment that has the driver: a small program of its own.

Reads a JSON list of [statement, parameters] from standard input, runs them one by one
outside a transaction, and writes the rows of the last as JSON.
"""

import json
import sys

import psycopg2


def main(database: str) -> None:
    """Connect to a database of the server that the PG… variables name."""
    connection = psycopg2.connect(dbname=database)
    connection.autocommit = True
    rows: list = []
    with connection.cursor() as cursor:
        for statement, parameters in json.load(sys.stdin):
            cursor.execute(statement, parameters)
            rows = cursor.fetchall() if cursor.description else []
    connection.close()
    json.dump(rows, sys.stdout, default=str)


if __name__ == "__main__":
    try:
        main(sys.argv[1])
    except psycopg2.Error as error:
        sys.exit(str(error))
