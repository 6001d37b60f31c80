# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""tests/contract/loket.yaml is sound and says what Loket's own description says."""

import copy
import json
from pathlib import Path

import pytest
import yaml
from contract.compare import differences, prose_marks
from openapi_spec_validator import OpenAPIV30SpecValidator

ROOT = Path(__file__).resolve().parents[1]
CONTRACT = ROOT / "tests" / "contract" / "loket.yaml"
DESCRIPTION = ROOT.parent / "shared" / "loket" / "openapi-subset.json"

# Everything that cannot be compared; a new mark has to be defended here.
PROSE = {
    "/components/parameters/GeneralPageNumber",
    "/components/parameters/GeneralPageSize",
    "/components/parameters/PeriodNumber",
    "/components/responses/BadListRequest/content/text/plain",
    "/components/responses/BadRequest/content/text/plain",
    "/components/schemas/OrganizationalEntityOrNull",
    "/components/schemas/WageOrNull",
    "/components/schemas/WorkingHoursOrNull",
}
PROSE_OPERATIONS = {
    "Authorize",
    "GetEmployeePhotoByEmployeeIdAndVersion",
    "GetEmploymentMetadataByEmploymentId",
    "GetPayrollPeriodDataDefaultsByEmploymentId",
    "GetPayrollPeriodDataDefaultsByPayrollAdministrationId",
    "GetPayrollPeriodDataMetadataByEmploymentId",
    "GetPayrollPeriodDataMetadataByEmploymentIdAndPeriod",
    "GetPayrollPeriodDataMetadataByPayrollAdministrationId",
    "GetWorkingHoursMetadataByEmploymentId",
    "PatchReinstateByEmploymentId",
    "Token",
}
# The 200 of the two writes: Loket describes its messages in words only.
PROSE_ANSWERS = {
    "PatchCollectivePayrollPeriodDataByEmployerId",
    "PatchPayrollPeriodDataByEmploymentId",
}


@pytest.fixture(scope="module")
def contract():
    return yaml.safe_load(CONTRACT.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def description():
    if not DESCRIPTION.exists():
        pytest.skip("Loket's description is not beside this clone: nothing to compare")
    return json.loads(DESCRIPTION.read_text(encoding="utf-8"))


def operations(contract):
    return [
        operation
        for item in contract["paths"].values()
        for method, operation in item.items()
        if method != "servers"
    ]


def test_contract_is_valid_openapi(contract):
    assert list(OpenAPIV30SpecValidator(contract).iter_errors()) == []


def test_only_known_places_are_marked_as_prose(contract):
    marks = {mark for mark in prose_marks(contract) if mark.startswith("/components")}
    assert marks == PROSE


def test_only_known_operations_are_marked_as_prose(contract):
    marked = {
        operation["operationId"]
        for operation in operations(contract)
        if operation.get("x-source") == "prose"
    }
    assert marked == PROSE_OPERATIONS


def test_only_the_writes_have_an_answer_from_prose(contract):
    marked = {
        operation["operationId"]
        for operation in operations(contract)
        if prose_marks(operation["responses"])
    }
    assert marked == PROSE_ANSWERS


def test_request_bodies_take_no_other_properties(contract):
    open_bodies = []
    for operation in operations(contract):
        for content in operation.get("requestBody", {}).get("content", {}).values():
            schema = content["schema"].get("items", content["schema"])
            name = schema["$ref"].rsplit("/", 1)[1]
            if contract["components"]["schemas"][name]["additionalProperties"]:
                open_bodies.append(name)
    assert open_bodies == []


def test_contract_agrees_with_the_description(contract, description):
    assert differences(contract, description) == []


def _wrong(change):
    """Return a test parameter: a change that must be noticed, named after itself."""
    return pytest.param(change, id=change.__name__)


def other_type(contract):
    schemas = contract["components"]["schemas"]
    schemas["Wage"]["properties"]["grossWage"]["type"] = "string"


def other_format(contract):
    schemas = contract["components"]["schemas"]
    schemas["Employer"]["properties"]["id"]["format"] = "int32"


def not_nullable(contract):
    schemas = contract["components"]["schemas"]
    del schemas["PersonalDetails"]["properties"]["firstName"]["nullable"]


def writable(contract):
    schemas = contract["components"]["schemas"]
    del schemas["PersonalDetails"]["properties"]["formattedName"]["readOnly"]


def other_limit(contract):
    schemas = contract["components"]["schemas"]
    schemas["PeriodDataToWrite"]["properties"]["payslipText"]["maxLength"] = 30


def missing_property(contract):
    del contract["components"]["schemas"]["Department"]["properties"]["code"]


def invented_property(contract):
    schemas = contract["components"]["schemas"]
    schemas["WageOrNull"]["properties"]["invented"] = {"type": "string"}


def other_path(contract):
    paths = contract["paths"]
    paths["/users"] = paths.pop("/user")


def other_method(contract):
    item = contract["paths"]["/user"]
    item["patch"] = item.pop("get")


def other_operation_id(contract):
    contract["paths"]["/user"]["get"]["operationId"] = "GetUser"


def other_version(contract):
    responses = contract["paths"]["/user"]["get"]["responses"]
    content = responses["200"]["content"]
    content["application/json;version=2020-01-01"] = content.popitem()[1]


def optional_parameter(contract):
    contract["components"]["parameters"]["PayslipType"]["required"] = False


def missing_parameter(contract):
    contract["paths"]["/providers/employers"]["get"]["parameters"].pop()


def other_status(contract):
    responses = contract["paths"]["/user"]["get"]["responses"]
    responses["201"] = responses.pop("200")


@pytest.mark.parametrize(
    "change",
    [
        _wrong(change)
        for change in (
            other_type,
            other_format,
            not_nullable,
            writable,
            other_limit,
            missing_property,
            invented_property,
            other_path,
            other_method,
            other_operation_id,
            other_version,
            optional_parameter,
            missing_parameter,
            other_status,
        )
    ],
)
def test_comparison_notices(change, contract):
    # Against our own file, so that it runs where Loket's is missing.
    changed = copy.deepcopy(contract)
    change(changed)
    assert differences(contract, contract) == []
    assert differences(changed, contract) != []
