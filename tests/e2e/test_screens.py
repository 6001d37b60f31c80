# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Every screen of both add-ons: no error, no layout break, a name for every button.

Which screens there are is asked of Odoo, so that a new one is looked at as well.
"""

import pytest
from loket_setup.job.odoo_session import OdooSession
from loket_setup.job.sandbox import today
from pages import Screen
from watch import Watch, cut_off, overflow, unnamed

WIDE, PHONE = {"width": 1366, "height": 900}, {"width": 390, "height": 844}
MODULES = ("loket_connector", "loket_connector_hr_timesheet")
#: Login → language and groups; each starts at another width and goes to the other.
PEOPLE = {
    "admin": ("en_US", WIDE),
    "beheer": ("nl_NL", PHONE),
    "loket": ("en_US", PHONE),
    "loonadmin": ("nl_NL", WIDE),
}
GROUPS = {
    "beheer": ["base.group_system", "loket_connector.group_loket_manager"],
    "loonadmin": ["loket_connector.group_loket_user"],
}
ELSEWHERE = [
    "action-hr_timesheet.timesheet_action_all?view_type=list",
    "employees?view_type=list",
]


@pytest.fixture(scope="module", autouse=True)
def records(world):
    """Fill every screen with something; return a function that finds a record."""
    world.ready_to_export()
    world.sync()
    person = world.hire_and_sync()
    world.approved_line(person.name, 6)
    world.line(person.name, 3)
    world.admin.create(
        "loket.allowance",
        {
            "employee_id": world.employee(person.name)["id"],
            "date": str(today()),
            "wage_code_id": world.admin.ref("loket_connector.wage_code_allowance"),
            "quantity": 12.5,
        },
    )
    world.send()
    for login, groups in GROUPS.items():
        more = [*groups, "hr.group_hr_manager", "hr_timesheet.group_timesheet_manager"]
        world.admin.find_or_create(
            "res.users",
            [("login", "=", login)],
            {
                "name": login,
                "login": login,
                "password": login,
                "lang": PEOPLE[login][0],
                "company_id": world.companies()[0],
                "company_ids": [(6, 0, world.companies())],
                "group_ids": [(4, world.admin.ref(group)) for group in more],
            },
        )
    return person


def addresses(world, login):
    """Return the addresses behind the add-ons' menus, as somebody has them."""
    session = OdooSession(world.odoo_url, login, login)
    found = [
        menu.get("actionPath") or f"action-{menu['actionID']}"
        for menu in session.call("ir.ui.menu", "load_web_menus", [], False).values()
        if menu.get("actionID") and (menu.get("xmlid") or "").startswith(MODULES)
    ]
    return list(dict.fromkeys(found))


@pytest.fixture
def screen(contexts, request):
    login = request.param
    page = contexts(login).new_page()
    page.set_viewport_size(PEOPLE[login][1])
    yield Screen(page)
    page.close()


def look(screen, watch, where):
    """Return what is wrong with what the screen shows now, at both widths."""
    wrong = []
    start = screen.page.viewport_size
    for size in (start, PHONE if start == WIDE else WIDE):
        screen.page.set_viewport_size(size)
        screen.settle()
        wrong += [f"{where} at {size['width']}: {text}" for text in watch.take()]
        found = [*overflow(screen.page), *unnamed(screen.page)]
        if size == WIDE:
            found += cut_off(screen.page)
        wrong += [f"{where} at {size['width']}: {text}" for text in found]
    screen.page.set_viewport_size(start)
    return wrong


def open_first(screen):
    """Open the first record of a list or of cards; tell whether there is one."""
    records = screen.page.locator(
        ".o_list_view .o_data_row .o_data_cell:not(.o_view_sample_data *),"
        " .o_kanban_view .o_kanban_record:not(.o_view_sample_data *)"
    ).filter(visible=True)
    if not records.count():
        return False
    records.first.click(position={"x": 5, "y": 5})
    screen.settle()
    return True


@pytest.mark.parametrize("screen", PEOPLE, indirect=True)
def test_screens_are_in_order(world, screen, request):
    login = request.node.callspec.params["screen"]
    watch = Watch(screen.page)
    wrong = []
    own = addresses(world, login)
    assert len(own) > 8
    for address in [*own, *ELSEWHERE]:
        screen.open(address)
        wrong += look(screen, watch, address)
        if open_first(screen):
            wrong += look(screen, watch, f"{address}, first record")
    assert not wrong, "\n".join(wrong)


def test_employee_tab_is_in_order(world, admin, records):
    watch = Watch(admin.page)
    admin.open(f"employees/{world.employee(records.name)['id']}")
    admin.tab("Loket")
    wrong = look(admin, watch, "employee")
    assert not wrong, "\n".join(wrong)


def test_settings_are_in_order(admin):
    watch = Watch(admin.page)
    admin.open("settings#loket")
    wrong = look(admin, watch, "settings")
    assert not wrong, "\n".join(wrong)


def test_timesheet_form_is_in_order(world, admin, records):
    watch = Watch(admin.page)
    line = world.line(records.name, 2)
    admin.open(f"all-timesheets/{line}")
    admin.tab("Loket")
    wrong = look(admin, watch, "timesheet")
    assert not wrong, "\n".join(wrong)
