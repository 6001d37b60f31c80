# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

"""The message to the payroll administrator: which rights to give, and to whom.

In the language of its reader, not of the person who sends it.
"""

from dataclasses import dataclass
from html import escape

SUBJECT = {
    "nl": "Rechten in Loket.nl voor {venue}",
    "en": "Rights in Loket.nl for {venue}",
}
_TEXT = {
    "nl": """Beste salarisadministrateur,

Wij koppelen Odoo aan Loket.nl. Bij {venue} mist de Loket-gebruiker{user} van de
koppeling nog rechten. Wilt u deze gebruiker de volgende rechten geven?

{rights}

Het gaat om een gewone, actieve Loket-gebruiker (geen webservicegebruiker) met toegang
tot deze werkgever.{numbers}

Hartelijk dank!""",
    "en": """Dear payroll administrator,

We connect Odoo with Loket.nl. At {venue} the Loket user{user} of the connection still
lacks rights. Could you please give this user the following rights?

{rights}

It is a normal, active Loket user (not a web service user) with access to this
employer.{numbers}

Thank you very much!""",
}
_NUMBERS = {
    "nl": " Werkgevernummer: {number}. Werkgever ID: {id}.",
    "en": " Employer number (werkgevernummer): {number}. Werkgever ID: {id}.",
}
_NEEDED = {"nl": "nodig voor", "en": "needed for"}


@dataclass(frozen=True, slots=True)
class Need:
    """A right, what it is needed for, and Loket's name of the activity."""

    right: str
    purpose: str
    activity: str


def subject(language, venue):
    return SUBJECT[language].format(venue=venue)


def message(language, venue, needs, *, user="", number="", venue_id=""):
    """Return the message as plain text, empty when nothing is missing."""
    if not needs:
        return ""
    by_right = {}
    for need in needs:
        by_right.setdefault(need.right, []).append(need)
    lines = []
    for right, group in by_right.items():
        lines.append(f"- {right}")
        lines += [
            f"    {_NEEDED[language]}: {need.purpose} ({need.activity})"
            for need in group
        ]
    numbers = _NUMBERS[language].format(number=number or "–", id=venue_id)
    text = _TEXT[language].format(
        user=f" {user}" if user else "",
        venue=venue,
        rights="\n".join(lines),
        numbers=numbers if venue_id else "",
    )
    # Paragraphs flow in a mail program; only lists keep their lines.
    return "\n\n".join(
        part if part.startswith("- ") else " ".join(part.split("\n"))
        for part in text.split("\n\n")
    )


def html(text):
    """Return a message as HTML: what a right is needed for stands below the right."""
    parts = []
    for part in text.split("\n\n") if text else []:
        if part.startswith("- "):
            items = "".join(_item(item) for item in part[2:].split("\n- "))
            parts.append(f"<ul>{items}</ul>")
        else:
            parts.append(f"<p>{escape(part)}</p>")
    return "".join(parts)


def _item(text):
    right, *purposes = (escape(line.strip()) for line in text.split("\n"))
    inner = "".join(f"<li>{purpose}</li>" for purpose in purposes)
    return f"<li>{right}<ul>{inner}</ul></li>"
