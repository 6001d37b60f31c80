# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The WSGI application: takes a request to its call and back."""

import json

from werkzeug.wrappers import Request, Response

from . import changes, checks, choices, period_data, replies, resources, routing
from .faults import Broken, cut

API_ROOT = "/v2"
# Importing these registers their calls.
CALLS = (changes, choices, period_data, resources)
PHOTO = "GetEmployeePhotoByEmployeeIdAndVersion"
# Refusals have the envelope of the answer, but for these three; so says Loket's file.
TURNED_ENVELOPES = {
    "GetPayrollComponentsByPayrollAdministrationIdAndYear",
    "GetUserByToken",
    "PostPeriodReadyForPayrollByPayrollAdministrationId",
}
MEDIA_TYPE = "application/json;version={}"


class App:
    """Serves OAuth at the root, the API under /v2 and the admin under /_admin.

    :param sandbox: the `Sandbox` with state, oauth, faults, log, admin, contract.
    """

    def __init__(self, sandbox):
        self.sandbox = sandbox

    def __call__(self, environ, start_response):
        request = Request(environ)
        response = self.respond(request)
        return response(environ, start_response)

    def respond(self, request):
        if request.path.startswith("/_admin"):
            with self.sandbox.state.lock:
                response = self.sandbox.admin_http.respond(request)
                self.sandbox.save()
            return response
        fault = self.sandbox.faults.take(request.method, request.path)
        response = None
        try:
            response = fault.before(request) if fault else None
            if response is None:
                with self.sandbox.state.lock:
                    response = self.dispatch(request)
                    self.sandbox.save()
            if fault:
                response = fault.after(request, response) or response
        except Broken:
            # Logged first: once the client notices, a test may look at the log.
            self.sandbox.log_request(request, 0)
            cut(request)
            raise
        self.sandbox.log_request(request, response.status_code)
        return response

    def dispatch(self, request):
        path = request.path
        if path in ("/authorize", "/token"):
            return self.sign_in(request)
        if not path.startswith(API_ROOT + "/"):
            return Response("Not found", 404, mimetype="text/plain")
        route, params = routing.find(request.method, path[len(API_ROOT) :])
        try:
            response = self.call(request, route, params)
        except replies.LoketError as error:
            response = self.error(error, route)
        if self.sandbox.checker:
            self.sandbox.checker.check(request, response, route)
        return response

    # -- sign in --------------------------------------------------------------

    def sign_in(self, request):
        oauth = self.sandbox.oauth
        if request.path == "/token":
            if request.method != "POST":
                return Response("Method not allowed", 405, mimetype="text/plain")
            try:
                answer, status = oauth.token(request.form), 200
            except replies.LoketError as error:
                answer, status = error.body, error.status
            response = Response(json.dumps(answer), status, mimetype="application/json")
            response.headers["Cache-Control"] = "no-store"
            return response
        if request.method == "POST":
            status, text = oauth.decide(request.form)
            if status == 302:
                return Response(status=302, headers={"Location": text})
        else:
            status, text = oauth.page(request.args)
        return Response(text, status, mimetype="text/html")

    # -- the API --------------------------------------------------------------

    def call(self, request, route, params):
        sandbox, state = self.sandbox, self.sandbox.state
        checks.check_token(sandbox.oauth, request.headers)
        if route is None:
            raise NotFoundAnswer(405 if params is not None else 404)
        if route.operation != PHOTO:
            checks.check_version(route, request.headers.get("Accept"), "Accept")
        try:
            employer = checks.find_employer(state, params)
        except KeyError:
            raise NotFoundAnswer() from None
        checks.check_right(state, route, employer)
        query = checks.check_query(route, request.args)
        body = None
        if route.body:
            body = checks.read_body(route, request, sandbox.contract)
        answer = route.handler(
            routing.Call(
                state,
                route,
                params,
                query,
                body,
                employer,
                base_url=sandbox.api_url,
                # Read on demand: it takes longer than starting the sandbox.
                contract=sandbox.contract if route.body or "filter" in query else None,
            )
        )
        return self.answer(answer, route)

    def answer(self, answer, route):
        if answer is None:
            raise NotFoundAnswer()
        if isinstance(answer, replies.FileAnswer):
            return Response(answer.data, mimetype=answer.media_type)
        obsolete = self.sandbox.state.settings["obsolete"].get(route.operation)
        status = getattr(answer, "status", 200)
        if isinstance(answer, replies.ListAnswer):
            text = replies.list_json(answer, route.version, obsolete)
        else:
            text = replies.content_json(answer, route.version, obsolete)
        media_type = MEDIA_TYPE.format(route.version)
        if status == 202:  # Loket names this one without a version
            media_type = replies.JSON
        return Response(text, status, content_type=media_type)

    def error(self, error, route):
        body = error.body
        if isinstance(body, list):
            obsolete = self.sandbox.state.settings["obsolete"].get(route.operation)
            is_list = route.is_list != (route.operation in TURNED_ENVELOPES)
            body = replies.error_body(body, route.version, obsolete, is_list)
        text = body if isinstance(body, str) else replies.dumps(body)
        response = Response(text, error.status, content_type=error.content_type)
        response.headers.update(error.headers)
        return response


class NotFoundAnswer(replies.LoketError):
    """An unknown id or path; Loket documents no body for it."""

    def __init__(self, status=404):
        super().__init__(status, "", replies.TEXT)
