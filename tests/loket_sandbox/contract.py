# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The contract file as the sandbox uses it: operations, fields and bodies."""

import datetime
import functools
import re
from pathlib import Path

PATH = Path(__file__).resolve().parents[1] / "contract" / "loket.yaml"
UUID = re.compile(r"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$", re.IGNORECASE)
TYPES = {
    "string": str,
    "integer": int,
    "number": int | float,
    "boolean": bool,
    "array": list,
    "object": dict,
}
METHODS = ("get", "put", "post", "patch", "delete")


class Contract:
    """tests/contract/loket.yaml with all references followed on demand."""

    def __init__(self, path=PATH):
        import yaml

        loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
        with open(path, encoding="utf-8") as stream:
            self.document = yaml.load(stream, loader)
        self.operations = {}
        for template, item in self.document["paths"].items():
            for method in METHODS:
                if method in item:
                    operation = item[method]
                    self.operations[operation["operationId"]] = operation
                    operation["x-path"] = template
                    operation["x-method"] = method.upper()

    @classmethod
    @functools.cache
    def shared(cls):
        """Return the one contract of this process; reading it takes a moment."""
        return cls()

    # -- schemas ----------------------------------------------------------------

    def resolve(self, node):
        """Follow a reference and merge allOf; properties stay unresolved."""
        while "$ref" in node:
            target = self.document
            for name in node["$ref"].removeprefix("#/").split("/"):
                target = target[name]
            node = target
        if "allOf" not in node:
            return node
        merged = {key: value for key, value in node.items() if key != "allOf"}
        properties = dict(merged.get("properties", {}))
        for part in map(self.resolve, node["allOf"]):
            properties.update(part.get("properties", {}))
            merged = {**part, **merged}
        merged["properties"] = properties
        return merged

    def response_schema(self, operation_id, status, media_type):
        """Return the schema of an answer; KeyError when it is not in the contract."""
        responses = self.operations[operation_id]["responses"]
        response = self.resolve(responses[str(status)])
        content = response.get("content", {})
        if not content and not media_type:
            return None
        return content[media_type].get("schema", {})

    def body_schema(self, operation_id):
        """Return (media type, schema) of the one body an operation takes, or None."""
        body = self.operations[operation_id].get("requestBody")
        if body is None:
            return None
        ((media_type, content),) = body["content"].items()
        return media_type, content["schema"]

    def parameters(self, operation_id):
        """Return the resolved parameters of an operation."""
        return [
            self.resolve(parameter)
            for parameter in self.operations[operation_id].get("parameters", ())
        ]

    def row_schema(self, operation_id):
        """Return the schema of one row of a list operation."""
        operation = self.operations[operation_id]
        ((_media_type, content),) = operation["responses"]["200"]["content"].items()
        embedded = self.resolve(content["schema"])["properties"]["_embedded"]
        return self.resolve(self.resolve(embedded)["items"])

    def fields_of(self, operation_id):
        """Return a function telling whether a lower-case dotted name is a field."""
        row = self.row_schema(operation_id)

        def known(name):
            schema = row
            for part in name.split("."):
                properties = self.resolve(schema).get("properties", {})
                names = {key.lower(): key for key in properties}
                if part not in names:
                    return False
                schema = properties[names[part]]
            return True

        return known

    # -- bodies -------------------------------------------------------------------

    def body_problems(self, operation_id, body):
        """Return (code, text) for all that a body has and the contract has not.

        Of a list of records only the kind is checked: one wrong record must not
        keep Loket from storing the others. See `record_problems`.
        """
        _media_type, schema = self.body_schema(operation_id)
        schema = self.resolve(schema)
        if schema.get("type") == "array":
            schema = {"type": "array", "items": {"type": "object", "open": True}}
        found = []
        self._check(schema, body, "", found)
        return found

    def record_problems(self, operation_id, record):
        """Return the same for one record of an operation that takes a list."""
        _media_type, schema = self.body_schema(operation_id)
        found = []
        self._check(self.resolve(schema["items"]), record, "", found)
        return found

    def _check(self, schema, value, name, found):
        name = name or "body"
        if value is None:
            if not schema.get("nullable"):
                found.append(("invalid", f"{name} cannot be null"))
            return
        kind = schema.get("type", "object")
        right = isinstance(value, TYPES[kind])
        if not right or (isinstance(value, bool) and kind != "boolean"):
            found.append(("invalid", f"{name} must be of type {kind}"))
            return
        found += _limit_problems(schema, value, name)
        if kind == "array":
            item = self.resolve(schema["items"])
            for position, entry in enumerate(value):
                self._check(item, entry, f"{name}[{position}]", found)
        elif kind == "object" and not schema.get("open"):
            self._check_object(schema, value, name, found)

    def _check_object(self, schema, value, name, found):
        properties = schema.get("properties", {})
        for key, entry in value.items():
            where = key if name == "body" else f"{name}.{key}"
            if key not in properties:
                found.append(("unknown_property", f"{where} is an unknown property"))
                continue
            child = self.resolve(properties[key])
            if child.get("readOnly"):
                found.append(("read_only", f"{where} is read-only"))
            else:
                self._check(child, entry, where, found)


def _limit_problems(schema, value, name):
    found = []
    if isinstance(value, str | list):
        kind = "Length" if isinstance(value, str) else "Items"
        if (
            not schema.get(f"min{kind}", 0)
            <= len(value)
            <= schema.get(f"max{kind}", float("inf"))
        ):
            found.append(("invalid", f"{name} has an invalid length"))
    if isinstance(value, int | float) and not isinstance(value, bool):
        low = schema.get("minimum", float("-inf"))
        if not low <= value <= schema.get("maximum", float("inf")):
            found.append(("invalid", f"{name} is out of range"))
    if isinstance(value, str) and not _has_format(schema.get("format"), value):
        found.append(("invalid", f"{name} is no {schema['format']}"))
    return found


def _has_format(kind, value):
    if kind == "uuid":
        return bool(UUID.match(value))
    if kind == "date":
        return is_date(value)
    return True


def is_date(text):
    """Tell whether a text is a date as yyyy-MM-dd, the only way Loket writes one."""
    try:
        return len(text) == 10 and bool(datetime.date.fromisoformat(text))
    except ValueError:
        return False
