# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""One made-up person as Loket shows an employee."""

from .words import (
    COUNTRIES,
    LAST_NAMES,
    MEN,
    STREETS,
    TOWNS,
    WOMEN,
)

GENDERS = {1: {"key": 1, "value": "Man"}, 2: {"key": 2, "value": "Vrouw"}}
# Key 2 is documented by Loket; the other three are the remaining Dutch choices.
NAME_FORMATS = {
    1: {"key": 1, "value": "Achternaam"},
    2: {"key": 2, "value": "Achternaam + achternaam partner"},
    3: {"key": 3, "value": "Achternaam partner"},
    4: {"key": 4, "value": "Achternaam partner + achternaam"},
}
CIVIL_STATUS = {
    1: {"key": 1, "value": "Ongehuwd"},
    2: {"key": 2, "value": "Gehuwd"},
}


def last_names(details):
    """Return the last names and the prefix that is written behind the initials.

    The first name of the combination loses its prefix to the end, which is how
    Loket sorts: "Wiel - van Bergen S.L. van de".
    """
    own = (details["prefix"], details["lastName"])
    partner = (details["prefixPartner"], details["lastNamePartner"])
    order = {1: [own], 2: [own, partner], 3: [partner], 4: [partner, own]}
    names = [
        name for name in order[details["howToFormatLastName"]["key"]] if name[1]
    ] or [own]
    first, rest = names[0], names[1:]
    text = " - ".join(
        [first[1], *(" ".join(part for part in name if part) for name in rest)]
    )
    return text, first[0]


def formatted_name(details):
    text, prefix = last_names(details)
    return " ".join(part for part in (text, details["initials"], prefix) if part)


def citizen_service_number(count):
    """Return the count-th made-up BSN; it passes the eleven test."""
    base = 100_000_000 + count * 20
    while True:
        digits = [int(digit) for digit in f"{base // 10:08d}"]
        rest = sum(d * w for d, w in zip(digits, range(9, 1, -1), strict=True)) % 11
        if rest < 10:
            return f"{base // 10:08d}{rest}"
        base += 10


def address(random, country="NL"):
    town, digits, _key, _name = random.choice(TOWNS)
    row = {
        "city": town,
        "country": COUNTRIES[country],
        "furtherIndication": None,
        "houseNumber": random.randint(1, 299),
        "houseNumberAddition": random.choice((None, None, None, "A", "bis", "2hg")),
        "location": None,
        "postalCode": f"{digits + random.randint(0, 80)} {random.choice('ABDKLMX')}"
        f"{random.choice('ABCEHJZ')}",
        "street": random.choice(STREETS),
    }
    if country == "BE":
        row.update(city="Antwerpen", postalCode="2018", street="Lange Leemstraat")
    if country == "DE":
        row.update(city="Nordhorn", postalCode="48527", street="Bentheimer Straße")
    return row


def employee_row(random, employee_id, number, today, **given):
    """Return an employee of resource version 2021-03-29 without a photo.

    :param given: values that must not be left to chance: gender, first_name
        (None = unknown to Loket), prefix, last_name, birth, partner (prefix,
        last name), name_format, email, country, postal (deviating address).
    """
    gender = given.get("gender") or random.choice((1, 2))
    first = random.choice(MEN if gender == 1 else WOMEN)
    first = given.get("first_name", first)
    prefix, last = random.choice(LAST_NAMES)
    prefix, last = given.get("prefix", prefix), given.get("last_name", last)
    birth = given.get("birth") or today.replace(
        year=today.year - random.randint(18, 64), month=random.randint(1, 12), day=1
    ).replace(day=random.randint(1, 28))
    partner_prefix, partner = given.get("partner", (None, None))
    initials = f"{(first or random.choice(MEN))[0]}."
    if random.random() < 0.4:
        initials += random.choice("ACEHJMS") + "."
    ascii_last = last.encode("ascii", "ignore").decode().replace(" ", "").lower()
    mailbox = f"{(first or initials[0]).lower()}.{ascii_last}{number}"
    mailbox = mailbox.encode("ascii", "ignore").decode()
    details = {
        "aowDate": f"{birth.year + 67}-{birth.month:02}-{birth.day:02}",
        "civilStatus": CIVIL_STATUS[2 if partner else 1],
        "dateOfBirth": birth.isoformat(),
        "dateOfDeath": None,
        "firstName": first,
        "gender": GENDERS[gender],
        "howToFormatLastName": NAME_FORMATS[given.get("name_format", 1)],
        "initials": initials,
        "lastName": last,
        "lastNamePartner": partner,
        "nationality": {"key": 1, "value": "Nederlandse"},
        "photo": None,
        "placeOfBirth": random.choice(TOWNS)[0],
        "prefix": prefix,
        "prefixPartner": partner_prefix,
        "title": None,
    }
    details["formattedName"] = formatted_name(details)
    digits = f"{random.randint(0, 99_999_999):08d}"
    return {
        "address": address(random, given.get("country", "NL")),
        "contactInformation": {
            "businessEmailAddress": given.get(
                "email", f"{mailbox}@werk.example.com" if number % 3 else None
            ),
            "businessMobilePhoneNumber": None,
            "businessPhoneNumber": f"030-{digits[:7]}" if number % 4 == 0 else None,
            "emailAddress": given.get(
                "email", f"{mailbox}@example.com" if number % 5 else None
            ),
            "faxNumber": None,
            "mobilePhoneNumber": f"06-{digits}" if number % 6 else None,
            "phoneNumber": None,
        },
        "deviatingPostalAddress": address(random) if given.get("postal") else None,
        "employeeNumber": number,
        "exclusionFromAbsenceStatus": False,
        "id": employee_id,
        "identityDocument": {
            "documentIdentification": f"NX{digits}",
            "typeOfDocument": {"key": 2, "value": "Paspoort"},
        },
        "personalDetails": details,
        "revokeEmployeeSelfServiceAccessOn": None,
        "statusEmployeeSelfService": None,
        "travel": {"travelDistanceToWork": random.choice((None, 3200, 12500, 41000))},
    }
