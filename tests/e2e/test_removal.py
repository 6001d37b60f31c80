# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Upgrading keeps what is there; uninstalling leaves HR and timesheets as they were."""

import subprocess

import pytest
from loket_setup import database
from loket_setup.odoo_log import complaint

CORE, TIMESHEET = "loket_connector", "loket_connector_hr_timesheet"
#: Run in Odoo's shell: one person as a sync leaves him, with exported hours.
FILL = """
company = env.company
connection = env["loket.connection"].create({"name": "Kept"})
employer = env["loket.employer"].create({
    "connection_id": connection.id, "loket_id": "e1", "name": "Zorg",
    "company_id": company.id})
on_call = env.ref("loket_connector.contract_type_on_call")
employee = env["hr.employee"].create({
    "name": "Sanne Bakker", "company_id": company.id, "loket_employee_id": "p1",
    "loket_employer_id": employer.id, "contract_date_start": "2026-01-01",
    "contract_type_id": on_call.id, "wage": 1234.5})
env["hr.job"].create({
    "name": "Oproep", "contract_type_id": env.ref(
        "loket_connector.contract_type_on_call").id})
env["hr.employee"].create({
    "name": "Weg", "company_id": company.id, "departure_reason_id": env.ref(
        "loket_connector.departure_reason_loket").id})
env["hr.department"].create({"name": "Thuiszorg", "loket_department_id": "d1"})
env["resource.calendar"].create({"name": "Odd", "loket_schedule_key": "k1"})
employee.loket_problem = connection.state_message = "An old text, 100% (sure)"
env["loket.sync.run"].create({
    "connection_id": connection.id, "mode": "scheduled", "message": "A\\nB"})
connection._schedule_once("loket_connector.activity_sign_in", "Sign in", "note")
project = env["project.project"].create({"name": "P", "allow_timesheets": True})
line = env["account.analytic.line"].create({
    "name": "Work", "employee_id": employee.id, "project_id": project.id,
    "date": "2026-03-02", "unit_amount": 6.5, "loket_approved": True,
    "loket_wage_code_id": env.ref("loket_connector.wage_code_hours").id})
env["loket.allowance"].create({
    "timesheet_id": line.id,
    "wage_code_id": env.ref("loket_connector.wage_code_allowance").id})
administration = env["loket.payroll.administration"].create({
    "employer_id": employer.id, "loket_id": "a1", "name": "Zorg"})
period = env["loket.payroll.period"].create({
    "administration_id": administration.id, "loket_id": 202603, "year": 2026,
    "number": 3, "date_start": "2026-03-01", "date_end": "2026-03-31"})
component = env["loket.payroll.component"].create({
    "administration_id": administration.id, "year": 2026, "key": 1, "name": "Uren"})
person = env["loket.person"].create({
    "employer_id": employer.id, "loket_id": "p1", "name": "Sanne Bakker"})
employment = env["loket.employment"].create({
    "loket_id": "d1", "employer_id": employer.id, "person_id": person.id,
    "administration_id": administration.id, "date_start": "2026-01-01"})
env["loket.export.line"].create({
    "export_id": env["loket.export"].create({
        "administration_id": administration.id, "period_id": period.id}).id,
    "employment_id": employment.id, "component_id": component.id, "value": 6.5,
    "state": "verified", "sources": str(line.id)
        + ",,2026-03-02,hours,,zero_hours,6.5,f;,,2026-02-27,hours,,,-1.25,t"})
employer._set_missing_rights(
    env.ref("loket_connector_hr_timesheet.right_period_data_send"))
env.cr.commit()
"""
UNINSTALL = """
env["ir.module.module"].search([("name", "=", "%s")]).button_immediate_uninstall()
"""


@pytest.fixture
def filled(env):
    """Yield a database with both add-ons and somebody from Loket in it."""
    with database.temporary(env, database.addons_template(env), "removal") as name:
        shell(env, name, FILL)
        yield name


