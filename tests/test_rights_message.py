# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

"""The message to the payroll administrator names what to give to whom."""

import pytest

from loket_connector.mappers.rights_message import Need, html, message, subject

NEEDS = [
    Need("Raadplegen beloningen", "de historie", "GetWages"),
    Need("Raadplegen HRM", "de administraties", "GetAdministrations"),
    Need("Raadplegen beloningen", "het loon", "GetPay"),
]


@pytest.mark.parametrize("language", ["nl", "en"])
def test_message_names_every_right_once_with_its_activities(language):
    text = message(language, "Zorggroep", NEEDS, user="Sandra", number=7, venue_id="x")
    assert text.count("- Raadplegen beloningen") == 1
    assert text.count("- Raadplegen HRM") == 1
    for part in ("GetWages", "GetPay", "GetAdministrations", "Sandra", "7", "x"):
        assert part in text
    assert "{" not in text


def test_message_without_missing_rights_is_empty():
    assert message("nl", "Zorggroep", []) == ""


def test_message_without_known_user_still_reads_well():
    text = message("nl", "Zorggroep", NEEDS)
    assert "mist de Loket-gebruiker van de koppeling nog rechten" in text
    assert "Werkgever ID" not in text


def test_name_with_a_point_at_its_end_does_not_end_a_sentence():
    for language in ("nl", "en"):
        assert "B.V.." not in message(language, "Zorggroep B.V.", NEEDS)


def test_subject_names_the_venue():
    assert subject("en", "Zorggroep") == "Rights in Loket.nl for Zorggroep"


def test_mail_keeps_what_a_right_is_needed_for_below_the_right():
    """A mail program eats the spaces before a line."""
    needs = [*NEEDS, Need("Raadplegen <b>", "x", "y")]
    text = html(message("nl", "Zorg & Welzijn", needs))
    assert (
        "<li>Raadplegen beloningen<ul><li>nodig voor: de historie (GetWages)</li>"
        "<li>nodig voor: het loon (GetPay)</li></ul></li><li>Raadplegen HRM<ul>" in text
    )
    assert "Raadplegen &lt;b&gt;" in text
    assert "<p>Beste salarisadministrateur,</p><p>Wij koppelen" in text
    assert "Zorg &amp; Welzijn" in text


def test_mail_without_missing_rights_is_empty():
    assert html(message("nl", "Zorggroep", [])) == ""
