# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo.tests import TransactionCase, tagged

from odoo.addons.loket_connector.tests.test_translations import TranslationsMixin


@tagged("post_install", "-at_install")
class TestTimesheetTranslations(TranslationsMixin, TransactionCase):
    allow_inherited_tests_method = True
    module = "loket_connector_hr_timesheet"
