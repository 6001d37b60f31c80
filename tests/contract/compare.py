# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Compares our contract with Loket's own description, both ways.

`differences(ours, real)` returns lines of text, none when they agree: paths, methods,
operation ids, parameters, media types, properties and their facts. Prose, patterns
and examples do not count. What is marked `x-source: prose` is left out, but for the
properties of a schema, of which only `nullable` may then differ.
"""

METHODS = ("get", "put", "post", "patch", "delete")
FACTS = ("type", "format", "nullable", "readOnly")
LIMITS = ("minimum", "maximum", "minLength", "maxLength", "minItems", "maxItems")


def differences(ours, real):
    """Return where two OpenAPI documents disagree on the calls of the first."""
    found = []
    for path, item in ours["paths"].items():
        for method in METHODS:
            operation = item.get(method)
            if operation is None or is_prose(operation):
                continue
            where = f"{method.upper()} {path}"
            other = real["paths"].get(path, {}).get(method)
            if other is None:
                found.append(f"{where}: unknown to Loket")
                continue
            found += _operation(operation, other, where, ours, real)
    return found


def prose_marks(node, path=""):
    """Return the places in a document that are marked as taken from prose."""
    marks = []
    if isinstance(node, dict):
        if is_prose(node):
            marks.append(path)
        for key, value in node.items():
            marks += prose_marks(value, f"{path}/{key}")
    elif isinstance(node, list):
        for position, value in enumerate(node):
            marks += prose_marks(value, f"{path}/{position}")
    return marks


def is_prose(node):
    return node.get("x-source") == "prose"


def resolve(node, document):
    """Follow references and merge allOf into one schema."""
    while "$ref" in node:
        target = document
        for name in node["$ref"].removeprefix("#/").split("/"):
            target = target[name]
        node = target
    if "allOf" not in node:
        return node
    merged = {key: value for key, value in node.items() if key != "allOf"}
    merged["properties"] = dict(merged.get("properties", {}))
    for part in node["allOf"]:
        part = resolve(part, document)
        merged["properties"].update(part.get("properties", {}))
        merged = {**part, **merged}
    return merged


def _operation(operation, other, where, ours, real):
    found = []
    if operation["operationId"] != other["operationId"]:
        found.append(f"{where}: operationId should be {other['operationId']}")
    found += _parameters(operation, other, where, ours, real)
    if ("requestBody" in operation) != ("requestBody" in other):
        found.append(f"{where}: requestBody on one side only")
    elif "requestBody" in operation:
        pair = operation["requestBody"], other["requestBody"]
        found += _contents(*pair, f"{where} body", ours, real)
        if pair[0].get("required") != pair[1].get("required"):
            found.append(f"{where}: requestBody differs in required")
    if set(operation["responses"]) != set(other["responses"]):
        found.append(f"{where}: other statuses {sorted(other['responses'])}")
    for status in set(operation["responses"]) & set(other["responses"]):
        pair = (
            resolve(operation["responses"][status], ours),
            resolve(other["responses"][status], real),
        )
        found += _contents(*pair, f"{where} {status}", ours, real)
    return found


def _parameters(operation, other, where, ours, real):
    def facts(parameters, document):
        return {
            (item["name"], item["in"]): {
                "required": bool(item.get("required")),
                "type": item["schema"].get("type"),
                "format": item["schema"].get("format"),
            }
            for item in (resolve(entry, document) for entry in parameters)
            if not is_prose(item)
        }

    mine = facts(operation.get("parameters", ()), ours)
    theirs = facts(other.get("parameters", ()), real)
    return [
        f"{where}: parameter {name[0]}: {mine.get(name)} instead of {theirs.get(name)}"
        for name in sorted(set(mine) | set(theirs))
        if mine.get(name) != theirs.get(name)
    ]


def _contents(mine, theirs, where, ours, real):
    """Compare media types; Loket's older versions of a resource may be missing."""
    contents, others = (
        {
            media_type: content
            for media_type, content in side.get("content", {}).items()
            if not is_prose(content)
        }
        for side in (mine, theirs)
    )
    found = [
        f"{where}: {name} unknown to Loket" for name in set(contents) - set(others)
    ]
    if others and max(others) not in contents:
        found.append(f"{where}: {max(others)} is missing")
    for media_type in set(contents) & set(others):
        found += _schema(
            contents[media_type]["schema"],
            others[media_type]["schema"],
            f"{where} {media_type.partition('=')[2]}",
            ours,
            real,
        )
    return found


def _schema(mine, theirs, where, ours, real):
    mine, theirs = resolve(mine, ours), resolve(theirs, real)
    found = []
    for fact in (*FACTS, *LIMITS):
        if fact == "nullable" and is_prose(mine):
            continue
        left, right = _fact(mine, fact), _fact(theirs, fact)
        if left != right:
            found.append(f"{where}: {fact} is {left} instead of {right}")
    left, right = mine.get("properties", {}), theirs.get("properties", {})
    for name in sorted(set(left) ^ set(right)):
        side = "missing here" if name in right else "unknown to Loket"
        found.append(f"{where}.{name}: {side}")
    for name in sorted(set(left) & set(right)):
        found += _schema(left[name], right[name], f"{where}.{name}", ours, real)
    if "items" in mine and "items" in theirs:
        found += _schema(mine["items"], theirs["items"], f"{where}[]", ours, real)
    return found


def _fact(schema, fact):
    if fact == "type":
        # Loket leaves out the type where properties or items tell it.
        implied = "object" if "properties" in schema else None
        return schema.get("type", "array" if "items" in schema else implied)
    if fact in ("nullable", "readOnly"):
        return bool(schema.get(fact))
    if fact in ("minimum", "maximum") and _fact(schema, "type") not in (
        "integer",
        "number",
    ):
        return None  # means nothing there, yet Loket writes it at objects
    return schema.get(fact)
