# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The admin methods over HTTP.

`GET /_admin/<method>` with query parameters, or `POST /_admin/<method>` with a JSON
object of arguments, where <method> is a method of `Admin` (dashes or underscores).
`GET /_admin/` lists them. No authentication: the sandbox listens on this machine.
"""

import inspect

from werkzeug.wrappers import Response

from .replies import dumps


class AdminHttp:
    """Calls admin methods by name; wrong arguments give 400, unknown names 404."""

    def __init__(self, admin):
        self.admin = admin

    def respond(self, request):
        name = request.path.removeprefix("/_admin").strip("/").replace("-", "_")
        if not name:
            return self._json(self._help())
        method = getattr(self.admin, name, None)
        if name.startswith("_") or not inspect.ismethod(method):
            return self._json({"error": f"no such method: {name}"}, 404)
        arguments = request.args.to_dict()
        if request.method == "POST" and request.content_length:
            arguments.update(request.get_json(force=True))
        try:
            result = method(**arguments)
        except (KeyError, LookupError, StopIteration, TypeError, ValueError) as error:
            return self._json({"error": f"{type(error).__name__}: {error}"}, 400)
        return self._json({"ok": True} if result is None else result)

    def _help(self):
        return {
            name: f"{inspect.signature(method)} {inspect.getdoc(method) or ''}".strip()
            for name, method in inspect.getmembers(self.admin, inspect.ismethod)
            if not name.startswith("_")
        }

    @staticmethod
    def _json(value, status=200):
        return Response(dumps(value), status, mimetype="application/json")
