"""The part of OData that the sandbox speaks: query options, `$filter`, and what a row shows. Read `options` first."""
