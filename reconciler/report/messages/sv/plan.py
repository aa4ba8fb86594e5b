"""The phrases of a plan as comment and as page in Swedish, beside those of all reports."""

from collections.abc import Mapping

PHRASES: Mapping[str, str] = {
    # The sentence.
    "groups": "{count:# grupp|# grupper}",
    "vpp-tokens": "{count:# VPP-token|# VPP-token}",
    "held-too": "med det som hålls tillbaka",
    "held-alone": "bara om det som hålls tillbaka släpps fram",
    "seats-for-good": "{span} {last:ny licens|nya licenser} förbrukas för alltid",
    "offers-lost": "{count:# användare förlorar|# användare förlorar} ett erbjudande",
    "offers-lost-most": "upp till {count:# användare förlorar|# användare förlorar} ett erbjudande",
    "offers-lost-unknown": "ingen vet hur många användare som förlorar ett erbjudande",
    "seats-back": "licenser som kommer tillbaka: 0",
    # The table.
    "column-free": "Lediga licenser → efter",
    "column-range": "Förbrukas för alltid, bäst … sämst",
    "short-of": "{after}, {short} saknas",
    "unlimited-seats": "obegränsat",
    # The parts.
    "title-changes": "Ändringar",
    "title-changes-more": "Fler ändringar",
    "title-decide-more": "Mer att besluta",
    "title-tokens": "VPP-token",
    "title-details": "Anmärkningar i detalj",
    "holds": "Håller tillbaka {what}.",
    "holds-more": "{what} och {count} till",
    "age": "Läst {age} innan planen gjordes. Licenserna är de från varje tokens senaste synkronisering.",
    "age-now": "Läst när planen gjordes. Licenserna är de från varje tokens senaste synkronisering.",
    "age-seconds": "{count:# sekund|# sekunder}",
    "age-minutes": "{count:# minut|# minuter}",
    "age-hours": "{count:# timme|# timmar}",
    "age-days": "{count:# dag|# dagar}",
    "tokens-stopped": "Att besluta, se där: {names}",
    "tokens-healthy": "Inget att anmärka om tillstånd, giltighet eller senaste synkronisering: {names}",
    "never-checked": "Ingen plan kan kontrollera: {rules}; och utan RECONCILER_PSEUDONYM_KEY: {keyed}",
    # What was left out.
    "left-out": "{count:# post|# poster} utelämnas här, för längdens skull.",
    "left-out-all": "För långt för att visas i sin helhet. Utelämnat: {what}. `reconciler show PLAN` säger allt.",
    "left-out-part": "{title} {count}",
    # The page.
    "page-title": "Plan för {tenant}",
    "read": "Läst",
    "valid-to": "Giltig till",
    "source-of": "Gjord från",
}
