"""Which folders OneDrive and SharePoint keep in step, and where that ends."""

from pathlib import Path, PurePath, PurePosixPath, PureWindowsPath

import pytest

from excel_scorecard.synced import synced_root, synced_root_on_this_machine

ONEDRIVE = r"C:\Users\me\OneDrive - Northshire Council"
LIBRARY = r"C:\Users\me\Northshire Council\Performance - Documents"


@pytest.mark.parametrize(
    ("folder", "known", "root"),
    [
        (PureWindowsPath(r"C:\scorecards"), [ONEDRIVE], None),
        (PureWindowsPath(ONEDRIVE), [ONEDRIVE], ONEDRIVE),
        (PureWindowsPath(ONEDRIVE.upper()) / "Scorecards", [ONEDRIVE], ONEDRIVE),
        (PureWindowsPath(LIBRARY) / "2026", [ONEDRIVE, LIBRARY], LIBRARY),
        (PureWindowsPath(LIBRARY + " of old"), [LIBRARY], None),
        (PureWindowsPath(ONEDRIVE) / "2026", [], ONEDRIVE),
        (PureWindowsPath(ONEDRIVE) / "OneDrive" / "2026", [], ONEDRIVE),  # the outermost: what is above it is outside
        (
            PureWindowsPath(r"\\northshire.sharepoint.com@SSL\sites\x"),
            [],
            "//northshire.sharepoint.com@SSL/sites/",
        ),
        (
            PurePosixPath("/Users/me/CloudStorage/OneDrive-Northshire/x"),
            [],
            "/Users/me/CloudStorage/OneDrive-Northshire",
        ),
        (PurePosixPath("/home/me/one drive"), [], None),
        (PurePosixPath("."), [], None),
    ],
    ids=str,
)
def test_the_root_of_a_synchronised_folder_is_the_outermost(folder: PurePath, known: list[str], root: str | None):
    assert synced_root(folder, known) == (None if root is None else type(folder)(root))


def test_a_variable_of_windows_names_a_root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("OneDriveCommercial", str(tmp_path / "council"))
    assert synced_root_on_this_machine(tmp_path / "council" / "2026") == tmp_path / "council"
    assert synced_root_on_this_machine(tmp_path / "elsewhere") is None


def test_a_folder_given_from_the_current_one_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    here = tmp_path / "OneDrive" / "2026"
    here.mkdir(parents=True)
    monkeypatch.chdir(here)
    assert synced_root_on_this_machine(Path()) == tmp_path / "OneDrive"
