"""VPP108 to VPP112 in Swedish: the state of tokens in the tenant."""

from collections.abc import Mapping

from reconciler.model.rule import Said
from reconciler.report.messages.translation import Translation

_RENEW = "Förnya den med {account}: hämta token på nytt och redigera den befintliga; skapa inte en andra."
_HIDDEN = "Identiteten kan också sakna den omfångstagg som behövs för att se den."

TEXTS: Mapping[str, Translation] = {
    "VPP108": Translation(
        "En deklarerad token finns i klientorganisationen.",
        "Böcker hör till en token: utan den kan ingen av dem hittas eller tilldelas.",
        {
            "": Said(
                'Token "{token}" är deklarerad, men klientorganisationen har ingen för {organization} / {account}, '
                "och ingen secret: är deklarerad.",
                "Hämta innehållstoken i Apple School Manager eller Apple Business, låt secret: peka på den (eller "
                f"ladda upp den en gång i administrationscentret för Intune) och planera igen. {_HIDDEN}",
            ),
            "id": Said(
                'Token "{token}" är deklarerad med id {id}, och klientorganisationen har ingen VPP-token med det id:t.',
                "Rätta id, eller utelämna det så att organisation och Apple-konto pekar ut token. " + _HIDDEN,
            ),
            "several": Said(
                'Token "{token}" kan vara vilken som helst av {count} VPP-token för {organization} / {account}: '
                "{candidates}.",
                "Skriv id för den som menas.",
            ),
        },
    ),
    "VPP109": Translation(
        "Token har inte gått ut.",
        "Intune utför ingen ändring för böckerna i en token som har gått ut.",
        {
            "": Said(
                'Token "{token}" gick ut för {days:# dag|# dagar} sedan ({date}). '
                "{book_count:Dess # bok|Dess # böcker} hålls tillbaka.",
                _RENEW,
            ),
            "state": Said(
                'Token "{token}" rapporteras ha gått ut. {book_count:Dess # bok|Dess # böcker} hålls tillbaka.', _RENEW
            ),
        },
    ),
    "VPP110": Translation(
        "Token går inte ut snart (policy.tokenExpiryWarningDays, annars 30 dagar).",
        "En token gäller ett år, och bara kontot som skapade den kan förnya den.",
        {
            "": Said(
                'Token "{token}" går ut om {days:# dag|# dagar} ({date}).',
                "Förnya med {account}: redigera den befintliga token, skapa inte en andra.",
            )
        },
    ),
    "VPP111": Translation(
        "Token är inte ogiltig.",
        "När Apple-kontot ändras (lösenord, domän, avstängt) eller token återkallas slutar den att fungera, "
        "vad datumet än säger.",
        {
            "": Said(
                'Token "{token}" är ogiltig, trots att dess datum är {date}.',
                "Vanlig orsak: lösenordet för {account} har ändrats. Hämta token på nytt och uppdatera den.",
            )
        },
    ),
    "VPP112": Translation(
        "Ingen annan tjänst för enhetshantering har token.",
        "Två tjänster på en plats tar licenser och användare från varandra.",
        {
            "": Said(
                'Token "{token}" hanteras av en annan tjänst för enhetshantering.',
                "Ta bort den där först. Ett övertagande måste vara en granskad ändring (VPP117).",
            ),
            "apple": Said(
                'Apple säger att "{mdm}" ({id}) hanterar platsen för token "{token}", och en annan tjänst är angiven.',
                "Ta reda på vem som gjorde anspråk på den; är det rätt, rätta expectedMdm. "
                "Ett övertagande måste vara en granskad ändring (VPP117).",
            ),
            "apple-none": Said(
                'Apple säger att ingen tjänst hanterar platsen för token "{token}".',
                "Synkronisera token; förblir det så, ladda upp en ny innehållstoken.",
            ),
            "apple-who": Said(
                'Apple säger att "{mdm}" ({id}) hanterar platsen för token "{token}"; inget är angivet att '
                "jämföra med.",
                'Är det er Intune, ange den: expectedMdm: {{id: "{id}", name: "{mdm}"}}.',
            ),
        },
    ),
}
