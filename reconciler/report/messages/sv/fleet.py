"""The phrases of `reconciler init` and `reconciler tenants` in Swedish."""

from collections.abc import Mapping

PHRASES: Mapping[str, str] = {
    "matrix-too-large": (
        "varning: {count} klientorganisationer, och GitHub gör högst {most} jobb av en matris; fördela dem med "
        "--shard I/N"
    ),
    "init-wrote": "skrev {count} filer i {folder}",
    "init-next": "Nästa steg:",
    "init-look": "  cd {folder}",
    "init-validate": "  reconciler validate        kontrollera YAML, utan nätverk",
    "init-plan": "  reconciler plan            se vad en apply skulle göra",
    "init-import": "  reconciler import          hämta det som finns; inget skrivs hos Microsoft",
    "init-read": "  README.md                  säger hur det går vidare, fram till den första apply",
    "init-source": "  requirements.txt           måste ännu säga varifrån pipelines installerar reconciler",
    "ask-name": "Klientorganisationens namn (ett kort handtag)",
    "ask-cloud": "Var finns den? sandbox behöver inget konto",
    "ask-tenant-id": "Klient-id (Microsoft Entra: Översikt)",
}
