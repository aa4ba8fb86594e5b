"""In which language a run is told what stopped it: known only once its options are read, or a tenant is chosen."""


class Voice:
    """The language of the run so far; empty before anything tells it."""

    __slots__ = ("language",)

    def __init__(self) -> None:
        self.language = ""
