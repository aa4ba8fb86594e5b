"""VPP301 to VPP323 in Swedish, as far as they are about assignments and groups as declared."""

from collections.abc import Mapping

from reconciler.model.rule import Said
from reconciler.report.messages.translation import Translation

_FIRST = Said("Först här", "")

TEXTS: Mapping[str, Translation] = {
    "VPP301": Translation(
        "Böcker tilldelas användargrupper.",
        "En boks licens hör till en person; en enhet kan inte ha någon.",
        {
            "": Said("En enhetsgrupp kan inte få böcker.", "Ange en användargrupp, och ta bort kind:."),
            "live": Said(
                '"{group}" har {devices:# enhet|# enheter} och inga användare. '
                "Böcker kan bara tilldelas användargrupper.",
                "Tilldela boken till en grupp med dem som läser den.",
            ),
        },
    ),
    "VPP303": Translation(
        "En tilldelning är available (Tillgänglig) eller required (Obligatorisk); andra avsikter i Graph finns inte "
        "för böcker.",
        "Att ta bort en bok från en enhet skulle inte frigöra dess licens.",
        {
            "": Said(
                'Avsikten "{found}" finns inte för böcker, och skulle inte frigöra en licens.',
                "Skriv available (Tillgänglig) eller required (Obligatorisk).",
            )
        },
    ),
    "VPP304": Translation(
        "Alla användare eller alla enheter anges aldrig; grupper anges med namn.",
        "Alla som kommer till senare skulle ta en licens för alltid, utan granskning.",
        {"": Said('"{found}" är inte tillåtet som mål.', "Ange grupperna.")},
    ),
    "VPP305": Translation(
        "En bok når en grupp genom en enda tilldelning.",
        "Av två skulle en senare ändring bara nå den ena.",
        {
            "": Said('Gruppen "{group}" har redan "{book}".', "Behåll en av de två tilldelningarna."),
            "first": _FIRST,
        },
    ),
    "VPP306": Translation(
        "En grupp har en enda avsikt för en bok.",
        "Bara en av de två kan gälla, och Obligatorisk förbrukar licenser genast.",
        {
            "": Said('"{group}" är både {first} och {second} för "{book}".', "Behåll den tilldelning som är avsikten."),
            "first": _FIRST,
        },
    ),
    "VPP318": Translation(
        "Grupper undantas inte från en bok.",
        "Sidorna om böcker nämner inga undantag, och vad Intune gör med ett sådant är inte dokumenterat.",
        {"": Said("Undantagna grupper stöds inte för böcker.", "Ange en mindre grupp, och ta bort {key}:.")},
    ),
    "VPP323": Translation(
        "En grupps objekt-id deklareras av en enda klientorganisation.",
        "Ett id som har kopierats från en annan klientorganisation pekar här på ingen, eller på fel personer.",
        {
            "": Said(
                'Grupp-id {found} är också deklarerat av klientorganisationen "{tenant}".',
                "Rätta id i den klientorganisation som det inte kommer från.",
            ),
            "first": _FIRST,
        },
    ),
}
