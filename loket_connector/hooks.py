# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import logging

_logger = logging.getLogger(__name__)

#: What came with this add-on and may be named by what stays: where it is named.
USED_BY = {
    "hr.contract.type": (
        ("hr.version", "contract_type_id"),
        ("hr.job", "contract_type_id"),
    ),
    "hr.departure.reason": (("hr.version", "departure_reason_id"),),
}


def uninstall_hook(env):
    """Take along what is Loket's; leave employees and contracts as they are.

    Odoo removes the connections with their sign-in, the venues, the mirror of Loket,
    wage codes, mappings and reports. Employees, contracts, departments, job positions
    and working schedules stay; what Loket holds is not touched.
    """
    _keep_what_is_used(env)
    # They go with their table: one by one, those that something names are refused.
    _names(env, "loket.wage.code").unlink()
    types = env["mail.activity.type"].with_context(active_test=False)
    ours = types.browse(_ids(env, "mail.activity.type"))
    activities = env["mail.activity"].with_context(active_test=False)
    activities.search([("activity_type_id", "in", ours.ids)]).unlink()
    _logger.info("Loket Connector goes; employees and contracts stay as they are")


def _keep_what_is_used(env):
    """Contracts, job positions and departures keep what they name: without our name,
    Odoo does not remove the record."""
    for model, users in USED_BY.items():
        ids, used = _ids(env, model), env[model]
        for user, field in users:
            records = env[user].with_context(active_test=False)
            used |= records.search([(field, "in", ids)])[field]
        names = _names(env, model)
        names.filtered_domain([("res_id", "in", used.ids)]).unlink()


def _ids(env, model):
    """Return the ids of the records of a model that came with this add-on."""
    return _names(env, model).mapped("res_id")


def _names(env, model):
    """Return the external ids of the records that came with this add-on."""
    return env["ir.model.data"].search(
        [("module", "=", "loket_connector"), ("model", "=", model)]
    )