def shell(env, name, code):
    """Run code in Odoo's shell; it may log nothing unexpected."""
    command = env.odoo_command(name, "--no-http")
    command.insert(command.index("odoo") + 1, "shell")
    done = subprocess.run(
        command,
        input=code,
        env=env.variables(),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
        check=False,
    )
    complaints = [line for line in done.stdout.splitlines() if complaint(line)]
    assert not done.returncode, done.stdout[-3000:]
    assert not complaints, "\n".join(complaints)


def one(env, name, query, *values):
    rows = database.execute(env, (query, list(values)), database=name)
    return [tuple(row) for row in rows]


def tables(env, name):
    rows = one(
        env, name, "SELECT tablename FROM pg_tables WHERE tablename LIKE 'loket%%'"
    )
    return {table for (table,) in rows}


def columns(env, name):
    query = (
        "SELECT table_name || '.' || column_name FROM information_schema.columns"
        " WHERE column_name LIKE 'loket%%'"
    )
    return {column for (column,) in one(env, name, query)}


#: What makes a database look as version 19.0.1.0.0 left it after a sync.
PREVIOUS = """
UPDATE ir_module_module SET latest_version = '19.0.1.0.0'
    WHERE name IN ('loket_connector', 'loket_connector_hr_timesheet');
ALTER TABLE loket_employer DROP COLUMN mapped_with;
UPDATE loket_employer SET planned_on = '2026-03-11', last_version_number = '7';
UPDATE loket_wage_code SET active = false WHERE code_type = 'days';
ALTER TABLE loket_connection ALTER COLUMN state_message TYPE varchar;
ALTER TABLE loket_export_line ALTER COLUMN message TYPE varchar;
ALTER TABLE hr_employee ALTER COLUMN loket_problem TYPE varchar;
CREATE TABLE loket_export_share AS SELECT l.id AS line_id,
    s[1]::integer AS timesheet_id, s[2]::integer AS allowance_id,
    s[3]::date AS date, s[4] AS code_type, s[5]::integer AS wage_code_id,
    s[6] AS contract_kind, s[7]::numeric AS quantity, s[8]::boolean AS is_correction
    FROM loket_export_line l, STRING_TO_TABLE(l.sources, CHR(59)) part,
         STRING_TO_ARRAY(part, ',', '') s;
ALTER TABLE loket_export_line DROP COLUMN sources;
ALTER TABLE loket_connection DROP COLUMN home_company_id;
DROP TABLE loket_connection_owner_company_rel;
UPDATE ir_rule SET domain_force = '[]' FROM ir_model_data d
    WHERE d.res_id = ir_rule.id AND d.model = 'ir.rule' AND d.name LIKE 'loket_%rule_%'
    AND d.name NOT LIKE '%_write'
"""
#: Run in Odoo's shell: texts of before read as they did, in any language.
READ = """
env["res.lang"]._activate_lang("nl_NL")
env = env(context={"lang": "nl_NL"})
person = env["hr.employee"].search([("loket_employee_id", "=", "p1")])
assert person.loket_problem == "An old text, 100% (sure)", person.loket_problem
assert person.loket_sync_state == "problem", person.loket_sync_state
assert env["loket.connection"].search([]).state_message == person.loket_problem
run = env["loket.sync.run"].search([])
assert run.message == "A\\nB", run.message
shares = env["loket.export.line"].search([]).share_ids
hours, correction = shares.sorted("quantity", True)
assert hours.timesheet_id.name == "Work" and hours.quantity == 6.5, hours.quantity
assert hours.contract_kind == "zero_hours" and not hours.is_correction
assert not correction.timesheet_id and correction.is_correction
assert (str(correction.date), correction.quantity) == ("2026-02-27", -1.25)
"""


