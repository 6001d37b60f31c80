# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import http
from odoo.http import request


class LoketSetupController(http.Controller):
    """The way back into the guided set-up."""

    @http.route("/loket/set-up", type="http", auth="user", methods=["GET"])
    def set_up(self, **_kwargs):
        """Show the guided set-up with the companies of its venues switched on.

        The web client only reads the companies that are switched on, and learns of a
        new company when it starts; otherwise a venue would vanish from the list the
        moment it is linked.
        """
        response = request.redirect("/odoo/loket-set-up")
        wizards = request.env["loket.setup.wizard"]
        if wizards.has_access("read"):
            allowed = request.env.user.company_ids
            # The first one is the company that the user works in.
            active = request.httprequest.cookies.get("cids", "").split("-")
            ids = [int(part) for part in active if part.isdigit()]
            companies = allowed.browse(ids) & allowed
            companies = (companies or request.env.user.company_id) | (
                wizards._linked_companies() & allowed
            )
            response.set_cookie("cids", "-".join(map(str, companies.ids)))
        return response
