"""The OpenAPI 3.1 description of the JSON API."""

from typing import Any

from analysis.exports.layouts import VOCABULARIES
from analysis.exports.observations import COLUMNS, CONTRACT

PREFIX = "/api/v1"
# Of both feeds; counts as CONTRACT does. docs/api.md has a line for each.
FEEDS = "1.2"
USUALLY_ON_A_PAGE = 1_000
MOST_ON_A_PAGE = 10_000
FILTERS = ("unit_kind", "unit_key", "respondent_group", "measure", "statistic")

_TEXT = {"type": "string"}
_NUMBERS = {"value_number", "lower", "upper"}


def description(address: str) -> dict[str, Any]:
    """Describe the API of the installation at this address."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Klankbord",
            "version": FEEDS,
            "description": "Published figures only. Codes are a contract; docs/export.md has them.",
        },
        "servers": [{"url": address + PREFIX}],
        "security": [{"token": []}],
        "paths": _paths(),
        "components": {
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
            "schemas": _schemas(),
            "responses": {
                name: {
                    "description": what,
                    "headers": _RETRY_AFTER if name == "429" else {},
                    "content": _content("Problem", _PROBLEM),
                }
                for name, what in _REFUSALS.items()
            },
        },
    }


_JSON, _PROBLEM = "application/json", "application/problem+json"
_REFUSALS = {
    "400": "A parameter that cannot be read, or is not known here.",
    "401": "No token, or one that opens nothing any more.",
    "404": "Not there, or not opened by this token.",
    "429": "Too many requests; Retry-After says how long to wait.",
}
_RETRY_AFTER = {
    "Retry-After": {
        "description": "Seconds to wait.",
        "required": True,
        "schema": {"type": "integer", "minimum": 1},
    }
}
_FRESHNESS = {
    name: {"description": what, "schema": {"type": "string"}}
    for name, what in {
        "ETag": "Send it as If-None-Match, and what did not change answers 304.",
        "Last-Modified": "When the newest of it was published; for If-Modified-Since.",
    }.items()
}


def _paths() -> dict[str, Any]:
    publication = _in_path("publication_id", {"type": "integer", "minimum": 1})
    filters = [_in_query(name, _column(name)) for name in FILTERS]
    limit = {"type": "integer", "minimum": 1, "maximum": MOST_ON_A_PAGE}
    limit["default"] = USUALLY_ON_A_PAGE
    one = "/publications/{publication_id}"
    return {
        "/publications": _get("The latest publication of each wave", "Publications"),
        one: _get("One publication, superseded or not", "Publication", publication),
        f"{one}/units": _get(
            "The units of a publication",
            "Units",
            publication,
            _in_query("unit_kind", _column("unit_kind")),
        ),
        f"{one}/units/{{unit_kind}}/{{unit_key}}/figures": _get(
            "The figures of one unit",
            "Figures",
            publication,
            _in_path("unit_kind", _column("unit_kind")),
            _in_path("unit_key", {"type": "string", "minLength": 1}),
        ),
        f"{one}/observations": _get(
            "Observations, by filter and page by page",
            "Observations",
            publication,
            *filters,
            _in_query("limit", limit),
            _in_query("cursor", _TEXT),
        ),
    }


def _get(summary: str, schema: str, *parameters: dict[str, Any]) -> dict[str, Any]:
    return {
        "get": {
            "summary": summary,
            "operationId": schema[0].lower() + schema[1:],
            "parameters": list(parameters),
            "responses": {
                "200": {
                    "description": summary,
                    "headers": _FRESHNESS,
                    "content": _content(schema, _JSON),
                },
                "304": {"description": "Nothing changed since what was sent."},
                **{name: {"$ref": f"#/components/responses/{name}"} for name in _REFUSALS},
            },
        }
    }


def _in_path(name: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {"name": name, "in": "path", "required": True, "schema": schema}


def _in_query(name: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {"name": name, "in": "query", "required": False, "schema": schema}


def _content(schema: str, media_type: str) -> dict[str, Any]:
    return {media_type: {"schema": _ref(schema)}}


def _ref(schema: str) -> dict[str, Any]:
    return {"$ref": f"#/components/schemas/{schema}"}


def _column(name: str) -> dict[str, Any]:
    if name in _NUMBERS:
        return {"type": ["number", "null"]}
    return {"type": "string", "enum": list(VOCABULARIES[name])} if name in VOCABULARIES else _TEXT


def _object(properties: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def _list_of(schema: str, **more: Any) -> dict[str, Any]:
    return _object({"items": {"type": "array", "items": _ref(schema)}, **more})


def _schemas() -> dict[str, Any]:
    day = {"type": "string", "format": "date"}
    return {
        "Publication": _object(
            {
                "id": {"type": "integer"},
                "wave_id": {"type": "integer"},
                "campaign": _TEXT,
                "wave": _column("wave"),
                "first_day": day,
                "last_day": day,
                "published_at": {"type": "string", "format": "date-time"},
                "is_latest": {"type": "boolean"},
                "digest": {"type": "string", "pattern": "^[0-9a-f]{64}$"},
                "contract": {"type": "string", "const": CONTRACT},
            }
        ),
        "Publications": _list_of("Publication"),
        "Unit": _object({"unit_kind": _column("unit_kind"), "unit_key": _TEXT, "unit_name": _TEXT}),
        "Units": _list_of("Unit"),
        "Figure": _object(
            {
                **{name: _column(name) for name in ("respondent_group", "measure", "status")},
                **dict.fromkeys(("n", "coverage", "mean", "favourable"), _TEXT),
                "shares": {"type": "object", "additionalProperties": _TEXT},
            }
        ),
        "Figures": _list_of("Figure"),
        "Observation": _object({name: _column(name) for name in COLUMNS}),
        "Observations": _list_of("Observation", next={"type": ["string", "null"], "format": "uri"}),
        "Problem": {
            "type": "object",
            "properties": {
                "type": _TEXT,
                "title": _TEXT,
                "status": {"type": "integer"},
                "detail": _TEXT,
            },
            "required": ["type", "title", "status"],
        },
    }
