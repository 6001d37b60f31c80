# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Nationalities as Loket writes them, to country codes.

Loket gives a nationality as a text, in Dutch or English, from the list of the Dutch
population register: an adjective ("Nederlandse", "Dutch"), a citizen ("Brits burger",
"Amerikaans burger") or "Burger van" a country. The table holds the nationalities that
are common in the Netherlands, Dutch forms first, then English, then country names.
"""

from __future__ import annotations

import re

from .names import normalise

# One form per ending is enough: see _key.
_FORMS = {
    "AF": "afghaans, afgaans, afghan, afghanistan",
    "AL": "albanees, albanian, albanie, albania",
    "DZ": "algerijns, algerian, algerije, algeria",
    "AO": "angolees, angolan, angola",
    "AR": "argentijns, argentine, argentinian, argentinie, argentina",
    "AM": "armeens, armenian, armenie, armenia",
    "AU": "australisch, australian, australie, australia",
    "AT": "oostenrijks, oostenrijker, austrian, oostenrijk, austria",
    "AZ": "azerbeidzjaans, azerbaijani, azerbeidzjan, azerbajdsjan, azerbaijan",
    "BD": "bengalees, bengalese, bangladeshi, bangladesh",
    "BY": "belarussisch, wit-russisch, belarusian, belarus, wit-rusland",
    "BE": "belg, belgisch, belgian, belgie, belgium",
    "BA": "bosnisch, bosnian, bosnie-herzegovina, bosnie en herzegovina, "
    "bosnia and herzegovina, bosnia",
    "BR": "braziliaans, brazilian, brazilie, brazil",
    "BG": "bulgaars, bulgarian, bulgarije, bulgaria",
    "CM": "kameroens, kameroenees, cameroonian, kameroen, cameroon",
    "CA": "canadees, canadian, canada",
    "CV": "kaapverdisch, kaapverdiaans, cape verdean, kaapverdie, cape verde",
    "CL": "chileens, chilean, chili, chile",
    "CN": "chinees, chinese, china, volksrepubliek china",
    "CO": "colombiaans, colombian, colombia",
    "CD": "congolees, zairees, congolese, democratische republiek congo, "
    "democratic republic of the congo",
    "HR": "kroatisch, croatian, kroatie, croatia",
    "CU": "cubaans, cuban, cuba",
    "CY": "cyprisch, cypriotisch, cyprioot, cypriot, cyprus",
    "CZ": "tsjechisch, tsjech, czech, tsjechie, czech republic, czechia",
    "DK": "deens, danish, denemarken, denmark",
    "DO": "dominicaans, dominican, dominicaanse republiek, dominican republic",
    "DE": "duits, duitser, german, duitsland, bondsrepubliek duitsland, germany",
    "EC": "ecuadoraans, ecuadoriaans, ecuadorian, ecuador",
    "EG": "egyptisch, egyptian, egypte, egypt",
    "ER": "eritrees, eritreaans, eritrean, eritrea",
    "EE": "estlands, estisch, ests, estonian, estland, estonia",
    "ET": "ethiopisch, ethiopian, ethiopie, ethiopia",
    "FI": "fins, finnish, finland",
    "FR": "frans, french, frankrijk, france",
    "GM": "gambiaans, gambian, gambia",
    "GE": "georgisch, georgian, georgie, georgia",
    "GH": "ghanees, ghanaian, ghana",
    "GN": "guinees, guinean, guinee, guinea",
    "GR": "grieks, greek, griekenland, greece",
    "GB": "brits, brit, british, brits onderdaan, british subject, engels, english, "
    "groot-brittannie, verenigd koninkrijk, united kingdom, great britain",
    "GY": "guyaans, guyanees, guyanese, guyana",
    "HK": "hongkongs, hong kong",
    "HU": "hongaars, hungarian, hongarije, hungary",
    "IS": "ijslands, icelandic, ijsland, iceland",
    "IN": "indiaas, indier, indian, india",
    "ID": "indonesisch, indonesian, indonesie, indonesia",
    "IR": "iraans, iranian, iran, islamitische republiek iran",
    "IQ": "iraaks, irakees, iraqi, irak, iraq",
    "IE": "iers, irish, ierland, ireland",
    "IL": "israelisch, israeli, israel",
    "IT": "italiaans, italian, italie, italy",
    "CI": "ivoriaans, ivorian, ivoorkust, ivory coast",
    "JP": "japans, japanees, japanese, japan",
    "JO": "jordaans, jordanian, jordanie, jordan",
    "KZ": "kazachs, kazachstaans, kazakh, kazachstan, kazakhstan",
    "KE": "kenyaans, keniaans, kenyan, kenya, kenia",
    "XK": "kosovaars, kosovar, kosovan, kosovo",
    "LV": "lets, letlands, latvian, letland, latvia",
    "LB": "libanees, lebanese, libanon, lebanon",
    "LT": "litouws, lithuanian, litouwen, lithuania",
    "LU": "luxemburgs, luxemburger, luxembourgish, luxembourger, luxemburg, luxembourg",
    "MK": "macedonisch, noord-macedonisch, macedonian, north macedonian, "
    "noord-macedonie, north macedonia, macedonie",
    "MY": "maleisisch, malaysian, maleisie, malaysia",
    "MT": "maltees, maltese, malta",
    "MA": "marokkaans, moroccan, marokko, morocco",
    "MX": "mexicaans, mexican, mexico",
    "MD": "moldavisch, moldovan, moldavie, moldova",
    "ME": "montenegrijns, montenegrin, montenegro",
    "NP": "nepalees, nepalese, nepali, nepal",
    "NL": "nederlands, nederlander, dutch, nederland, netherlands, the netherlands",
    "NZ": "nieuw-zeelands, new zealander, new zealand, nieuw-zeeland",
    "NG": "nigeriaans, nigerian, nigeria",
    "NO": "noors, norwegian, noorwegen, norway",
    "PK": "pakistaans, pakistani, pakistan",
    "PE": "peruaans, peruviaans, peruvian, peru",
    "PH": "filipijns, filippijns, filipino, philippine, filipijnen, philippines",
    "PL": "pools, polish, polen, poland",
    "PT": "portugees, portuguese, portugal",
    "RO": "roemeens, romanian, roemenie, romania",
    "RU": "russisch, rus, russian, rusland, russische federatie, russia, "
    "russian federation",
    "SA": "saoedi-arabisch, saudi, saudi arabian, saoedi-arabie, saudi arabia",
    "SN": "senegalees, senegalese, senegal",
    "RS": "servisch, serbian, servie, serbia",
    "SL": "sierraleoons, sierra leonean, sierra leone",
    "SG": "singaporees, singaporaans, singaporean, singapore",
    "SK": "slowaaks, slovak, slowakije, slovakia",
    "SI": "sloveens, slovenian, slovene, slovenie, slovenia",
    "SO": "somalisch, somali, somalier, somalie, somalia",
    "ZA": "zuid-afrikaans, south african, zuid-afrika, south africa",
    "KR": "zuid-koreaans, south korean, zuid-korea, south korea, republiek korea",
    "ES": "spaans, spanish, spanjaard, spanje, spain",
    "LK": "srilankaans, sri lankaans, sri lankan, sri lanka",
    "SD": "soedanees, sudanese, soedan, sudan",
    "SR": "surinaams, surinamer, surinamese, suriname",
    "SY": "syrisch, syrier, syrian, syrie, syria, syrische arabische republiek",
    "SE": "zweeds, swedish, zweden, sweden",
    "CH": "zwitsers, swiss, zwitserland, switzerland",
    "TW": "taiwanees, taiwanese, taiwan",
    "TZ": "tanzaniaans, tanzanian, tanzania",
    "TH": "thais, thai, thailand",
    "TN": "tunesisch, tunesier, tunisian, tunesie, tunisia",
    "TR": "turks, turk, turkish, turkije, turkey, turkiye",
    "UG": "ugandees, oegandees, ugandan, uganda, oeganda",
    "UA": "oekraiens, ukrainian, oekraine, ukraine",
    "US": "amerikaans, american, verenigde staten, verenigde staten van amerika, "
    "united states, united states of america, usa",
    "VE": "venezolaans, venezuelaans, venezuelan, venezuela",
    "VN": "vietnamees, vietnamese, vietnam",
    "YE": "jemenitisch, yemeni, jemen, yemen",
    "ZW": "zimbabwaans, zimbabwean, zimbabwe",
}

_CITIZEN = re.compile(
    r"^(?:burger|onderdaan|staatsburger|citizen) (?:van|of) (?:(?:de|het|the) )?"
    r"|(?: staats)? ?burger$| citizen$| nationaliteit$| nationality$"
)


def _key(text: str) -> str:
    """Return what stays the same in the forms of one word.

    Dutch adjectives differ in a final e, and a long vowel is written once before it:
    Nederlands/Nederlandse, Chinees/Chinese.
    """
    words = normalise(text)
    if words.endswith("ees"):
        return f"{words[:-3]}es"
    return words[:-1] if words.endswith("e") else words


_COUNTRY_BY_KEY = {
    _key(form): code for code, forms in _FORMS.items() for form in forms.split(",")
}


def nationality_country(text: str | None) -> str | None:
    """Return the ISO 3166-1 alpha-2 code of a nationality, None when unknown.

    Stateless, "onbekend" and nationalities outside the table are None; XK (Kosovo) is
    the code in common use, as ISO has none.
    """
    words = normalise(text)
    found = _COUNTRY_BY_KEY.get(_key(words))
    return found or _COUNTRY_BY_KEY.get(_key(_CITIZEN.sub("", words)))