def test_upgrade_from_the_previous_version_keeps_everything(env, filled):
    database.execute(env, *PREVIOUS.split(";"), database=filled)
    database.install(env, filled, CORE, TIMESHEET, update=True)
    versions = "SELECT latest_version FROM ir_module_module WHERE name = %s"
    assert one(env, filled, versions, CORE) > [("19.0.1.0.0",)]
    # Nothing is forgotten, and the next night reads everybody with the new version.
    venue = "SELECT last_version_number, mapped_with FROM loket_employer"
    assert one(env, filled, venue) == [("7", "19.0.1.0.0")]
    # A connection is of somebody, and the rules go by that.
    owners = "SELECT count(*) FROM loket_connection_owner_company_rel"
    assert one(env, filled, owners) == [(1,)]
    rules = (
        "SELECT count(*) FROM ir_rule WHERE domain_force LIKE '%%owner_company_ids%%'"
    )
    assert one(env, filled, rules) == [(7,)]
    assert one(env, filled, "SELECT name FROM loket_connection") == [("Kept",)]
    assert one(env, filled, "SELECT loket_id FROM loket_employer") == [("e1",)]
    people = "SELECT count(*) FROM hr_employee WHERE loket_employee_id = 'p1'"
    assert one(env, filled, people) == [(1,)]
    lines = "SELECT unit_amount FROM account_analytic_line WHERE loket_approved"
    assert [float(amount) for (amount,) in one(env, filled, lines)] == [6.5]
    # What somebody changed in the data of the add-on stays changed.
    codes = "SELECT active FROM loket_wage_code WHERE code_type = 'days'"
    assert one(env, filled, codes) == [(False,)]
    shell(env, filled, READ)


def test_timesheets_stay_when_their_add_on_goes(env, filled):
    shell(env, filled, UNINSTALL % TIMESHEET)
    lines = "SELECT unit_amount FROM account_analytic_line WHERE name = 'Work'"
    assert [float(amount) for (amount,) in one(env, filled, lines)] == [6.5]
    assert not [c for c in columns(env, filled) if c.startswith("account_analytic")]
    assert not [t for t in tables(env, filled) if "export" in t]
    state = "SELECT rights_state, company_id IS NOT NULL FROM loket_employer"
    assert one(env, filled, state) == [("complete", True)]


def test_people_and_contracts_stay_when_both_go(env, filled):
    shell(env, filled, UNINSTALL % CORE)
    people = (
        "SELECT e.name, v.wage, t.name->>'en_US' FROM hr_employee e"
        " JOIN hr_version v ON v.employee_id = e.id"
        " JOIN hr_contract_type t ON t.id = v.contract_type_id"
        " WHERE e.name = 'Sanne Bakker'"
    )
    ((name, wage, contract_type),) = one(env, filled, people)
    assert (name, float(wage), contract_type) == ("Sanne Bakker", 1234.5, "On Call")
    lines = "SELECT unit_amount FROM account_analytic_line WHERE name = 'Work'"
    assert [float(amount) for (amount,) in one(env, filled, lines)] == [6.5]
    reasons = (
        "SELECT r.name->>'en_US' FROM hr_employee e"
        " JOIN hr_version v ON v.employee_id = e.id"
        " JOIN hr_departure_reason r ON r.id = v.departure_reason_id"
        " WHERE e.name = 'Weg'"
    )
    assert one(env, filled, reasons) == [("Ended at Loket",)]
    departments = (
        "SELECT count(*) FROM hr_department WHERE name->>'en_US' = 'Thuiszorg'"
    )
    assert one(env, filled, departments) == [(1,)]
    schedules = "SELECT count(*) FROM resource_calendar WHERE name = 'Odd'"
    assert one(env, filled, schedules) == [(1,)]
    assert tables(env, filled) == set()
    assert columns(env, filled) == set()
    names = "SELECT name FROM ir_model_data WHERE module LIKE 'loket%%'"
    assert one(env, filled, names) == []
    models = "SELECT model FROM ir_model WHERE model LIKE 'loket%%'"
    assert one(env, filled, models) == []


def test_job_positions_keep_their_employment_type(env, filled):
    """Also where no contract has it."""
    database.execute(
        env, "UPDATE hr_version SET contract_type_id = NULL", database=filled
    )
    shell(env, filled, UNINSTALL % CORE)
    kinds = (
        "SELECT t.name->>'en_US' FROM hr_job j"
        " JOIN hr_contract_type t ON t.id = j.contract_type_id"
        " WHERE j.name->>'en_US' = 'Oproep'"
    )
    assert one(env, filled, kinds) == [("On Call",)]
