# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import json

import pytest

from loket_connector.client import LoketContractError, fields


def test_half_a_character_is_left_out_of_a_text():
    data = json.loads('{"name": "A\\ud83d\\u0000b\\n\\ud83d\\ude00"}')
    assert fields.text(data, "name", "person") == "Ab\n\U0001f600"


def test_number_beyond_32_bits_is_refused_where_people_are_counted():
    with pytest.raises(LoketContractError, match=r"person\.number"):
        fields.integer({"number": 2**31}, "number", "person")
    assert fields.integer({"number": 2**31 - 1}, "number", "person") == 2**31 - 1
    assert fields.long_integer({"number": 2**40}, "number", "person") == 2**40
