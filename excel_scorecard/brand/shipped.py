"""Shipped: where the templates and examples of the package lie, installed or in a checkout, or a project's own."""

from pathlib import Path

from excel_scorecard.errors import TemplateError


def find_template(name: str, folder: Path) -> Path:
    """The file of the template `name`: `standard` is the shipped one, anything else a path from `folder`.

    Raises:
        TemplateError: there is no such file.

    """
    if name == "standard":
        return shipped("templates") / "standard.xlsx"
    # only a name that begins with ~/ means the user's own folder: "~draft.xlsx" is a file
    path = folder / (Path(name).expanduser() if name.startswith(("~/", "~\\")) else name)
    if not path.is_file():
        mend = 'Write template = "standard", or the path of an .xlsx from the folder of scorecard.toml.'
        raise TemplateError("there is no such template", where=str(path), mend=mend)
    return path


def shipped(kind: str) -> Path:
    """The folder `templates` or `examples`: inside the installed package, else beside it in a checkout."""
    package = Path(__file__).resolve().parent.parent
    inside = package / kind
    return inside if inside.is_dir() else package.parent / kind
