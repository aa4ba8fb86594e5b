"""The name of a tenant's folder: the tenant's handle, made safe for every file system and for git."""

import hashlib
import unicodedata
import urllib.parse

_PLAIN = frozenset("-_.")
_LONGEST = 200  # bytes; file systems allow 255, and a temporary file adds to it


def folder_name(tenant: str) -> str:
    """The handle itself where it is letters, digits and `-_.`, else with the other characters as `%XX`.

    Letters of every script stay, so that people find their folder. Two handles never share a name.
    A handle too long for a file name is cut and ends in `~` and its SHA-256; `~` occurs in no other name.
    """
    composed = unicodedata.is_normalized("NFC", tenant)
    name = "".join(_spelled(character, composed) for character in tenant)
    if name.startswith("."):  # a hidden folder, or one of `.` and `..`
        name = "%2E" + name[1:]
    if name.endswith("."):  # cut off by some file systems
        name = name[:-1] + "%2E"
    if len(name.encode()) <= _LONGEST:
        return name
    start = name.encode()[: _LONGEST - 65].decode(errors="ignore")
    return f"{start}~{hashlib.sha256(tenant.encode()).hexdigest()}"


def tenant_name(folder: str) -> str | None:
    """The handle behind a folder's name; None where it was too long to stand in the name."""
    return None if "~" in folder else urllib.parse.unquote(folder, errors="strict")


def _spelled(character: str, composed: bool) -> str:
    # Decomposed letters are escaped: some file systems would compose them, and change the name.
    if character in _PLAIN or (character.isascii() and character.isalnum()):
        return character
    if composed and character.isalnum():
        return character
    return "".join(f"%{byte:02X}" for byte in character.encode())
