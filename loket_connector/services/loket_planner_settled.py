# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import hashlib
import json

from odoo import api, models
from odoo.tools import SQL

#: Per person a hash of every row that the plan looks at: whatever changes in one of
#: them, by a sync or by hand, gives another hash. What a hash cannot see, a day that
#: passed, marks the person as due.
#:
#: Each person is looked up by index. Gathered for all and joined, PostgreSQL loops over
#: all of them for each of them while its statistics are those of before a first sync.
_DIGEST = """
SELECT chosen.id, md5((%(context)s::text, employee::text, (
           SELECT string_agg(
                      (
                          version::text, department.name, department.active,
                          department.loket_department_id, position.name,
                          position.active, position.loket_function_id, calendar.name,
                          calendar.active, calendar.loket_schedule_key
                      )::text,
                      E'\\n' ORDER BY version.id
                  )
             FROM hr_version version
             LEFT JOIN hr_department department ON department.id = version.department_id
             LEFT JOIN hr_job position ON position.id = version.job_id
             LEFT JOIN resource_calendar calendar
                    ON calendar.id = version.resource_calendar_id
            WHERE version.employee_id = chosen.employee_id
       ), (
           SELECT string_agg(
                      (
                          id, payload_hash, main_employment_id, ended_on, photo_url,
                          photo_done, bsn_done
                      )::text,
                      E'\\n' ORDER BY id
                  )
             FROM loket_person WHERE employee_id = chosen.employee_id
       ), (
           SELECT string_agg(job::text, E'\\n' ORDER BY id)
             FROM loket_employment job WHERE employee_id = chosen.employee_id
       ), (
           SELECT string_agg(term::text, E'\\n' ORDER BY term.id)
             FROM loket_employment_term term
             JOIN loket_employment job ON job.id = term.employment_id
            WHERE job.employee_id = chosen.employee_id
       ))::text)
  FROM loket_person chosen
  JOIN hr_employee employee ON employee.id = chosen.employee_id
 WHERE chosen.id IN %(persons)s AND NOT chosen.is_due
"""


class LoketPlanner(models.AbstractModel):
    """Who was found unchanged before and is exactly as then: nothing to plan."""

    _inherit = "loket.planner"

    @api.model
    def _settled(self, context, persons):
        """Return the persons for whom nothing changed since their last plan said that
        there is nothing to do."""
        digests = self._digests(context, persons)
        return persons.filtered(
            lambda person: person.settled and person.settled == digests.get(person.id)
        )

    @api.model
    def _note_settled(self, context, persons):
        """Remember how everything was when there was nothing to do for somebody."""
        digests = self._digests(context, persons)
        for person in persons:
            if (digest := digests.get(person.id)) and person.settled != digest:
                person.settled = digest

    @api.model
    def _digests(self, context, persons):
        if not persons:
            return {}
        self.env.flush_all()
        query = SQL(_DIGEST, context=context["digest"], persons=tuple(persons.ids))
        return dict(self.env.execute_query(query))

    @api.model
    def _context_digest(self, context):
        """Hash what holds for everybody: settings and rights."""
        connection = context["connection"]
        everything = [
            context["employer"]._addon_version(),
            context["policies"],
            connection.sync_photo,
            connection.sync_bsn and not context["employer"]._lacks("bsn"),
            context["contract_types"],
        ]
        text = json.dumps(everything, sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()
