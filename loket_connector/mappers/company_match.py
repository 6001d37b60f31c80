# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

"""Which company a venue probably is: by Chamber of Commerce number, else by name."""

import re
import unicodedata

#: Legal forms say nothing about which company it is.
_LEGAL_FORMS = (
    r"\b(b\.?v\.?|n\.?v\.?|v\.?o\.?f\.?|stichting|holding|coop|u\.?a\.?)(\W|$)"
)


def registry_number(text):
    """Return the digits of a Chamber of Commerce number (eight; older ones less)."""
    digits = re.sub(r"\D", "", text or "")
    return digits.zfill(8) if digits else ""


def company_key(name):
    """Return a name without legal form, accents and punctuation."""
    plain = unicodedata.normalize("NFKD", name or "").encode("ascii", "ignore").decode()
    without = re.sub(_LEGAL_FORMS, " ", plain.lower())
    return " ".join(re.findall(r"[a-z0-9]+", without))


def best_company(name, number, companies):
    """Return ``(id, reason)`` of the only company that fits, or ``(None, "")``.

    :param companies: tuples of id, name and registry number.
    """
    wanted = registry_number(number)
    if wanted:
        found = [c[0] for c in companies if registry_number(c[2]) == wanted]
        if len(found) == 1:
            return found[0], "number"
    key = company_key(name)
    found = [c[0] for c in companies if key and company_key(c[1]) == key]
    return (found[0], "name") if len(found) == 1 else (None, "")
