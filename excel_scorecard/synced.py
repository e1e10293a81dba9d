"""Synced: which folders OneDrive and SharePoint keep in step with a server. Floor 0.

What is a matter of Windows is asked of pure paths, so that it can be tested anywhere.
"""

import os
import sys
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path, PurePath
from typing import Final, TypeVar

SYNC_VARIABLES: Final = ("OneDriveCommercial", "OneDriveConsumer", "OneDrive")

AnyPath = TypeVar("AnyPath", bound=PurePath)


def sync_folders(environment: Mapping[str, str]) -> list[str]:
    """The folders that OneDrive keeps in step: its own, and the SharePoint libraries that are synchronised."""
    return [environment[name] for name in SYNC_VARIABLES if environment.get(name)] + _libraries()


def _libraries() -> list[str]:
    """What OneDrive has written into the registry of the folders that it synchronises; SharePoint's are among them."""
    found: list[str] = []
    if sys.platform == "win32":
        import winreg

        with (
            suppress(OSError),
            winreg.OpenKey(winreg.HKEY_CURRENT_USER, r"Software\SyncEngines\Providers\OneDrive") as providers,
        ):
            for number in range(winreg.QueryInfoKey(providers)[0]):
                with suppress(OSError), winreg.OpenKey(providers, winreg.EnumKey(providers, number)) as library:
                    found.append(str(winreg.QueryValueEx(library, "MountPoint")[0]))
    return found


def synced_root(folder: AnyPath, synced: Iterable[str]) -> AnyPath | None:
    """The outermost folder above `folder`, or itself, that is kept in step; None where there is none.

    `synced` are the folders that are known. One that is called after OneDrive or SharePoint is taken for one of them:
    on a Mac and on a share nothing says more.
    """
    known = [type(folder)(place) for place in synced]
    above = [place for place in known if folder.is_relative_to(place)]
    above += [place for place in (folder, *folder.parents) if _is_named_after_one(place)]
    return min(above, key=lambda place: len(place.parts), default=None)


def _is_named_after_one(folder: PurePath) -> bool:
    last = folder.parts[-1].casefold() if folder.parts else ""
    return last.partition("-")[0].strip() in {"onedrive", "sharepoint"} or ".sharepoint.com" in last


def synced_root_on_this_machine(folder: Path) -> Path | None:
    """The same of a folder as it is here: by its own path, and by the one that it leads to."""
    synced = sync_folders(os.environ)
    paths: list[Path] = []
    for way in (folder.absolute, folder.resolve):
        with suppress(OSError):  # the current folder is gone, or a drive
            paths.append(way())
    return next((root for path in paths if (root := synced_root(path, synced)) is not None), None)
