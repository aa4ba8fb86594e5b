"""The workflows of GitHub Actions: those of a new repository, and those of this one, from the same templates."""

from dataclasses import dataclass

from reconciler.scaffold.fill import filled

NAMES = ("apply.yml", "drift.yml", "plan.yml", "tokens.yml")

_PYTHON = """\
      - uses: actions/setup-python@e797f83bcb11b83ae66e0230d6156d7c80228e7c # v6.0.0
        with:
          python-version: "3.13"
      - name: Install reconciler
"""
_FROM_REQUIREMENTS = """\
        run: python -m pip install --disable-pip-version-check --requirement requirements.txt
"""
_FROM_HERE = """\
        run: |
          scripts/setup run
          echo "$PWD/.venv/bin" >> "$GITHUB_PATH"
"""
_LEDGER = """\
          RECONCILER_LEDGER: git:origin#reconciler-ledger
          GITHUB_TOKEN: ${{ github.token }}
          GIT_CONFIG_COUNT: "1"
          GIT_CONFIG_KEY_0: credential.${{ github.server_url }}.helper
          GIT_CONFIG_VALUE_0: '!f() { echo username=x-access-token; echo "password=$GITHUB_TOKEN"; }; f'
"""
_SECRETS = """\
          # A content token that stands as a secret in the environment `apply`, and in the YAML as secret: {env: NAME}:
          # VPP_TOKEN_NORRSKOLAN: ${{ secrets.VPP_TOKEN_NORRSKOLAN }}
"""


@dataclass(frozen=True, slots=True)
class Workshop:
    """Where workflows run. `install` is the step that installs the tool; `variable` must be `true` for some to run."""

    install: str
    variable: str = ""


OF_THE_NEW_REPOSITORY = Workshop(_PYTHON + _FROM_REQUIREMENTS)
OF_THIS_REPOSITORY = Workshop(_PYTHON + _FROM_HERE, "vars.RECONCILER_APPLY")
"""Nobody's books are here: only who turns it into a repository of books lets it apply."""


def workflows(workshop: Workshop) -> dict[str, str]:
    """The workflows by file name."""
    asked = f"{workshop.variable} == 'true'" if workshop.variable else ""
    values = {
        "install": workshop.install,
        "ledger": _LEDGER,
        "secrets": _SECRETS,
        "gate": f"{asked} && " if asked else "",
        "if": f"    if: ${{{{ {asked} }}}}" if asked else "",
    }
    return {name: filled(f"github/{name}", values) for name in NAMES}
