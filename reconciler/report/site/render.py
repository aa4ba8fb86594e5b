"""How the site's templates are filled: everything is escaped, nothing is asked for. Read `render`."""

import base64
import hashlib
from functools import cache
from importlib.resources import files

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from reconciler.report.names import shown

_TEMPLATES = "reconciler.report"
_FOLDER = "site"


def render(template: str, **told: object) -> str:
    """The page. Equal input gives equal bytes; names show as they are and do nothing."""
    style, script = _text("style.css"), _text("script.js")
    return (
        _environment()
        .get_template(f"{_FOLDER}/{template}")
        .render(
            style=Markup(style),
            script=Markup(script),
            policy=_policy(style, script),
            **told,
        )
    )


def _policy(style: str, script: str) -> str:
    """What a browser may do with a page: use this style and this script, and nothing else at all.

    Source: W3C, Content Security Policy Level 3, "script-src": inline code is allowed by its digest.
    """
    return (
        f"default-src 'none'; style-src {_digest(style)}; script-src {_digest(script)}; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )


def _digest(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode('utf-8')).digest()).decode('ascii')}'"


@cache
def _text(name: str) -> str:
    """A file beside the templates, as it stands in the page: with its line ends around it."""
    return "\n" + files(_TEMPLATES).joinpath("templates", _FOLDER, name).read_text("utf-8")


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader(_TEMPLATES),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        autoescape=True,
        finalize=_visible,
    )


def _visible(value: object) -> object:
    """Control and bidi characters of a text as escapes."""
    return shown(value) if type(value) is str else value
