"""VPP604 to VPP607 in Swedish: the ledger as evidence."""

from collections.abc import Mapping

from reconciler.model.rule import Said
from reconciler.report.messages.translation import Translation

TEXTS: Mapping[str, Translation] = {
    "VPP604": Translation(
        "Varje granskningshändelse som ändrar en hanterad bok, VPP-token eller tilldelning hör till en apply.",
        "Det som ändras utanför git har ingen granskat, och en licens som då förbrukas kommer inte tillbaka.",
        {
            "": Said(
                '{when} ändrade {actor} boken "{book}" ({kind}); ingen post om en apply svarar mot det.',
                "Se vad reconciler drift visar: återställ med en apply, eller för in det i git.",
            ),
            "token": Said(
                '{when} ändrade {actor} VPP-token "{name}" ({kind}); ingen post om en apply svarar mot det.',
                "Fråga vem som gjorde det och varför; jämför token med YAML genom en plan.",
            ),
        },
    ),
    "VPP605": Translation(
        "Granskningshändelserna i Intune samlas in utan lucka, innan Intune glömmer dem.",
        "Intune sparar granskningshändelser i ungefär ett år. Det som inte samlats in då får man aldrig veta.",
        {
            "": Said(
                "Inga granskningshändelser samlades in mellan {since} och {until}. "
                "Ändringar under den tiden kan inte uteslutas.",
                "Inget för dem tillbaka när Intune väl har glömt dem. Kör reconciler audit events minst en gång i "
                "månaden.",
            ),
            "old": Said(
                "Den senaste insamlingen av granskningshändelser slutade {when}, för mer än {limit} dagar sedan. "
                "Ändringar efter det kan inte uteslutas.",
                "Kör reconciler audit events nu, innan Intune glömmer dem, och sedan minst en gång i månaden.",
            ),
            "never": Said(
                "Granskningshändelser har aldrig samlats in. Ändringar sedan {since} kan inte uteslutas.",
                "Kör reconciler audit events nu, och sedan minst en gång i månaden.",
            ),
        },
    ),
    "VPP606": Translation(
        "Posterna i liggaren bildar en obruten kedja, där var och en har kontrollsumman för den före.",
        "En post som ändrats, flyttats eller tagits bort bevisar inget, och det gör inte heller det som kommer efter.",
        {
            "": Said(
                "{name}: {reason}.",
                "En post ändras aldrig när den väl finns: återställ filen från en kopia av liggaren.",
            ),
            "head": Said(
                "Ingen post i kedjan har kontrollsumman {id}: slutet av kedjan har tagits bort eller bytts ut.",
                "Leta efter posten i en kopia av liggaren, och ta reda på vem som kunnat skriva till den.",
            ),
            "tracked": Said(
                "git spårar {count:# post|# poster} bredvid YAML, den första är {name}: en pull request kunde skriva "
                "dem.",
                "Håll liggaren utanför repots filer: RECONCILER_LEDGER=git:REMOTE#BRANCH, eller en mapp som git "
                "bortser från.",
            ),
        },
    ),
    "VPP607": Translation(
        "Kvitton är signerade med en nyckel som policyn anger.",
        "Poster utan signatur bevisar ordning, inte ursprung.",
        {
            "": Said(
                "{total:# post bildar|# poster bildar} en kedja; {done:# är signerad|# är signerade} av {count} som "
                "kan vara det. Ordningen är bevisad, ursprunget inte.",
                "Signera det som apply skriver (RECONCILER_SIGNING_KEY), och ange nyckeln i policy.ledgerKeys.",
            ),
            "foreign": Said(
                "{count:# post är signerad|# poster är signerade} med en nyckel som policy.ledgerKeys inte anger, den "
                "första är {name}. Ordningen är bevisad, deras ursprung inte.",
                "Ta reda på vems nyckeln är. Ange den i policy.ledgerKeys, eller se posterna som osignerade.",
            ),
            "passed": Said(
                "Post {id} ({kind}) är inte signerad med en nyckel i policy.ledgerKeys: den räknas inte för vad som "
                "senast tillämpades.",
                "Ta reda på vem som skrev den. Var det en apply utan nyckeln, kör apply igen med nyckeln.",
            ),
            "more": Said(
                "{count:# post till är inte signerad|# poster till är inte signerade} med en nyckel i "
                "policy.ledgerKeys; reconciler audit verify --format json anger alla.",
                "Ta reda på vem som skrev dem. Var det en apply utan nyckeln, kör apply igen med nyckeln.",
            ),
            "newer": Said(
                "{count:# nyare post i liggaren räknades|# nyare poster i liggaren räknades} inte, eftersom ingen "
                "nyckel i policy.ledgerKeys har signerat ({done} utan signatur): vad som senast tillämpades kommer "
                "från {what}.",
                "Kör reconciler audit verify, som anger dem, och ta reda på vem som skrev dem. Var det en apply utan "
                "nyckeln, kör apply igen med nyckeln.",
            ),
            "newest": Said(
                "{count:# post i liggaren räknades|# poster i liggaren räknades} inte, eftersom ingen nyckel i "
                "policy.ledgerKeys har signerat ({done} utan signatur): ingenting räknas som tillämpat.",
                "Kör reconciler audit verify, som anger dem, och ta reda på vem som skrev dem. Var det en apply utan "
                "nyckeln, kör apply igen med nyckeln.",
            ),
            "unnamed": Said(
                "Alla {count} poster som kan vara signerade är det, och policy.ledgerKeys anger ingen nyckel: vems de "
                "är, är inte bevisat.",
                "Ange nyckeln i policy.ledgerKeys.",
            ),
        },
    ),
}
