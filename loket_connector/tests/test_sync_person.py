# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from datetime import date

from odoo.tests import new_test_user

from .sync_common import SyncCommon


class TestSyncPerson(SyncCommon):
    """Every field of a person, and who leads it."""

    def _address(self, record, **address):
        for name, value in address.items():
            self.admin.set_employee(record["id"], f"address.{name}", value)

    def _contact(self, record, **contact):
        for name, value in contact.items():
            self.admin.set_employee(record["id"], f"contactInformation.{name}", value)

    def test_every_field_of_a_person_arrives(self):
        anna = self.hire(
            first_name="Anna",
            last_name="Berg",
            prefix="van den",
            gender=2,
            birth=date(1990, 5, 17),
        )
        self.set_details(
            anna,
            initials="A.M.",
            placeOfBirth="Zwolle",
            civilStatus={"key": 2, "value": "Gehuwd"},
            nationality={"key": 52, "value": "Belgische"},
        )
        self._address(
            anna,
            street="Dorpsstraat",
            houseNumber=12,
            houseNumberAddition="bis",
            postalCode="7411 AB",
            city="Deventer",
            location="Achterhuis",
        )
        self._contact(
            anna,
            emailAddress="anna@example.com",
            phoneNumber=None,
            mobilePhoneNumber="06-12345678",
            businessEmailAddress="anna@werk.example.com",
            businessPhoneNumber="030-1234567",
            businessMobilePhoneNumber="06-87654321",
        )
        self.admin.set_employee(anna["id"], "travel.travelDistanceToWork", 12500)
        self.sync()
        employee = self.in_odoo(anna)
        self.assertRecordValues(
            employee,
            [
                {
                    "name": "Anna van den Berg",
                    "legal_name": "A.M. van den Berg",
                    "birthday": date(1990, 5, 17),
                    "place_of_birth": "Zwolle",
                    "sex": "female",
                    "marital": "married",
                    "country_id": self.env.ref("base.be").id,
                    "private_street": "Dorpsstraat 12-bis",
                    "private_street2": "Achterhuis",
                    "private_zip": "7411 AB",
                    "private_city": "Deventer",
                    "private_country_id": self.env.ref("base.nl").id,
                    "private_email": "anna@example.com",
                    "private_phone": "06-12345678",
                    "work_email": "anna@werk.example.com",
                    "work_phone": "030-1234567",
                    "mobile_phone": "06-87654321",
                    "distance_home_work": 13,
                    "distance_home_work_unit": "kilometers",
                    "loket_employee_number": str(anna["row"]["employeeNumber"]),
                    "loket_employer_id": self.employer.id,
                    "company_id": self.company.id,
                }
            ],
        )

    def test_name_follows_the_format_chosen_at_loket(self):
        person = self.hire(
            first_name="Eva", last_name="Vries", prefix="de", partner=("van 't", "Hof")
        )
        wanted = {
            1: ("Achternaam", "Eva de Vries"),
            2: ("Achternaam + achternaam partner", "Eva de Vries-van 't Hof"),
            3: ("Achternaam partner", "Eva van 't Hof"),
            4: ("Achternaam partner + achternaam", "Eva van 't Hof-de Vries"),
        }
        for key, (value, name) in wanted.items():
            self.set_details(person, howToFormatLastName={"key": key, "value": value})
            self.sync()
            self.assertEqual(self.in_odoo(person).name, name)
            self.assertTrue(self.in_odoo(person).legal_name.endswith(" de Vries"))

    def test_foreign_address_keeps_its_own_postal_code(self):
        self.sync(employer=self.other_employer)
        person = self.at_loket("Jürgen", self.other_employer)
        self.assertRecordValues(
            self.in_odoo(person),
            [
                {
                    "private_zip": "48527",
                    "private_city": "Nordhorn",
                    "private_country_id": self.env.ref("base.de").id,
                }
            ],
        )

    def test_unknown_nationality_keeps_what_odoo_has(self):
        person = self.hire()
        self.sync()
        employee = self.in_odoo(person)
        employee.country_id = self.env.ref("base.fr")
        self.set_details(person, nationality={"key": 999, "value": "Atlantisch"})
        self.sync()
        self.assertEqual(employee.country_id, self.env.ref("base.fr"))
        self.set_details(person, nationality=None)
        self.sync()
        self.assertFalse(employee.country_id)

    def test_distance_is_in_kilometres_whatever_the_unit_was(self):
        person = self.hire()
        self.admin.set_employee(person["id"], "travel.travelDistanceToWork", 20000)
        self.sync()
        employee = self.in_odoo(person)
        employee.write({"distance_home_work": 12, "distance_home_work_unit": "miles"})
        self.sync()
        self.assertRecordValues(
            employee,
            [
                {
                    "distance_home_work": 20,
                    "distance_home_work_unit": "kilometers",
                    "km_home_work": 20,
                }
            ],
        )

    def test_fixed_phone_goes_before_the_mobile_one(self):
        person = self.hire()
        self._contact(person, phoneNumber="0570-111111", mobilePhoneNumber="06-222222")
        self.sync()
        self.assertEqual(self.in_odoo(person).private_phone, "0570-111111")

    # -- empty values

    def _employee_who_lost_values(self, **policies):
        """Somebody with values in Odoo that are gone at Loket."""
        person = self.hire()
        self._address(person, street="Dorpsstraat", houseNumber=1)
        self.admin.set_employee(person["id"], "travel.travelDistanceToWork", 9000)
        self._contact(person, businessPhoneNumber="030-1")
        self.sync()
        employee = self.in_odoo(person)
        employee.write(
            {
                "private_street": "Odoostraat 5",
                "place_of_birth": "Odoostad",
                "work_phone": "030-9",
                "distance_home_work": 7,
            }
        )
        self.connection.write(policies)
        self.set_details(person, placeOfBirth=None)
        self._address(person, street="", houseNumber=0, houseNumberAddition=None)
        self._contact(person, businessPhoneNumber=None)
        self.admin.set_employee(person["id"], "travel.travelDistanceToWork", None)
        self.sync()
        return employee

    def test_empty_at_loket_clears_where_loket_leads(self):
        employee = self._employee_who_lost_values(work_contact_policy="lead")
        self.assertRecordValues(
            employee,
            [
                {
                    "private_street": False,
                    "place_of_birth": False,
                    "work_phone": False,
                    "distance_home_work": 0,
                }
            ],
        )

    def test_address_of_a_user_is_not_chosen_at_loket(self):
        """A new password is mailed there."""
        self.connection.work_contact_policy = "lead"
        person = self.hire()
        self.sync()
        employee = self.in_odoo(person)
        user = new_test_user(self.env, "mens", email="mens@example.com")
        employee.user_id = user
        self.assertEqual(employee.work_email, "mens@example.com")
        for address in ("else@example.com", None):
            self._contact(person, businessEmailAddress=address)
            self._contact(person, businessPhoneNumber="030-7")
            self.sync()
            self.assertRecordValues(
                employee, [{"work_email": "mens@example.com", "work_phone": "030-7"}]
            )
            self.assertEqual(user.email, "mens@example.com")
        user.partner_id.email = False
        employee.work_email = False
        self._contact(person, businessEmailAddress="first@example.com")
        self.sync()
        self.assertEqual(employee.work_email, "first@example.com")
        employee.user_id = False
        self._contact(person, businessEmailAddress="else@example.com")
        self.sync()
        self.assertEqual(employee.work_email, "else@example.com")

    def _assert_kept(self, employee):
        self.assertRecordValues(
            employee,
            [
                {
                    "private_street": "Odoostraat 5",
                    "place_of_birth": "Odoostad",
                    "work_phone": "030-9",
                    "distance_home_work": 7,
                }
            ],
        )

    def test_empty_at_loket_keeps_where_loket_only_fills(self):
        self._assert_kept(
            self._employee_who_lost_values(
                personal_policy="fill",
                private_contact_policy="fill",
                work_contact_policy="fill",
            )
        )

    def test_empty_at_loket_keeps_where_loket_is_ignored(self):
        self._assert_kept(
            self._employee_who_lost_values(
                personal_policy="ignore",
                private_contact_policy="ignore",
                work_contact_policy="ignore",
            )
        )

    def test_fill_writes_only_what_is_empty_in_odoo(self):
        self.connection.write(
            {"personal_policy": "fill", "private_contact_policy": "fill"}
        )
        person = self.hire(birth=date(1980, 1, 2))
        self.set_details(person, placeOfBirth="Loketstad")
        self._address(person, city="Loketdorp", street="Laan", houseNumber=3)
        self.admin.set_employee(person["id"], "travel.travelDistanceToWork", 8000)
        employee = self.new_employee(
            "N. Mens",
            birthday=date(1980, 1, 2),
            private_city="Odoostad",
            distance_home_work_unit="miles",
        )
        self.sync()
        self.assertEqual(self.in_odoo(person), employee)
        self.assertRecordValues(
            employee,
            [
                {
                    "name": "N. Mens",
                    "place_of_birth": "Loketstad",
                    "private_city": "Odoostad",
                    "private_street": "Laan 3",
                    "distance_home_work": 8,
                    "distance_home_work_unit": "kilometers",
                }
            ],
        )

    def test_name_and_marital_status_are_never_emptied(self):
        person = self.hire(first_name="Eva", last_name="Vries")
        self.set_details(person, civilStatus={"key": 2, "value": "Gehuwd"})
        self.sync()
        self.set_details(person, civilStatus=None)
        self.sync()
        self.assertEqual(self.in_odoo(person).marital, "married")

    def test_personal_values_reach_versions_still_to_come(self):
        person = self.hire()
        self.admin.set_hours(self.job_of(person)["id"], date(2026, 5, 1), hours=16)
        self.sync()
        employee = self.in_odoo(person)
        self._address(person, city="Kampen")
        self.sync()
        future = self.versions(employee)[date(2026, 5, 1)]
        self.assertEqual(employee.private_city, "Kampen")
        self.assertEqual(future.private_city, "Kampen")
