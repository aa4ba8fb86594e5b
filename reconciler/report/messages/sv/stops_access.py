"""What is said in Swedish where a run may not come in: sign-in, addresses, and what a pipeline hands down."""

from reconciler.report.messages.pieces import Piece

_SIGN_IN = (
    Piece("The sign-in by {way} failed with {code}.", "Inloggningen med {way} misslyckades med {code}."),
    Piece("The sign-in by {way} failed ({code}).", "Inloggningen med {way} misslyckades ({code})."),
    Piece("The sign-in by {way} failed{told}.", "Inloggningen med {way} misslyckades{told}."),
    Piece("The sign-in failed: tried {names}.", "Inloggningen misslyckades: försökte med {names}."),
    Piece(
        "The sign-in failed: the environment offers no way to sign in.",
        "Inloggningen misslyckades: miljön erbjuder inget sätt att logga in.",
    ),
    Piece("The sign-in failed: {told}.", "Inloggningen misslyckades: {told}."),
    Piece(
        "Correct what it signs in with, or remove it from the environment to sign in another way.",
        "Rätta det som den loggar in med, eller ta bort det ur miljön för att logga in på annat sätt.",
    ),
    Piece(
        "In GitHub Actions give the job `id-token: write` and set AZURE_CLIENT_ID; in GitLab set the id_token "
        "GITLAB_OIDC_TOKEN and AZURE_CLIENT_ID; in Azure DevOps pass SYSTEM_ACCESSTOKEN and use a service connection; "
        "elsewhere set AZURE_CLIENT_ID and AZURE_CLIENT_SECRET or AZURE_CLIENT_CERTIFICATE_PATH; at a desk run "
        "`az login`.",
        "I GitHub Actions: ge jobbet `id-token: write` och sätt AZURE_CLIENT_ID; i GitLab: sätt id_token "
        "GITLAB_OIDC_TOKEN och AZURE_CLIENT_ID; i Azure DevOps: skicka med SYSTEM_ACCESSTOKEN och använd en "
        "tjänstanslutning; annars: sätt AZURE_CLIENT_ID och AZURE_CLIENT_SECRET eller AZURE_CLIENT_CERTIFICATE_PATH; "
        "vid ett skrivbord: kör `az login`.",
    ),
    Piece(
        "An access token at hand goes into RECONCILER_GRAPH_TOKEN.",
        "En färdig åtkomsttoken läggs i RECONCILER_GRAPH_TOKEN.",
    ),
    Piece("GitHub Actions gave no statement about this job.", "GitHub Actions gav inget intyg om detta jobb."),
    Piece("Give the job the permission `id-token: write`.", "Ge jobbet behörigheten `id-token: write`."),
    Piece("ACTIONS_ID_TOKEN_REQUEST_URL is no URL.", "ACTIONS_ID_TOKEN_REQUEST_URL är ingen URL."),
    Piece("It is set by GitHub; leave it alone.", "Den sätts av GitHub; låt den vara."),
    Piece(
        "RECONCILER_GRAPH_TOKEN holds no access token, or one with control characters.",
        "RECONCILER_GRAPH_TOKEN innehåller ingen åtkomsttoken, eller en med styrtecken.",
    ),
    Piece(
        "Set it to the bare access token, without the word Bearer and without line breaks.",
        "Sätt den till bara åtkomsttoken, utan ordet Bearer och utan radbrytningar.",
    ),
    Piece(
        '{name} is "{value}", which is no way to sign in here.',
        '{name} är "{value}", vilket inte är något sätt att logga in här.',
    ),
    Piece("Unset it, or set it to one of: {names}.", "Ta bort den, eller sätt den till en av: {names}."),
    Piece("The cloud {name} has no address.", "Molnet {name} har ingen adress."),
    Piece("Set RECONCILER_GRAPH_URL to the sandbox's root.", "Sätt RECONCILER_GRAPH_URL till sandlådans rot."),
    Piece("The address of the service is no URL.", "Tjänstens adress är ingen URL."),
    Piece("Write it as https://HOST or https://HOST/PATH.", "Skriv den som https://HOST eller https://HOST/PATH."),
    Piece(
        "The address of the service at {host} is not a plain root.",
        "Adressen till tjänsten på {host} är ingen ren rot.",
    ),
    Piece(
        "Write it as https://HOST or https://HOST/PATH, without name, password, query or fragment.",
        "Skriv den som https://HOST eller https://HOST/PATH, utan namn, lösenord, fråga eller fragment.",
    ),
    Piece(
        "The service at {host} is addressed with http:, which anybody on the way can read.",
        "Tjänsten på {host} tilltalas med http:, vilket alla på vägen kan läsa.",
    ),
    Piece(
        "Write https: instead; http: is for this machine only.",
        "Skriv https: i stället; http: är bara för denna maskin.",
    ),
)

