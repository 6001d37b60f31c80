# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

"""The Dutch of an add-on is complete, and belongs to the texts it has today."""

import io
import re
from pathlib import Path

import polib

from odoo.modules import get_module_path
from odoo.tests import TransactionCase, tagged
from odoo.tools.translate import trans_export

ADVICE = "setup/translate refreshes the files and lists what has no translation yet."

# Stands with a term instead of a translation; setup/translate writes it.
SAME = "The same in this language."
# Where it may stand: names, abbreviations, and words that Dutch borrowed.
SAME_IN_DUTCH = {
    "'Loket %s' % object.display_name",
    "API",
    "Apps",
    "BSN",
    "Client Secret",
    "Contract",
    "Details",
    "Export",
    "Exports",
    "ID",
    "In Loket",
    "Loket",
    "Loket (%(count)s)",
    "Open",
    "Project",
    "Type",
    "Week",
    "Werkgever ID",
    "https://…",
    "https://…/v2",
    "salaris@example.com",
}

# Odoo's exporter takes a string in the first tuple after a text for a text too.
_FIELD_NAME = re.compile(r"^(id|[a-z_]+_ids?)$")
_FIELD_PLACE = re.compile(r"model:ir\.model\.fields,\w+:([\w.]+)$")
_PLACEHOLDER = re.compile(r"%(?:\(\w+\))?[-\d.]*[sdf]")
_LAST_WORD = re.compile(r"%\((\w+)\)s\.(?!\w)")
# What ends no sentence of its own: numbers, days, addresses, rights in parentheses.
NO_NAMES = {"address", "count", "day", "held", "right"}
_TAG = re.compile(r"<\s*(/?\w+)")


class TranslationsMixin:
    """Compare the files of ``module`` in ``i18n`` with what Odoo exports."""

    module = None

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        folder = Path(get_module_path(cls.module)) / "i18n"
        buffer = io.BytesIO()
        trans_export(None, [cls.module], buffer, "po", cls.env)
        cls.terms = polib.pofile(buffer.getvalue().decode())
        cls.template = polib.pofile(str(folder / f"{cls.module}.pot"))
        cls.dutch = polib.pofile(str(folder / "nl.po"))

    def test_template_has_the_terms_of_today(self):
        self._assert_same_terms(self.template)

    def test_dutch_has_the_terms_of_today(self):
        self._assert_same_terms(self.dutch)

    def test_dutch_is_complete(self):
        missing = [
            entry.msgid
            for entry in self.dutch
            if entry.fuzzy or not (entry.msgstr or entry.tcomment == SAME)
        ]
        self.assertFalse(missing, ADVICE)
        self.assertFalse([entry.msgid for entry in self.dutch if entry.obsolete])

    def test_dutch_is_not_english(self):
        copied = {
            entry.msgid
            for entry in self.dutch
            if (entry.tcomment == SAME or entry.msgstr == entry.msgid)
            and not _FIELD_NAME.match(entry.msgid)
        }
        self.assertFalse(copied - SAME_IN_DUTCH)

    def test_dutch_keeps_placeholders_and_tags(self):
        for entry in self.dutch.translated_entries():
            for pattern in (_PLACEHOLDER, _TAG):
                with self.subTest(text=entry.msgid):
                    self.assertEqual(
                        sorted(pattern.findall(entry.msgstr)),
                        sorted(pattern.findall(entry.msgid)),
                    )

    def test_names_before_a_full_stop_stand_in_quotes(self):
        """Otherwise “Zonnebloem Zorg B.V.” ends a sentence with two of them."""
        for entry in self.dutch:
            for text in (entry.msgid, entry.msgstr):
                with self.subTest(text=text):
                    self.assertFalse(set(_LAST_WORD.findall(text)) - NO_NAMES)

    def _assert_same_terms(self, file):
        """Where a term occurs counts too: Odoo finds the translation by it."""
        actual = self._places(file)
        expected = self._places(self.terms) - self._places_of_others()
        self.assertFalse(expected - actual, f"New terms. {ADVICE}")
        self.assertFalse(actual - expected, f"Stale terms. {ADVICE}")

    def _places_of_others(self):
        """Modules that happen to be installed add fields to mixins, with terms."""
        name = [("name", "=", self.module)]
        module = self.env["ir.module.module"].search(name)
        ours = module.upstream_dependencies(exclude_states=("uninstallable",)) | module
        return {
            (entry.msgid, place)
            for entry in self.terms
            for place, _line in entry.occurrences
            if (modules := self._modules_of_field(place))
            and modules.isdisjoint(ours.mapped("name"))
        }

    def _modules_of_field(self, place):
        match = _FIELD_PLACE.match(place)
        if not match:
            return set()
        field = self.env.ref(match[1])
        return set(self.env[field.model]._fields[field.name]._modules)

    def _places(self, file):
        return {
            # For code the kind of file counts, not the file: methods may move.
            (entry.msgid, re.sub(r"^code:.*(?=\.\w+$)", "code:", place))
            for entry in file
            if not entry.obsolete
            for place, _line in entry.occurrences
        }


@tagged("post_install", "-at_install")
class TestTranslations(TranslationsMixin, TransactionCase):
    allow_inherited_tests_method = True
    module = "loket_connector"

    def test_report_of_a_night_is_read_in_dutch(self):
        self.env["res.lang"]._activate_lang("nl_NL")
        dutch = {"lang": "nl_NL"}
        env = self.env["hr.employee"].with_context(**dutch).env
        sex = env["hr.employee"]._fields["sex"]
        label = sex._description_string(env)
        female = dict(sex._description_selection(env))["female"]
        change = {"field": "sex", "label": "Gender", "old": "", "new": "Female"}
        lines = self.env["loket.sync.line"]
        self.assertEqual(
            lines.with_context(**dutch)._reader_texts(change, {}),
            [label, "", female],
        )
        self.assertEqual(lines._reader_texts(change, {}), ["Gender", "", "Female"])
        other = {**change, "field": "date_version", "label": "Something else"}
        self.assertEqual(
            lines.with_context(**dutch)._reader_texts(other, {}),
            ["Something else", "", "Female"],
        )
