"""As built: what a copy of the workbook was built with, from its own memory; or worked out anew where that is gone."""

from dataclasses import replace

from excel_scorecard.brand.shipped import find_template
from excel_scorecard.commentary import read_commentary
from excel_scorecard.comparators import with_comparators
from excel_scorecard.errors import Finding
from excel_scorecard.figures import read_figures
from excel_scorecard.ooxml.workbook import Workbook
from excel_scorecard.project import Project
from excel_scorecard.scorecard import make_scorecard
from excel_scorecard.workbook.fill import fill
from excel_scorecard.workbook.memory import Memory, recall
from excel_scorecard.workbook.officers_copy import OfficersCopy


def as_built(copy: OfficersCopy, project: Project, found: list[Finding]) -> Memory:
    """What the workbook was built with.

    Where another program has dropped its memory, the project is built anew in memory: what differs from that counts as
    the officers', and `found` says so.

    Raises:
        ProjectError, FindingsError: the project cannot be built as it is now.
        TemplateError: its template cannot be read, or does not fit.

    """
    if copy.memory is not None:
        return copy.memory
    what = "the workbook does not know any more what it was built with (another program has dropped that)"
    mend = "What differs from the project's own texts and figures counts as the officers': look through what is listed."
    found.append(Finding("warning", copy.book.name, "the file", "K-MEMORY", what, mend))
    figures, _ = read_figures(project, month=copy.month)
    project, _ = with_comparators(project, copy.month)
    scorecard = make_scorecard(project, figures, read_commentary(project, copy.month), copy.month)
    template = Workbook.open(find_template(project.scorecard.template, project.folder))
    memory = recall(fill(template, scorecard).workbook)
    if memory is None:
        raise RuntimeError("a workbook that was just filled remembers it")
    return replace(memory, month=copy.month)
