"""The search for leaked secrets finds what it is there to find."""

from pathlib import Path

import pytest

from tests.content_tokens import SECRET, content_token
from tests.leaks import assert_says_no_secret, leaking_files

TOKEN = content_token().decode()
ENVIRON = {"VPP_TOKEN": TOKEN, "HOME": "/root", "EMPTY": ""}


@pytest.mark.parametrize("text", [TOKEN, f"could not upload {TOKEN}", TOKEN[:30], TOKEN[-25:], SECRET, SECRET[:24]])
def test_a_content_token_or_a_piece_of_it_in_a_text_is_found(text: str) -> None:
    with pytest.raises(AssertionError):
        assert_says_no_secret(text, ENVIRON)


def test_a_content_token_that_stands_in_no_variable_is_found(tmp_path: Path) -> None:
    with pytest.raises(AssertionError):
        assert_says_no_secret(f"{TOKEN[:40]}\n{TOKEN[40:]}", {})


def test_an_honest_text_passes() -> None:
    assert_says_no_secret('token "norr" of organisation Norr expires 2027-06-01; /root', ENVIRON)


def test_files_that_commands_write_are_searched(tmp_path: Path) -> None:
    (tmp_path / "deep").mkdir()
    leak = tmp_path / "deep/00000001-receipt.json"
    leak.write_text(f'{{"note": "{TOKEN}"}}')
    (tmp_path / "plan.json").write_text("{}")
    (tmp_path / "tokens.yaml").write_text(TOKEN)
    assert [str(leak)] == leaking_files(tmp_path)
    leak.unlink()  # else the search behind the last test finds it
