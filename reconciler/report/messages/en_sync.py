"""The phrases of `reconciler sync` in English."""

from collections.abc import Mapping

PHRASES: Mapping[str, str] = {
    "never": "never",
    "sync-nothing": "No VPP token is declared here: nothing to sync.",
    "sync-asked": 'Asked for a sync of VPP token "{name}"; its last one: {at}.',
    "sync-running": 'VPP token "{name}" is syncing already, so it was not asked again; its last one: {at}.',
    "sync-completed": 'VPP token "{name}" was synced: {at}.',
    "sync-failed": 'The sync of VPP token "{name}" failed; the token is {state}, its last sync that worked: {at}.',
    "sync-failed-next": "Run reconciler plan, which says what is wrong with the token; then sync again.",
    "sync-timed-out": 'The sync of VPP token "{name}" has not ended in time; its last one: {at}.',
    "sync-timed-out-next": "It goes on without us. Look again later with reconciler sync --wait, which asks for one "
    "only if none is running.",
    "sync-refused": 'VPP token "{name}" was not synced: {message}',
    "sync-not-found": 'VPP token "{name}" is not in the tenant.',
    "sync-not-found-next": "If it is declared and new, apply first. Scope tags may hide it from this identity "
    "(VPP516).",
    "sync-wait": "waiting for the end of it, at most {minutes:# minute|# minutes}",
    "sync-ambiguous": 'Several VPP tokens of the tenant fit "{name}": none was synced.',
    "sync-ambiguous-next": "Write the id of the one that is meant into the YAML.",
    "sync-waiting": 'sync of "{name}"',
}
