"""The files of a new repository. Read `files_of`."""

from collections.abc import Mapping
from dataclasses import dataclass

from reconciler.model.entities import Cloud
from reconciler.scaffold.answers import Answers, in_yaml
from reconciler.scaffold.examples import beginning
from reconciler.scaffold.fill import filled, template
from reconciler.scaffold.github import OF_THE_NEW_REPOSITORY, workflows

_ALWAYS = {
    ".editorconfig": "editorconfig",
    ".gitignore": "gitignore",
    ".pre-commit-config.yaml": "pre-commit-config.yaml",
    ".vscode/extensions.json": "vscode-extensions.json",
    ".vscode/settings.json": "vscode-settings.json",
}
_CHOSEN = {"gitlab": ".gitlab-ci.yml", "azure": "azure-pipelines.yml"}
_SCHEMA = "schemas/desired-state.schema.json"
_SOURCE_UNKNOWN = "# reconciler @ git+https://HOST/ORGANISATION/reconciler@COMMIT"


@dataclass(frozen=True, slots=True)
class NewFile:
    """A file to write. `path` is relative to the new repository, with `/`."""

    path: str
    content: str


def files_of(answers: Answers, schema: str) -> tuple[NewFile, ...]:
    """The files of the repository that these answers describe, by path. `schema` is that of the YAML.

    Equal answers give equal bytes.
    """
    made = {
        **{path: template(name) for path, name in _ALWAYS.items()},
        **{f".github/workflows/{name}": text for name, text in workflows(OF_THE_NEW_REPOSITORY).items()},
        **_pipelines(answers),
        **_desired(answers),
        "CODEOWNERS": filled("CODEOWNERS", {"owners": _owners(answers)}),
        "README.md": filled(_readme(answers), {"name": answers.name, "pipelines": _pipeline_names(answers)}),
        "requirements.txt": filled("requirements.txt", {"requirement": answers.requirement or _SOURCE_UNKNOWN}),
        _SCHEMA: schema,
    }
    return tuple(NewFile(path, made[path]) for path in sorted(made))


def _pipelines(answers: Answers) -> Mapping[str, str]:
    chosen = sorted(answers.pipelines & _CHOSEN.keys())
    values = {"audience": answers.audience}
    return {_CHOSEN[name]: filled(_CHOSEN[name].removeprefix("."), values) for name in chosen}


def _desired(answers: Answers) -> Mapping[str, str]:
    """The YAML: the example school on the sandbox; for a real tenant nothing but what shows how it is written."""
    begun = beginning(example=answers.cloud is Cloud.SANDBOX)
    tenant_id = f"  tenantId: {answers.tenant_id}\n" if answers.tenant_id else ""
    values = {
        "name": in_yaml(answers.name),
        "cloud": str(answers.cloud),
        "language": str(answers.language),
        "tenant_id": tenant_id,
    }
    return {
        "desired-state/tenant.yaml": filled("desired-state/tenant.yaml", values),
        "desired-state/tokens.yaml": filled("desired-state/tokens.yaml", {"tokens": begun.tokens}),
        "desired-state/groups.yaml": filled("desired-state/groups.yaml", {"groups": begun.groups}),
        f"desired-state/books/{begun.handle}.yaml": filled("desired-state/books.yaml", {"books": begun.books}),
    }


def _owners(answers: Answers) -> str:
    who, mark = (" ".join(answers.owners), "") if answers.owners else ("@organisation/team", "# ")
    everything, machinery = f"{mark}*  {who}", f"{mark}/.github/  {who}"
    others = [f"{mark}/{path}  {who}" for path in ("CODEOWNERS", "requirements.txt")]
    return "\n".join([everything, machinery, *others])


def _readme(answers: Answers) -> str:
    return f"README.{answers.language}.md"


def _pipeline_names(answers: Answers) -> str:
    """The files of the pipelines, as a list in Markdown."""
    names = [".github/workflows/", *(_CHOSEN[name] for name in sorted(answers.pipelines & _CHOSEN.keys()))]
    return ", ".join(f"`{name}`" for name in names)
