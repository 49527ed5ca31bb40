from __future__ import annotations

from typing import TYPE_CHECKING, NoReturn

import pytest

from interviewing.kept import kept

if TYPE_CHECKING:
    from pathlib import Path


def fail() -> NoReturn:
    raise LookupError


def test_what_is_kept_is_not_made_again(tmp_path: Path) -> None:
    path = tmp_path / "folder/a.png"
    assert kept(path, lambda: b"made") == b"made"
    assert kept(path, fail) == b"made"
    assert list(path.parent.iterdir()) == [path]


def test_a_file_is_written_whole_or_not_at_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.png"
    with pytest.raises(LookupError):
        kept(path, fail)
    monkeypatch.setattr("os.getpid", lambda: 7)
    (tmp_path / "a.7").mkdir()  # so that nothing can be written there
    with pytest.raises(IsADirectoryError):
        kept(path, lambda: b"made")
    assert not path.exists()
