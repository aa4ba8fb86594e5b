"""The phrases of `reconciler init` and `reconciler tenants` in English."""

from collections.abc import Mapping

PHRASES: Mapping[str, str] = {
    "matrix-too-large": (
        "warning: {count} tenants, and GitHub makes at most {most} jobs of one matrix; spread them with --shard I/N"
    ),
    "init-wrote": "wrote {count} files into {folder}",
    "init-next": "What next:",
    "init-look": "  cd {folder}",
    "init-validate": "  reconciler validate        check the YAML, offline",
    "init-plan": "  reconciler plan            see what an apply would do",
    "init-import": "  reconciler import          bring in what the tenant has; nothing is written there",
    "init-read": "  README.md                  says how to go on from here, up to the first apply",
    "init-source": "  requirements.txt           still has to name where pipelines install reconciler from",
    "ask-name": "Name of the tenant (a short handle)",
    "ask-cloud": "Where is it? sandbox needs no account",
    "ask-tenant-id": "Tenant id (Microsoft Entra: Overview)",
}
