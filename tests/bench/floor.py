# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The floor of a sync: the same employees and versions by bare ``create()``.

While the sync works, the dictionaries that it hands to Odoo are noted. Replayed in
the same order, in the same portions, by the same user and with the same context into a
twin company, they tell what Odoo itself takes for them; the rest is ours.
"""

import time

from odoo import api

MODELS = ("hr.employee", "hr.version")


class Recorder:
    """Notes what is created from outside; what Odoo creates by itself is inside."""

    def __init__(self, registry):
        self.calls = []
        self.seconds = 0.0
        self._inside = False
        for name in MODELS:
            self._wrap(registry[name])

    def take(self):
        """Return the calls since the last time, and forget them."""
        calls, self.calls = self.calls, []
        return calls

    def _wrap(self, model_class):
        recorder, original = self, model_class.create

        @api.model_create_multi
        def create(self, vals_list):
            if recorder._inside:
                return original(self, vals_list)
            # Odoo changes the dictionaries it is given.
            kept = [dict(vals) for vals in vals_list]
            recorder._inside = True
            start = time.perf_counter()
            try:
                records = original(self, vals_list)
            finally:
                recorder.seconds += time.perf_counter() - start
                recorder._inside = False
            recorder.calls.append((self.browse(), kept, records.ids))
            return records

        model_class.create = create


def replay(env, calls, company, **context):
    """Create what was noted in another company, committing after every portion.

    :param context: added to the context of the sync.
    """
    twins = {}
    for model, vals_list, ids in calls:
        name = model._name
        if name == "hr.employee":
            rows = [{**vals, "company_id": company.id} for vals in vals_list]
        else:
            rows = [
                {**vals, "employee_id": twins[vals["employee_id"]]}
                for vals in vals_list
            ]
        records = model.with_env(
            env(
                user=model.env.uid,
                context={**model.env.context, **context},
                su=model.env.su,
            )
        ).create(rows)
        if name == "hr.employee":
            twins.update(zip(ids, records.ids, strict=True))
        env.flush_all()
        env.cr.commit()
        env.invalidate_all()
