# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Names, streets and towns that the made-up people and companies are made of."""

MEN = (
    "Daan Lars Ömer Willem Pieter Kees Thijs Bram Sem Joost Ruud Stefan Marco Jeroen "
    "Mohamed Youssef Jürgen Niek Gijs Hans Henk Dirk Sander Wouter Tim René Björn Ali "
    "Koen Jasper"
).split()
WOMEN = (
    "Emma Sanne Zoë Fatima Noor Femke Lotte Anouk Ingrid Marijke Chloë Aïsha Petra "
    "Wilma Tineke Roos Julia Eva Lieke Iris Mirjam Esther Hanneke Naomi Samira Esmée "
    "Yara Britt Marleen Floor"
).split()

# (prefix, last name); None = no prefix
LAST_NAMES = (
    (None, "Bakker"),
    ("de", "Vries"),
    ("van de", "Ven"),
    ("ter", "Horst"),
    ("van den", "Berg"),
    (None, "Jansen"),
    ("van der", "Meer"),
    ("'t", "Hart"),
    ("van 't", "Hof"),
    ("in 't", "Veld"),
    (None, "Yıldız"),
    (None, "El Amrani"),
    (None, "Mulder"),
    ("de", "Boer"),
    (None, "Visser"),
    (None, "Smit"),
    (None, "Meijer"),
    ("op den", "Kamp"),
    ("van", "Leeuwen"),
    (None, "Dekker"),
    (None, "Brouwer"),
    ("de", "Wit"),
    (None, "Dijkstra"),
    (None, "Smits"),
    ("de", "Graaf"),
    ("van der", "Linden"),
    (None, "Kok"),
    (None, "Jacobs"),
    ("de", "Haan"),
    (None, "Vermeulen"),
    ("van den", "Heuvel"),
    (None, "Hoekstra"),
    ("te", "Riele"),
    (None, "Nowak"),
    (None, "Müller"),
    (None, "García López"),
    (None, "Prins"),
    (None, "Blom"),
    ("van der", "Veen"),
    (None, "Huisman"),
)

STREETS = (
    "Dorpsstraat",
    "Kerkweg",
    "Van Speykstraat",
    "Lange Nieuwstraat",
    "'s-Gravendijkwal",
    "Molenpad",
    "Burg. de Vlugtlaan",
    "Prins Hendrikkade",
    "Berkenlaan",
    "Oude Rijn",
)
# (town, first digits of the postal code, province key and name)
TOWNS = (
    ("Utrecht", 3511, 9, "Utrecht"),
    ("'s-Hertogenbosch", 5211, 7, "Noord-Brabant"),
    ("Zwolle", 8011, 8, "Overijssel"),
    ("Amersfoort", 3811, 9, "Utrecht"),
    ("Alkmaar", 1811, 1, "Noord-Holland"),
    ("Den Haag", 2511, 2, "Zuid-Holland"),
    ("Groningen", 9711, 3, "Groningen"),
    ("Súdwest-Fryslân", 8601, 4, "Friesland"),
    ("Venlo", 5911, 6, "Limburg"),
)
COMPANIES = (
    "Zonnebloem Zorg B.V.",
    "De Gouden Korenaar Bakkerijen B.V.",
    "Waterland Techniek B.V.",
    "Hotel & Restaurant De Linde",
    "Kinderopvang Het Vlindertje",
    "Transportbedrijf Van Rijn en Zn.",
)
COUNTRIES = {
    "NL": {"isoCode": "NL", "key": 530, "value": "Nederland"},
    "BE": {"isoCode": "BE", "key": 540, "value": "België"},
    "DE": {"isoCode": "DE", "key": 550, "value": "Duitsland"},
}
DEPARTMENTS = (
    "Directie",
    "Administratie",
    "Zorg & Welzijn",
    "Techniek",
    "Horeca",
    "Magazijn",
)
FUNCTIONS = (
    "Directeur",
    "Administratief medewerker",
    "Verzorgende IG",
    "Monteur",
    "Medewerker bediening",
    "Magazijnmedewerker",
    "Teamleider",
)