_PIPELINES = (
    Piece("This run belongs to no pull request.", "Denna körning hör inte till någon pull request."),
    Piece(
        "Say --pull-request N, or run where the pipeline tells it: on: pull_request (GitHub), a merge request pipeline "
        "(GitLab: rules with $CI_MERGE_REQUEST_IID), a branch policy's build (Azure DevOps).",
        "Ange --pull-request N, eller kör där pipelinen säger det: on: pull_request (GitHub), en pipeline för merge "
        "requests (GitLab: rules med $CI_MERGE_REQUEST_IID), ett bygge för en grenprincip (Azure DevOps).",
    ),
    Piece("See it with --dry-run.", "Visa den med --dry-run."),
    Piece(
        "This is no pipeline whose service is known: there is nowhere to write to.",
        "Detta är ingen pipeline vars tjänst är känd: det finns inget ställe att skriva till.",
    ),
    Piece(
        "Run it in GitHub Actions, GitLab CI or Azure Pipelines (with the repository in Azure Repos), or see the "
        "comment with --dry-run.",
        "Kör det i GitHub Actions, GitLab CI eller Azure Pipelines (med förrådet i Azure Repos), eller visa "
        "kommentaren med --dry-run.",
    ),
    Piece(
        "{name} is not set, so the pipeline's own service cannot be asked.",
        "{name} är inte satt, så pipelinens egen tjänst kan inte tillfrågas.",
    ),
    Piece("GITHUB_REPOSITORY names no repository.", "GITHUB_REPOSITORY anger inget förråd."),
    Piece("Write it as owner/name.", "Skriv det som ägare/namn."),
    Piece("It is set by GitHub Actions: owner/name.", "Den sätts av GitHub Actions: ägare/namn."),
    Piece("It is set by GitLab CI.", "Den sätts av GitLab CI."),
    Piece("It is set by Azure Pipelines.", "Den sätts av Azure Pipelines."),
    Piece(
        "Azure DevOps has work items in place of issues, and which kinds there are differs from project to project.",
        "Azure DevOps har arbetsobjekt i stället för ärenden, och vilka slag som finns skiljer sig mellan projekt.",
    ),
    Piece(
        "Let the pipeline fail on drift (exit 2) and notify, or keep the issue on GitHub or GitLab.",
        "Låt pipelinen misslyckas vid avvikelser (slutkod 2) och meddela, eller håll ärendet på GitHub eller GitLab.",
    ),
    Piece(
        "Give the job its access token: env: GITHUB_TOKEN: ${{ github.token }}.",
        "Ge jobbet dess åtkomsttoken: env: GITHUB_TOKEN: ${{{{ github.token }}}}.",
    ),
    Piece(
        "Give the job the permission pull-requests: write (approvals: pull-requests: read; issues: issues: write).",
        "Ge jobbet behörigheten pull-requests: write (godkännanden: pull-requests: read; ärenden: issues: write).",
    ),
    Piece(
        "Check the number, and that GITHUB_TOKEN may read this repository and its pull requests.",
        "Kontrollera numret, och att GITHUB_TOKEN får läsa detta förråd och dess pull requests.",
    ),
    Piece(
        "Set GITLAB_TOKEN to a project access token with the scope api (approvals alone: read_api); "
        "CI_JOB_TOKEN may not read merge requests.",
        "Sätt GITLAB_TOKEN till en åtkomsttoken för projektet med omfånget api (bara godkännanden: read_api); "
        "CI_JOB_TOKEN får inte läsa merge requests.",
    ),
    Piece(
        "Give the access token in GITLAB_TOKEN the scope api, and the role Reporter or more in this project.",
        "Ge åtkomsttoken i GITLAB_TOKEN omfånget api, och rollen Reporter eller högre i detta projekt.",
    ),
    Piece(
        "Check the number, and that GITLAB_TOKEN (not CI_JOB_TOKEN, which may not) can see this project.",
        "Kontrollera numret, och att GITLAB_TOKEN (inte CI_JOB_TOKEN, som inte får) kan se detta projekt.",
    ),
    Piece(
        "Give the step its access token: env: SYSTEM_ACCESSTOKEN: $(System.AccessToken).",
        "Ge steget dess åtkomsttoken: env: SYSTEM_ACCESSTOKEN: $(System.AccessToken).",
    ),
    Piece(
        "Let the build service contribute to pull requests of this repository (Project settings, Repositories, "
        "Security).",
        "Låt byggtjänsten bidra till pull requests i detta förråd (Project settings, Repositories, Security).",
    ),
    Piece(
        "Check the number, and that the build service may read this repository.",
        "Kontrollera numret, och att byggtjänsten får läsa detta förråd.",
    ),
)

ACCESS = (*_SIGN_IN, *_PIPELINES)
