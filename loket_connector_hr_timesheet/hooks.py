# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).


def post_init_hook(env):
    """Give the venues that were there first their export rules."""
    env["loket.employer"].with_context(active_test=False).search([])._add_export_rules()


def uninstall_hook(env):
    """Leave timesheets with their hours; only what is said of Loket goes."""
    names = env["ir.model.data"].search(
        [("module", "=", "loket_connector_hr_timesheet")]
    )

    def ours(model):
        ids = names.filtered(lambda name: name.model == model).mapped("res_id")
        return env[model].with_context(active_test=False).browse(ids)

    activities = env["mail.activity"].with_context(active_test=False)
    types = ours("mail.activity.type")
    activities.search([("activity_type_id", "in", types.ids)]).unlink()
    # A venue is not incomplete for rights that nobody needs any more.
    rights = ours("loket.right")
    employers = env["loket.employer"].with_context(active_test=False)
    for employer in employers.search([("missing_right_ids", "in", rights.ids)]):
        employer._set_missing_rights(employer.missing_right_ids - rights)
