"""`reconciler doctor`: whether everything is there that a run relies on."""

import click

from reconciler.cli.options import format_option, path_argument, tenant_option
from reconciler.cli.run import Run

_EPILOG = """\b
Examples:
  reconciler doctor
  reconciler doctor school --apple
  reconciler doctor --assumptions
"""


@click.command(epilog=_EPILOG)
@path_argument
@tenant_option
@click.option("--apple", is_flag=True, help="Ask Apple too, with the content tokens that are at hand.")
@click.option("--assumptions", is_flag=True, help="Only list what could not be verified on a real tenant.")
@format_option("text", "json")
@click.pass_obj
def doctor(run: Run, path: str, tenant: str | None, apple: bool, assumptions: bool, form: str) -> int:
    """Look at sign-in, permissions, clock, API version, second approval and ledger of the tenant at PATH.

    Each line says what to do next; nothing is written anywhere. Ends with 0 when all is fine or unproven, with 1 when
    something is lacking, and with 5 when something cannot be reached.
    """
    if assumptions:
        from reconciler.cli.assuming import run_assumptions  # here: few ask for it

        return run_assumptions(run, form)
    from reconciler.cli.doctoring import run_doctor  # here: it loads everything, and --help does without

    return run_doctor(run, path, tenant, form, apple=apple)
