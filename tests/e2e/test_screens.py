# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Every screen of both add-ons: no error, no layout break, a name for every button.

Which screens there are is asked of Odoo, so that a new one is looked at as well.
"""

import pytest
from loket_setup.job.odoo_session import OdooSession
from pages import Screen
from playwright.sync_api import expect
from screens import TIMESHEETS
from watch import Watch, cut_off, overflow, sideways, unnamed

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
ELSEWHERE = [TIMESHEETS, "employees?view_type=list"]


@pytest.fixture(scope="module", autouse=True)
def records(payroll):
    """Fill every screen with something; return somebody who is on them."""
    world = payroll
    person = world.hire_and_sync()
    world.approved_line(person.name, 6)
    world.line(person.name, 3)
    world.approved_allowance(person.name, 12.5)
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
def screen(stage, request):
    login = request.param
    page = stage.context(login).new_page()
    page.set_viewport_size(PEOPLE[login][1])
    yield Screen(page)
    page.close()


def look(screen, watch, where):
    """Return what is wrong with what the screen shows now, at both widths.

    What opens on a telephone has cards, what is made narrow later keeps its lists.
    """
    start = screen.page.viewport_size
    wrong = [f"{where}: {text}" for text in sideways(screen.page) if start == PHONE]
    for size in (start, PHONE if start == WIDE else WIDE):
        screen.page.set_viewport_size(size)
        screen.settle()
        wrong += [f"{where} at {size['width']}: {text}" for text in watch.take()]
        found = [*overflow(screen.page), *unnamed(screen.page)]
        if size in (start, WIDE):
            found += cut_off(screen.page)
        wrong += [f"{where} at {size['width']}: {text}" for text in found]
    screen.page.set_viewport_size(start)
    return wrong


def look_at_tabs(screen, watch, where):
    """Return what is wrong with a form, with each of its tabs open."""
    wrong = look(screen, watch, where)
    tabs = screen.page.locator(".o_content .o_notebook_headers .nav-link")
    for tab in tabs.filter(visible=True).all()[1:]:
        tab.click()
        screen.settle()
        wrong += look(screen, watch, f"{where}, {tab.inner_text()}")
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
    opened = screen.page.locator(".o_form_view, .o_selected_row")
    expect(opened.first).to_be_visible()
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
            # Of the form of an employee only one tab is ours: it has its own test.
            seen = look if address.startswith("employees") else look_at_tabs
            wrong += seen(screen, watch, f"{address}, first record")
    assert not wrong, "\n".join(wrong)


#: Somebody with everything on a wide screen, and somebody with it on a telephone.
MANAGERS = pytest.mark.parametrize("screen", ["admin", "beheer"], indirect=True)


@MANAGERS
def test_steps_of_the_set_up_are_in_order(world, screen, request):
    login = request.node.callspec.params["screen"]
    session = OdooSession(world.odoo_url, login, login)
    session.call("loket.setup.wizard", "action_start")
    wizard = session.find("loket.setup.wizard", [], ["id"], limit=1)[0]["id"]
    steps = session.call("loket.setup.wizard", "fields_get", ["step"])["step"]
    watch = Watch(screen.page)
    wrong = []
    for step, _label in steps["selection"]:
        session.call("loket.setup.wizard", "write", [wizard], {"step": step})
        screen.open(f"m-loket.setup.wizard/{wizard}")
        wrong += look(screen, watch, f"set-up, {step}")
    assert not wrong, "\n".join(wrong)


@pytest.fixture
def missing_rights(world):
    """Take every right of a venue away that can be missing there."""
    rights = world.admin.find("loket.right", [("per_venue", "=", True)], ["activity"])
    venue = world.venues()[0]
    for right in rights:
        world.loket.tell("take_right", activity=right["activity"])
    world.admin.call("loket.employer", "action_check_rights", [venue])
    yield venue
    for right in rights:
        world.loket.tell("give_right", activity=right["activity"])
    world.admin.call("loket.employer", "action_check_rights", [venue])


@MANAGERS
def test_missing_rights_are_in_order(missing_rights, screen):
    watch = Watch(screen.page)
    screen.open(f"loket-venues/{missing_rights}")
    # Each function that is off, and what to ask for in two languages.
    expect(screen.page.locator(".o_loket_rights .text-break").first).to_be_visible()
    wrong = look(screen, watch, "missing rights")
    assert not wrong, "\n".join(wrong)


@MANAGERS
def test_choosing_wage_codes_is_in_order(world, screen):
    watch = Watch(screen.page)
    number = world.admin.find("loket.payroll.administration", [], ["id"], limit=1)
    screen.open(f"loket-administrations/{number[0]['id']}")
    screen.page.locator("button[name=action_suggest_mappings]").click()
    expect(screen.page.locator(".modal [name=line_ids]")).to_be_visible()
    wrong = look(screen, watch, "choosing wage codes")
    assert not wrong, "\n".join(wrong)


@MANAGERS
def test_choosing_who_is_meant_is_in_order(world, screen):
    last_name = next(world.names)
    for first_name in ("Lot", "Lies"):
        world.admin.create(
            "hr.employee",
            {
                "name": f"{first_name} {last_name}",
                "birthday": "1990-05-17",
                "company_id": world.companies()[0],
            },
        )
    person = world.hire(last_name)
    world.sync()
    line = world.admin.find(
        "loket.sync.line",
        [("name", "=", person.name), ("action", "=", "problem")],
        ["run_id"],
        limit=1,
    )
    watch = Watch(screen.page)
    screen.open(f"loket-runs/{line[0]['run_id'][0]}")
    wrong = look(screen, watch, "a run with a problem")
    screen.page.locator("[name=line_ids]").get_by_text(person.name).first.click()
    expect(screen.page.locator(".modal [name=candidate_ids]")).to_be_visible()
    wrong += look(screen, watch, "choosing who is meant")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("screen", ["beheer"], indirect=True)
def test_hours_behind_a_value_are_cards_on_a_telephone(world, screen, records):
    watch = Watch(screen.page)
    screen.open(f"m-loket.export/{world.export()}")
    screen.page.locator("[name=line_ids]").get_by_text(records.name).first.click()
    dialog = screen.page.locator(".modal")
    expect(dialog).to_be_visible()
    wrong = look(screen, watch, "a value")
    dialog.locator("button[name=action_view_timesheets]").click()
    expect(dialog).to_have_count(0)
    cards = screen.page.locator(".o_kanban_view .o_kanban_record")
    expect(cards.filter(has_text=records.name).first).to_be_visible()
    wrong += look(screen, watch, "hours behind a value")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("screen", ["beheer"], indirect=True)
def test_hours_are_approved_on_a_telephone(world, screen, records):
    line = world.line(records.name, 1.25)
    screen.open(TIMESHEETS)
    card = screen.page.locator(".o_kanban_record").filter(has_text="1h15")
    # A finger that stays where it is.
    card.dispatch_event("touchstart")
    expect(screen.page.locator(".o_selection_box")).to_be_visible()
    card.dispatch_event("touchend")
    screen.page.locator(".o_control_panel .o_cp_action_menus button").click()
    approve = screen.page.locator("button[name=action_loket_approve]")
    screen.call(approve, "action_loket_approve")
    assert world.line_state(line) == "to_export"


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
