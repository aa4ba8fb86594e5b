"""What is wrong with a record of the ledger, in the language of the reader. Read `damage_in_language`."""

from reconciler.model.entities import Language


def damage_in_language(reason: str, language: Language) -> str:
    """The reason that checking a chain gives for a bad record; a text that is not known stays English."""
    if language is Language.EN:
        return reason
    from reconciler.report.messages.sv.damage import damage_text  # here: runs in English do without

    return damage_text(reason)
