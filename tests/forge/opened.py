"""Opens a made-up forge as a pipeline would: by its environment."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from reconciler.forge import open_forge
from reconciler.model.forge import Forge
from tests.forge.azure_server import MadeUpAzure
from tests.forge.github_server import MadeUpGitHub
from tests.forge.gitlab_server import MadeUpGitLab
from tests.forge.service import ACCESS_TOKEN, ForgeServer, MadeUpForge, serving
from tests.graph.service import FakeTime


def environ_of(made_up: MadeUpForge, root: str) -> dict[str, str]:
    """What a pipeline of this service has in its environment."""
    match made_up:
        case MadeUpGitHub():
            return {
                "GITHUB_ACTIONS": "true",
                "GITHUB_API_URL": root,
                "GITHUB_REPOSITORY": "norr/books",
                "GITHUB_TOKEN": ACCESS_TOKEN,
                "GITHUB_REF_NAME": "main",
                "GITHUB_REF_TYPE": "branch",
            }
        case MadeUpGitLab():
            return {
                "GITLAB_CI": "true",
                "CI_API_V4_URL": f"{root}/api/v4",
                "CI_PROJECT_ID": "7",
                "GITLAB_TOKEN": ACCESS_TOKEN,
                "CI_COMMIT_BRANCH": "main",
            }
        case MadeUpAzure():
            return {
                "TF_BUILD": "True",
                "SYSTEM_COLLECTIONURI": f"{root}/norr/",
                "SYSTEM_TEAMPROJECT": "school",
                "BUILD_REPOSITORY_ID": "books",
                "BUILD_REPOSITORY_PROVIDER": "TfsGit",
                "SYSTEM_ACCESSTOKEN": ACCESS_TOKEN,
                "BUILD_SOURCEBRANCH": "refs/heads/main",
            }
        case _:
            raise AssertionError(made_up)


@contextmanager
def opened(
    made_up: MadeUpForge, retry_seconds: float = 20.0, time: FakeTime | None = None, **more: str
) -> Iterator[tuple[Forge, ForgeServer]]:
    """The forge, and the server behind it. `more` adds to the environment; an empty text takes away."""
    with serving(made_up) as server:
        environ: Mapping[str, str] = {**environ_of(made_up, server.root), **more}
        forge = open_forge(environ, (time or FakeTime()).pace(retry_seconds))
        assert forge is not None
        try:
            yield forge, server
        finally:
            forge.close()
