# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Holds every request and every answer against the contract file.

The judge is openapi-schema-validator, not the code that made the answer. Answers
are held to more than the contract: all properties it names and no other, so that
a field forgotten by the sandbox is found.
"""

import json

from openapi_schema_validator import (
    OAS30ReadValidator,
    OAS30WriteValidator,
    oas30_format_checker,
)

FORM = "application/x-www-form-urlencoded"
OPERATIONS = {("GET", "/authorize"): "Authorize", ("POST", "/token"): "Token"}


class Checker:
    """Collects `violations`: lines of text, never with a value that was sent."""

    def __init__(self, contract):
        self.contract = contract
        self.violations = []
        self._good_rows = set()
        self._made = {}

    def check(self, request, response, route):
        if route is None:
            operation_id = OPERATIONS.get((request.method, request.path))
        else:
            operation_id = route.operation
        where = f"{request.method} {request.path}"
        if operation_id not in self.contract.operations:
            # The buttons of the sign-in page are no part of the contract.
            if request.path != "/authorize":
                self._add(where, "this call is not in the contract")
            return
        self._check_request(operation_id, request, where)
        self._check_response(operation_id, response, where)

    def _cached(self, key, make, *arguments):
        if key not in self._made:
            self._made[key] = make(*arguments)
        return self._made[key]

    def _add(self, where, text):
        self.violations.append(f"{where}: {text}")

    # -- requests -----------------------------------------------------------------

    def _check_request(self, operation_id, request, where):
        given = {
            "query": request.args.to_dict(),
            "header": dict(request.headers),
            "path": None,
        }
        parameters = self.contract.parameters(operation_id)
        known = {item["name"] for item in parameters if item["in"] == "query"}
        for name in set(given["query"]) - known:
            self._add(where, f"request: unknown parameter {name}")
        for parameter in parameters:
            values = given[parameter["in"]]
            if values is None:
                continue
            if parameter["name"] not in values:
                if parameter.get("required"):
                    self._add(where, f"request: {parameter['name']} is missing")
                continue
            value = _typed(values[parameter["name"]], parameter["schema"])
            validator = OAS30WriteValidator(
                parameter["schema"], format_checker=oas30_format_checker
            )
            for error in validator.iter_errors(value):
                name = parameter["name"]
                self._add(where, f"request: {name} breaks {error.validator}")
        self._check_body(operation_id, request, where)

    def _check_body(self, operation_id, request, where):
        expected = self.contract.body_schema(operation_id)
        data = request.get_data(as_text=True)
        if expected is None:
            if data:
                self._add(where, "request: this call takes no body")
            return
        media_type, _schema = expected
        sent = request.headers.get("Content-Type", "").replace(" ", "")
        if sent != media_type:
            self._add(where, f"request: Content-Type is not {media_type}")
        if media_type == FORM:
            body = request.form.to_dict()
        else:
            try:
                body = json.loads(data)
            except ValueError:
                self._add(where, "request: the body is no JSON")
                return
        validator = self._cached(operation_id, self._body_validator, operation_id)
        for error in validator.iter_errors(body):
            self._add(where, f"request: {_place(error)} breaks {error.validator}")

    def _body_validator(self, operation_id):
        _media_type, schema = self.contract.body_schema(operation_id)
        return OAS30WriteValidator(
            self._whole(schema), format_checker=oas30_format_checker
        )

    # -- answers ------------------------------------------------------------------

    def _check_response(self, operation_id, response, where):
        status = response.status_code
        operation = self.contract.operations[operation_id]
        if str(status) not in operation["responses"]:
            self._add(where, f"answer: status {status} is not in the contract")
            return
        declared = self.contract.resolve(operation["responses"][str(status)])
        if "content" not in declared:
            return
        media_type = response.content_type
        if media_type.startswith("text/"):
            media_type = media_type.split(";")[0]
        if media_type not in declared["content"]:
            self._add(where, f"answer: {status} as {media_type} is not in the contract")
            return
        if "json" not in media_type:
            return
        body = json.loads(response.get_data(as_text=True))
        self._check_json(operation_id, status, media_type, body, where)

    def _check_json(self, operation_id, status, media_type, body, where):
        wanted = (operation_id, status, media_type)
        envelope, row = self._cached(wanted, self._validators, *wanted)
        rows = []
        if row is not None and isinstance(body.get("_embedded"), list):
            rows = body["_embedded"]
            body = {**body, "_embedded": []}
        for error in envelope.iter_errors(body):
            self._add(where, f"answer {status}: {_place(error)} {error.message[:90]}")
        for item in rows:
            # Judging a row costs milliseconds; the same row comes back often.
            text = operation_id + json.dumps(item, sort_keys=True)
            if text in self._good_rows:
                continue
            errors = list(row.iter_errors(item))
            for error in errors[:5]:
                self._add(where, f"answer: row: {_place(error)} {error.message[:90]}")
            if not errors:
                self._good_rows.add(text)

    def _validators(self, operation_id, status, media_type):
        schema = self.contract.response_schema(operation_id, status, media_type)
        whole = self._whole(schema, complete=status < 400)
        row = None
        embedded = whole.get("properties", {}).get("_embedded")
        if embedded:
            row = OAS30ReadValidator(
                embedded["items"], format_checker=oas30_format_checker
            )
        return (
            OAS30ReadValidator(whole, format_checker=oas30_format_checker),
            row,
        )

    def _whole(self, schema, complete=False):
        """Return a schema without references that takes no other properties.

        :param complete: all properties must be there. An object without properties
            holds anything.
        """
        schema = dict(self.contract.resolve(schema))
        if "items" in schema:
            schema["items"] = self._whole(schema["items"], complete)
        if schema.get("properties"):
            schema["properties"] = {
                name: self._whole(child, complete)
                for name, child in schema["properties"].items()
            }
            schema["additionalProperties"] = False
            if complete:
                schema["required"] = sorted(schema["properties"])
        return schema


def _typed(text, schema):
    if schema.get("type") == "integer":
        try:
            return int(text)
        except ValueError:
            return text
    return text


def _place(error):
    return "/".join(str(part) for part in error.absolute_path) or "body"
