"""The phrases of `reconciler sync` in Swedish."""

from collections.abc import Mapping

PHRASES: Mapping[str, str] = {
    "never": "aldrig",
    "sync-nothing": "Här är ingen VPP-token deklarerad: det finns inget att synkronisera.",
    "sync-asked": 'Synkronisering av VPP-token "{name}" är begärd; den senaste: {at}.',
    "sync-running": 'VPP-token "{name}" synkroniseras redan, så inget begärdes på nytt; den senaste: {at}.',
    "sync-completed": 'VPP-token "{name}" är synkroniserad: {at}.',
    "sync-failed": 'Synkroniseringen av VPP-token "{name}" misslyckades; dess tillstånd är {state}, '
    "den senaste som lyckades: {at}.",
    "sync-failed-next": "Kör reconciler plan, som säger vad som är fel; synkronisera sedan igen.",
    "sync-timed-out": 'Synkroniseringen av VPP-token "{name}" blev inte klar i tid; den senaste: {at}.',
    "sync-timed-out-next": "Den fortsätter utan oss. Titta igen senare med reconciler sync --wait, som begär en ny "
    "bara om ingen pågår.",
    "sync-wait": "väntar tills det är klart, högst {minutes:# minut|# minuter}",
    "sync-refused": 'VPP-token "{name}" synkroniserades inte: {message}',
    "sync-not-found": 'VPP-token "{name}" finns inte hos klientorganisationen.',
    "sync-not-found-next": "Om den är deklarerad och ny: tillämpa först. Omfångstaggar kan dölja den för den här "
    "identiteten (VPP516).",
    "sync-ambiguous": 'Flera VPP-token passar in på "{name}": ingen av dem synkroniserades.',
    "sync-ambiguous-next": "Skriv in den rättas id i YAML-filen.",
    "sync-waiting": 'synkronisering av "{name}"',
}
