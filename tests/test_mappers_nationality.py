# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import pytest

from loket_connector.mappers.nationality import _FORMS, _key, nationality_country


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Nederlandse", "NL"),
        ("Nederlands", "NL"),
        ("NEDERLANDSE", "NL"),
        ("Nederlander", "NL"),
        ("Nederland", "NL"),
        ("Dutch", "NL"),
        ("Belgische", "BE"),
        ("Belg", "BE"),
        ("Belgian", "BE"),
        ("België", "BE"),
        ("Duitse", "DE"),
        ("Duits", "DE"),
        ("German", "DE"),
        ("Burger van de Bondsrepubliek Duitsland", "DE"),
        ("Poolse", "PL"),
        ("Pools", "PL"),
        ("Polish", "PL"),
        ("Brits burger", "GB"),
        ("Amerikaans burger", "US"),
        ("American", "US"),
        ("Turkse", "TR"),
        ("Marokkaanse", "MA"),
        ("Chinese", "CN"),
        ("Chinees", "CN"),
        ("Portugese", "PT"),
        ("Portuguese", "PT"),
        ("Oekraïense", "UA"),
        ("Burger van Oekraïne", "UA"),
        ("Burger van Roemenië", "RO"),
        ("Zuid-Afrikaanse", "ZA"),
        ("Zuidafrikaanse", None),
        ("Nieuw Zeelandse", "NZ"),
        ("Citizen of the Russian Federation", "RU"),
        ("Surinaamse nationaliteit", "SR"),
        ("Burger van Bosnië-Herzegovina", "BA"),
        ("Staatloos", None),
        ("Onbekend", None),
        ("Burger van", None),
        ("e", None),
        ("", None),
        (None, None),
    ],
)
def test_nationality_tolerates_endings(text, code):
    assert nationality_country(text) == code


def test_every_form_leads_to_its_own_country_only():
    for code, forms in _FORMS.items():
        for form in forms.split(","):
            assert nationality_country(form.upper()) == code


def test_endings_do_not_change_the_key():
    assert _key("Nederlandse") == _key("Nederlands")
    assert _key("Chinese") == _key("Chinees")
