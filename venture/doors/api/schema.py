"""What the OpenAPI document says beyond what the views show: the problems that every address may answer with."""

from typing import Any

PROBLEM = {
    "type": "object",
    "description": "RFC 9457 problem details.",
    "required": ["type", "title", "status", "detail", "code"],
    "properties": {
        "type": {"type": "string", "format": "uri-reference"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "code": {"type": "string"},
        "errors": {"type": "object", "additionalProperties": {"type": "array", "items": {"type": "string"}}},
    },
}
ALWAYS = {
    "401": "No sign-in, or a token that is not valid.",
    "405": "Wrong method.",
    "406": "Not offered in this form.",
    "429": "Too many requests; see Retry-After.",
}
# What an act may be answered with besides.
ACTS = {
    "400": "The request cannot be read; errors names each member that is at fault.",
    "409": "A rule or the state of things does not allow it; code and detail say which and how to mend it.",
    "413": "The request is too large.",
    "415": "Not sent as application/json.",
}


def with_problems(result: dict[str, Any], generator: Any, request: Any, public: bool) -> dict[str, Any]:
    """Add the problems to every operation (a postprocessing hook of drf-spectacular)."""
    result.setdefault("components", {}).setdefault("schemas", {})["Problem"] = PROBLEM
    body = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    for path, operations in result["paths"].items():
        for method, operation in operations.items():
            said = dict(ALWAYS)
            if operation.get("security") not in (None, [{}]):
                said["403"] = "The token lacks the scope."
            if operation.get("parameters") and "{" not in path:
                said["400"] = "A filter cannot be read or does not exist."
            said["404"] = "Nothing here, or nothing that you may see."
            if method != "get":
                said |= ACTS
            for code, description in said.items():
                operation["responses"].setdefault(code, {"description": description, "content": body})
            if method == "get" and "200" in operation["responses"] and operation.get("security") not in (None, [{}]):
                operation["responses"].setdefault("304", {"description": "Unchanged since the ETag you sent."})
    return result
