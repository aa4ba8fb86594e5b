"""The arithmetic of ISBNs: check digits, and the one form in which two of them are compared.

Source: ISO 2108, "Check digit" (ISBN-13: weights 1 and 3, modulus 10; ISBN-10: weights 10 to 1, modulus 11).
"""

_BOOKLAND = "978"
"""What stands before the nine digits of an ISBN-10 in its ISBN-13."""


def bare(isbn: str) -> str:
    """The digits of an ISBN as people write it: without hyphens and blanks, X in upper case."""
    return isbn.replace("-", "").replace(" ", "").upper()


def check_digit(isbn: str) -> str:
    """The right last digit of a bare ISBN with 10 or 13 digits; empty where it is no ISBN at all."""
    if len(isbn) not in (10, 13) or not isbn.isascii():
        return ""
    body, last = isbn[:-1], isbn[-1]
    if not body.isdigit() or not (last.isdigit() or (last == "X" and len(isbn) == 10)):
        return ""
    return _of_13(body) if len(isbn) == 13 else _of_10(body)


def isbn_13(isbn: str) -> str:
    """The 13 digits of an ISBN as people write it, an ISBN-10 converted; empty where it is not a right one."""
    digits = bare(isbn)
    right = check_digit(digits)
    if not right or digits[-1] != right:
        return ""
    if len(digits) == 13:
        return digits
    body = _BOOKLAND + digits[:-1]
    return body + _of_13(body)


def _of_13(body: str) -> str:
    return str(-sum(int(digit) * (1, 3)[place % 2] for place, digit in enumerate(body)) % 10)


def _of_10(body: str) -> str:
    rest = -sum(int(digit) * (10 - place) for place, digit in enumerate(body)) % 11
    return "X" if rest == 10 else str(rest)
