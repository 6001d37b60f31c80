# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from datetime import date
from decimal import Decimal

from odoo.exceptions import AccessError, UserError
from odoo.tests import TransactionCase, tagged
from odoo.tools.translate import LazyTranslate

from ..client import LoketTransientError
from ..errors import why
from ..services.message import MARK, dump, reason, refusal, render, stored

lazy = LazyTranslate("odoo.addons.loket_connector")
#: Terms of the add-on; only their Dutch is looked at here.
HIRED, REFUSED = "Hired again on %(day)s.", "Odoo refused this: %(reason)s"
PHOTO = "The photo could not be fetched from Loket."
DUTCH_PHOTO = "De foto kon niet uit Loket worden opgehaald."


@tagged("post_install", "-at_install")
class TestMessages(TransactionCase):
    """A sentence that is kept is read in the language of the reader."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("nl_NL")
        cls.connection = cls.env["loket.connection"].create({"name": "Kept"})
        cls.runs = cls.env["loket.sync.run"]

    def _read(self, message, lang="nl_NL"):
        """Keep a message, and read it as somebody else does later."""
        run = self.runs.create(
            {"connection_id": self.connection.id, "mode": "manual", "message": message}
        )
        self.env.flush_all()
        self.env.invalidate_all()
        return run.with_context(lang=lang).message

    def _keep(self, text):
        """A run with a text in its column, however it came there."""
        run = self.runs.create({"connection_id": self.connection.id, "mode": "manual"})
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE loket_sync_run SET message = %s WHERE id = %s", [text, run.id]
        )
        self.env.invalidate_all()
        return run

    def test_each_reader_has_the_own_language(self):
        run = self.runs.with_context(lang="nl_NL").create(
            {
                "connection_id": self.connection.id,
                "mode": "manual",
                "message": lazy(HIRED, day=date(2026, 3, 6)),
            }
        )
        for again in (False, True):
            with self.subTest(from_the_database=again):
                self.assertEqual(
                    run.with_context(lang="nl_NL").message,
                    "Weer in dienst per 6 maart 2026.",
                )
                self.assertEqual(
                    run.with_context(lang="en_US").message,
                    "Hired again on 6 March 2026.",
                )
                self.assertEqual(
                    run.with_context(lang=None).message, "Hired again on 6 March 2026."
                )
            self.env.flush_all()
            self.env.invalidate_all()

    def test_number_is_written_as_the_reader_does(self):
        message = lazy("%(day)s", day=Decimal("1234.25"))
        self.assertEqual(self._read(message, "nl_NL"), "1.234,25")
        self.assertEqual(self._read(message, "en_US"), "1,234.25")
        self.assertEqual(self._read(lazy("%(day)s", day=Decimal("8"))), "8")

    def test_message_in_a_message_is_translated_too(self):
        message = lazy(REFUSED, reason=lazy(HIRED, day=date(2026, 3, 6)))
        self.assertEqual(
            self._read(message),
            "Odoo weigert dit: Weer in dienst per 6 maart 2026.",
        )
        self.assertEqual(
            self._read(message, "en_US"),
            "Odoo refused this: Hired again on 6 March 2026.",
        )

    def test_several_messages_are_one_per_line_and_said_once(self):
        message = ["Let op", [lazy(PHOTO), None, ""], lazy(PHOTO), "Let op"]
        self.assertEqual(self._read(message), f"Let op\n{DUTCH_PHOTO}")
        self.assertEqual(self._read(message, "en_US"), f"Let op\n{PHOTO}")
        self.assertEqual(render(self.env, message), f"Let op\n{PHOTO}")

    def test_texts_of_others_stay_as_they_are(self):
        for text in ("De periode is gesloten, 100% zeker: %(day)s {}", '{"term": 1}'):
            self.assertEqual(self._read(text), text)
            self.assertEqual(self._read([text]), text)
        self.assertEqual(self._read(("een", "twee")), "een\ntwee")
        self.assertEqual(dump("een"), "een", "readable in the database")

    def test_texts_of_others_are_filled_in_as_they_are(self):
        text = "100% %(day)s %s %%"
        self.assertEqual(self._read(lazy(REFUSED, reason=text), "en_US")[19:], text)
        self.assertEqual(self._read(lazy(REFUSED, reason=None), "en_US")[19:], "None")
        self.assertEqual(self._read(lazy(REFUSED, reason=3), "en_US")[19:], "3")

    def test_nothing_to_say_is_empty(self):
        for message in (False, None, "", [], [""], [False, []]):
            with self.subTest(message=message):
                self.assertIs(self._read(message), False)
                self.assertEqual(render(self.env, message), "")
        self.assertFalse(stored(self.runs, "message"))

    def test_language_that_is_not_installed_reads_the_source(self):
        for message in (HIRED, "%(day)s"):
            self.assertEqual(
                self._read(lazy(message, day=date(2026, 3, 6)), "fr_FR"),
                message % {"day": "6 March 2026"},
            )
        number = self._read(lazy("%(day)s", day=Decimal("8.5")), "fr_FR")
        self.assertIn("8", number)

    def test_term_that_is_gone_reads_the_source(self):
        self.assertEqual(self._read(lazy("No such %(thing)s", thing="a")), "No such a")
        other = LazyTranslate("odoo.addons.gone_module")
        self.assertEqual(self._read(other(PHOTO)), PHOTO)

    def test_odd_content_never_keeps_a_list_from_being_read(self):
        odd = [
            ('{"term": "Hired again on %(day)s.", "args": {}}', "Hired again on"),
            ('[{"term": "Hired again on %(day)s.", "args": {"x": 1}}]', "%(day)s"),
            ('[{"term": "A %(day)s", "args": {"day": {"date": "soon"}}}]', "A soon"),
            ('[{"term": "A %(day)s", "args": {"day": {"number": "x"}}}]', "A x"),
            ('[{"term": "A %(day)s", "args": {"day": {"number": null}}}]', "A None"),
            ('[{"term": "A %(day)s", "args": ["day"]}]', "A"),
            ('[{"term": "A", "module": "../x"}]', "A"),
            ('[{"term": 5}]', "5"),
            ('[{"other": 5}]', "5"),
            ('[[1, null], {"date": 2}]', "1"),
            ("no json", "no json"),
            ("[" * 100_000, "["),
        ]
        runs = self.runs.union(*(self._keep(MARK + text) for text, _part in odd))
        rows = runs.with_context(lang="nl_NL").read(["message"])
        for (text, part), row in zip(odd, rows, strict=True):
            with self.subTest(text=text[:60]):
                self.assertIn(part, row["message"])
                self.assertNotIn(MARK, row["message"])

    def test_plain_text_of_before_is_a_message(self):
        run = self._keep("The employment ended at Loket on 6 March 2026.")
        self.assertEqual(
            run.with_context(lang="nl_NL").message,
            "The employment ended at Loket on 6 March 2026.",
        )

    def test_same_message_is_not_written_again(self):
        message = lazy(HIRED, day=date(2026, 3, 6))
        self._read(message)
        run = self.runs.search([], limit=1)
        self.assertEqual(stored(run, "message"), dump(message))
        run.message = lazy(HIRED, day=date(2026, 3, 6))
        with self.assertQueryCount(0):
            run.flush_recordset(["message"])
        self.assertNotEqual(stored(run, "message"), dump(lazy(HIRED, day=date.min)))

    def test_reading_a_long_list_asks_nothing_per_line(self):
        self.runs.create(
            [
                {
                    "connection_id": self.connection.id,
                    "mode": "manual",
                    "message": lazy(HIRED, day=date(2026, 3, 6)),
                }
                for _number in range(500)
            ]
        )
        runs = self.runs.with_context(lang="nl_NL").search([])
        runs[:1].read(["message"])
        self.env.flush_all()
        self.env.invalidate_all()
        with self.assertQueryCount(5):
            rows = runs.read(["message"])
        self.assertEqual(
            {row["message"] for row in rows}, {"Weer in dienst per 6 maart 2026."}
        )

    def test_export_and_interfaces_get_plain_text(self):
        self._read(lazy(PHOTO))
        run = self.runs.with_context(lang="nl_NL").search([], limit=1)
        (row,) = run.read(["message"])
        self.assertIs(type(row["message"]), str)
        self.assertEqual(run.export_data(["message"])["datas"], [[DUTCH_PHOTO]])
        self.assertFalse(run.fields_get(["message"])["message"]["groupable"])
        # Lists ask for it as well, those of people too.
        self.assertTrue(run.get_view(view_type="list"))
        self.assertTrue(self.env["hr.employee"].get_view(view_type="list"))

    def test_search_finds_what_the_reader_sees(self):
        self._read(lazy(HIRED, day=date(2026, 3, 6)))
        hired = self.runs.search([], limit=1)
        plain = self._keep("Iets anders")
        empty = self._keep(None)
        ours = hired | plain | empty
        for lang, domain, found in (
            ("nl_NL", ("message", "ilike", "WEER in"), hired),
            ("nl_NL", ("message", "ilike", "maart 2026"), hired),
            ("nl_NL", ("message", "ilike", "Hired"), self.runs),
            ("en_US", ("message", "ilike", "hired again"), hired),
            ("en_US", ("message", "like", "hired again"), self.runs),
            ("nl_NL", ("message", "ilike", "term"), self.runs),
            ("nl_NL", ("message", "not ilike", "maart"), plain | empty),
            ("nl_NL", ("message", "=ilike", "iets%"), plain),
            ("nl_NL", ("message", "=", "Iets anders"), plain),
            ("nl_NL", ("message", "!=", False), hired | plain),
            ("nl_NL", ("message", "=", False), empty),
        ):
            with self.subTest(lang=lang, domain=domain):
                runs = self.runs.with_context(lang=lang)
                known = runs.search([("id", "in", ours.ids), domain])
                self.assertEqual(known, found)
                self.assertEqual(
                    ours.with_context(lang=lang).filtered_domain([domain]), found
                )

    def test_who_may_not_read_the_field_gets_nothing(self):
        employee = self.env["hr.employee"].create({"name": "Sanne"})
        employee.loket_problem = lazy(PHOTO)
        user = self.env["res.users"].create(
            {
                "name": "Somebody",
                "login": "somebody",
                "group_ids": [(6, 0, self.env.ref("base.group_user").ids)],
            }
        )
        with self.assertRaises(AccessError):
            stored(employee.with_user(user), "loket_problem")
        with self.assertRaises(AccessError):
            employee.with_user(user).read(["loket_problem"])

    def test_refusal_is_read_at_the_screen_and_can_be_kept(self):
        dutch = self.env["loket.sync.run"].with_context(lang="nl_NL").env
        error = refusal(dutch, lazy(PHOTO), AccessError)
        self.assertIsInstance(error, AccessError)
        self.assertEqual(str(error), DUTCH_PHOTO)
        self.assertEqual(error.args, (DUTCH_PHOTO,))
        self.assertEqual(self._read(reason(error), "en_US"), PHOTO)
        self.assertEqual(reason(UserError("Zo niet")), "Zo niet")

    def test_error_of_loket_keeps_its_own_words(self):
        error = LoketTransientError("x", request="GET /providers", status=503)
        text = self._read(lazy(REFUSED, reason=why(self.env, error)))
        self.assertIn("Loket is op dit moment", text)
        self.assertIn("GET /providers, 503", text)
