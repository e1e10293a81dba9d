"""Compound: a file in OLE's form under a workbook's name: encrypted by a label or a password, or of Excel 97 to 2003.

Floor 0. Knows the names of streams by which such files are told apart, and reads nothing else of them.
"""

from typing import Final

_SIGNATURE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def _named(name: str) -> bytes:
    """A stream's name as the directory of a compound file has it."""
    return name.encode("utf-16-le")


# [MS-OFFCRYPTO] 2.2 and 2.3: which data space the package is in tells who encrypted it.
_BY_LABEL: Final = (_named("DRMEncrypted"), _named("\tDRMContent"))
_BY_PASSWORD: Final = (_named("StrongEncryption"), _named("EncryptionInfo"))
_ENCRYPTED: Final = _named("EncryptedPackage")


def is_compound(content: bytes) -> bool:
    """Whether a file is in OLE's form; an .xlsx never is."""
    return content.startswith(_SIGNATURE)


def is_encrypted(content: bytes) -> bool:
    """Whether a compound file is an encrypted workbook, and not one of Excel 97 to 2003."""
    return any(name in content for name in (*_BY_LABEL, *_BY_PASSWORD, _ENCRYPTED))


def what_it_is(content: bytes) -> tuple[str, str]:
    """What a compound file is in truth, and how to make a workbook of it that can be read."""
    if any(name in content for name in _BY_LABEL):
        return (
            "the workbook is encrypted by a sensitivity label (or by rights management).",
            "In Excel choose a label without encryption, save it, and try again.",
        )
    if any(name in content for name in _BY_PASSWORD):
        return (
            "the workbook is encrypted with a password.",
            "In Excel take the password out (File, Info, Protect Workbook), save it, and try again.",
        )
    if _ENCRYPTED in content:
        return (
            "the workbook is encrypted, by a password or by a sensitivity label.",
            "In Excel choose a label without encryption or take the password off, save, and try again.",
        )
    return (
        "this is a workbook of Excel 97-2003 (.xls).",
        "Open it in Excel, save it as Excel Workbook (.xlsx), and try again.",
    )
