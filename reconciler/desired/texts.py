"""The kinds of values that YAML fields hold: texts, names, numbers, dates. For `documents.py`.

Every kind says in the published JSON Schema what is right. Nothing is converted: what passes is used as it was read.
"""

from typing import Annotated, Any

from pydantic import Field, GetCoreSchemaHandler, WithJsonSchema
from pydantic.annotated_handlers import GetJsonSchemaHandler
from pydantic.functional_validators import PlainValidator
from pydantic_core import CoreSchema, core_schema

from reconciler.desired.values import LONGEST, MOST, check_date, check_escaped, check_moment

_ONE_LINE = r"^[ \u00a0]*[^\s\u0000-\u001f\u007f-\u009f][^\u0000-\u001f\u007f-\u009f]*$"
"""Something to see, and no control character."""
_GUID = r"^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$"

Text = Annotated[str, Field(strict=True, min_length=1, max_length=LONGEST, pattern=_ONE_LINE)]
"""A text on one line."""
Count = Annotated[int, Field(strict=True, ge=0, le=MOST)]
"""A number of things."""
Percent = Annotated[int, Field(strict=True, ge=0, le=100)]
"""A share in percent."""
Flag = Annotated[bool, Field(strict=True)]
"""true or false."""
Guid = Annotated[str, Field(strict=True, pattern=_GUID)]
"""An object id of Microsoft, in any case, without braces."""
Country = Annotated[str, Field(strict=True, pattern="^[A-Z]{2}$")]
"""A country code."""


class _Name:
    """A text that may come from a service: also one with control characters, written as escapes in double quotes."""

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.union_schema(
            [
                core_schema.str_schema(strict=True, min_length=1, max_length=LONGEST, pattern=_ONE_LINE),
                core_schema.no_info_plain_validator_function(check_escaped),
            ],
            mode="left_to_right",
            custom_error_type="name",
            custom_error_message="no name",
        )

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        return {"type": "string", "minLength": 1, "maxLength": LONGEST}


Name = Annotated[str, _Name()]


Date = Annotated[Any, PlainValidator(check_date), WithJsonSchema({"type": "string", "format": "date"})]
"""A day, YYYY-MM-DD."""
Moment = Annotated[
    Any,
    PlainValidator(check_moment),
    WithJsonSchema({"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}([Tt].+)?$"}),
]
"""A day, or an RFC 3339 instant."""

# What a rule judges (VPP102, 103, 104, 105, 203) instead of the shape: here anything passes, and only the
# published JSON Schema states what is right.
AdamNumber = Annotated[Any, WithJsonSchema({"type": "string", "pattern": "^[0-9]+$", "maxLength": LONGEST})]
"""Apple's number of a book."""
Isbn = Annotated[Any, WithJsonSchema({"type": "string", "pattern": "^[0-9Xx -]+$", "maxLength": LONGEST})]
"""An ISBN, with or without hyphens."""
Email = Annotated[Any, WithJsonSchema({"type": "string", "pattern": "^[^@\\s]+@[^@\\s]+$", "maxLength": LONGEST})]
"""An account that looks like an e-mail address."""
AccountType = Annotated[Any, WithJsonSchema({"enum": ["business", "education"]})]
"""Apple's programme."""
StoreCountry = Annotated[Any, WithJsonSchema({"type": "string", "pattern": "^[A-Z]{2}$"})]
"""The country of a store."""
Consent = Annotated[Any, WithJsonSchema({"type": "boolean"})]
"""An explicit yes or no."""
