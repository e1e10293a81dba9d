"""Words: what officers say of figures: up and down, better and worse, above and below, plans and wishes.

The lists alone, as patterns. Who reads a sentence with them is sentences.py and those after it.
"""

import re
from typing import Final


def _any(words: str) -> str:
    return "|".join(sorted(words.split(), key=len, reverse=True))


_WISHES: Final = (
    r"will|would|should|could|might|must|shall|wants?|(?<![\d%] )wanted|wish(?:es)?|hopes?|hoping|hoped|aims?|aiming|"
    r"aimed|expect(?:s|ed|ing)?|intends?|intending|ambition|aspir\w+|forecasts?|projected|predict(?:s|ed)?|anticipat\w+|if|"
    r"unless|until|once|whether|in order to|so as to|needs? to|needed to|has yet to|have yet to|plans? to|planned to|"
    r"planning to|work(?:ing)? (?:to|towards)|trying to|try to|commit(?:ted|ment) to|help(?:s|ing)? to|designed to|"
    r"due to be|likely|unlikely|confident|determined|continue to work|goal is|priority is|focus(?:ed|ing)? on|"
    r"look(?:ing)? to|to ensure|ensure|trajectory|on track (?:to|for)|risk"
)
NOT_YET: Final = re.compile(rf"\b(?:may|(?i:{_WISHES}))\b|['’]ll\b|['’]d\b")
"""A wish, a plan, a condition or a forecast: nothing is claimed of what is. `May` in small letters alone."""

NEGATED: Final = re.compile(
    r"\b(?:not|n['’]t|never|no|nor|neither|without|hardly|barely|scarcely|fail(?:s|ed|ing)? to|yet to|rather than|"
    r"instead of|stopped|slow(?:ed|ing)?|difficult|cannot|nothing|lack of|(?<!a )little)\b|n['’]t\b",
    re.IGNORECASE,
)

ELSEWHERE: Final = re.compile(
    r"\b(?:audit(?:s|ed)?|sampl(?:e|ed|es|ing)|review of|reviewed|of (?:those|these|them|whom|which)|the rest|"
    r"the remainder|the others?|(?:children|people|young people|adults) (?:aged|under|over|of)|"
    r"one (?:family|child|case|worker|team)|"
    r"(?<!all )(?<!both )(?:one|two|three|four|five|six|some|most|several|many|few|other|\d+) (?:of (?:the|our) )?"
    r"(?:teams?|areas?|services|workers|councils|authorities))\b",
    re.IGNORECASE,
)
"""A figure after one of these is of a part, or of something else."""
OF_SOME: Final = re.compile(
    r"^\W*(?:\w+\W+){0,2}of (?:those|these|them|whom|which|the (?:rest|remainder|remaining|others?))\b", re.IGNORECASE
)
"""What follows such a figure."""

_UP: Final = _any(
    "rose rise risen rising rises increase increased increasing increases grew grown growing climbed climbing doubled "
    "trebled"
)
_DOWN: Final = _any(
    "fell fall fallen falling falls decrease decreased decreasing decreases reduced reducing reduces dropped dropping "
    "drops halved shrunk shrinking"
)
_GOES_ON: Final = r"(?<=continue\ to\ )|(?<=continues\ to\ )"
MOVES: Final = re.compile(
    rf"""\b(?:
    (?P<better>improved|improving|improves|(?:{_GOES_ON})improve|(?:got|getting|gone)\ better|recovered|strengthened)
    |(?P<worse>worsened|worsening|worsens|worsen|deteriorated|deteriorating|deteriorates|(?:{_GOES_ON})deteriorate|
        slipped|slipping|(?:got|gotten|getting)\ worse|regressed)
    |(?P<up>{_UP}|(?<=is\ )up|(?<=are\ )up|(?:gone|going|went|crept)\ up|lengthened)
    |(?P<down>{_DOWN}|(?:gone|going|went|come|coming|came)\ down|declined|declining|shortened)
    |(?P<same>unchanged|no\ change|not\ changed)
    |(?P<level>hardly\ (?:moved|changed)|static|stable|steady|flat)
    )\b""",
    re.VERBOSE | re.IGNORECASE,
)
NOUNS: Final = re.compile(
    r"\b(?:an?|the|this|further|another|slight|small|large|significant|sharp|marked|steady)\s+(?:\w+\s+)?"
    r"(?:(?P<up>increase|rise|growth)|(?P<down>decrease|reduction|drop|fall|decline)|(?P<better>improvement)|"
    r"(?P<worse>deterioration|worsening))\s+(?:on|from|(?:when )?compared|since|over|against)\b",
    re.IGNORECASE,
)
"""An increase on August. The noun alone is no claim: an improvement plan."""

COMPARED: Final = re.compile(
    r"""\b(?:
    (?P<above>above|higher\ than|more\ (?:[\w-]+\ ){1,4}?than|more\ than|greater\ than|over|exceed(?:s|ed|ing)?|up\ on|
        up\ from|in\ excess\ of)
    |(?P<below>below|lower\ than|fewer\ (?:[\w-]+\ ){1,4}?than|fewer\ than|less\ than|under|down\ on|down\ from|beneath)
    |(?P<better>better\ than|ahead\ of|outperform(?:s|ed|ing)?|well\ within|within|met|meets?|meeting|
        achiev(?:ed|ing|es?)|hit|reached|reach(?:es)?)
    |(?P<worse>worse\ than|behind|short\ of|miss(?:ed|es|ing)|adrift\ of|outside)
    |(?P<level>(?P<strict>on|exactly\ on|equal\ to|level\ with|the\ same\ as)|in\ line\ with|on\ a\ par\ with|
        similar\ to|close\ to|comparable\ (?:to|with))
    )\b""",
    re.VERBOSE | re.IGNORECASE,
)
"""What stands before that with which a figure is compared."""

PASSIVE: Final = re.compile(
    r"^\s*(?:of\s*)?(?:for [\w -]{1,40} )?(?:has been|was|is|is being|been)\s(?:\w+ly\s)?"
    r"(?P<not>not\s|missed)?(?P<word>met|achieved|missed|exceeded|reached)?\b",
    re.IGNORECASE,
)
FAR: Final = re.compile(
    r"\b(?P<word>fewer|more|less|higher|lower|above|below|over|under|short|longer|shorter|quicker|faster|slower|better|"
    r"worse|up|down|adrift|ahead|behind|off|away|clear|improvement|increase|reduction|drop|fall|rise|decrease|decline|deterioration)\b",
    re.IGNORECASE,
)
"""What stands behind a distance: 4 points below."""

WAYS: Final = {
    **dict.fromkeys(["more", "higher", "above", "over", "longer", "slower", "up", "increase", "rise"], "above"),
    **dict.fromkeys(
        ["fewer", "less", "lower", "below", "under", "shorter", "quicker", "faster", "down", "reduction", "drop",
         "fall", "decrease", "decline"], "below"),
    **dict.fromkeys(["better", "ahead", "clear", "improvement"], "better"),
    **dict.fromkeys(["worse", "short", "adrift", "behind", "off", "away", "deterioration"], "worse"),
}  # fmt: skip

EXTREME: Final = re.compile(
    r"\b(?:(?P<above>record high|the most(?= (?:for|in|since)\b)|highest|largest|biggest|longest|slowest)|"
    r"(?P<below>record low|lowest|smallest|fewest|shortest|quickest)|"
    r"(?P<better>best|strongest)|(?P<worse>worst|weakest|poorest))\b|"
    r"\b(?:(?P<more_than_ever>higher|better|worse|lower) than at any (?:time|point))\b",
    re.IGNORECASE,
)

_FAMILIAR: Final = """
    compares favourable times a an the this that these those it its he she they them their there here we us our ours i
    you your who whom and or nor but so as at by for from in into of off on onto out over per to up down with within
    without than then is are was were be been being am has have had having do does did done can not no only just also
    still now yet again even more most less least fewer much many very well too quite rather all both each every any
    some few several other total overall whole average mean median remain remains remained remaining stay stays stayed
    stand stands stood continue continues continued continuing see saw seen show shows showed shown report reported
    record recorded achieve achieved perform performs performing performed reach reached come came go gone goes going
    move moved moves moving turned turn keep kept hold holds held take took taken get got make made give gives given
    carry carries carried lie lies sit sits sat performance figure figures rate rates percentage percent percentages
    proportion share number numbers level levels result results position indicator measure measures score outturn
    trend picture compliance timeliness council authority county borough city region population area areas team teams
    service services system statistics target targets range goal standard benchmark comparators comparator comparison
    compared comparing against versus month months monthly year years yearly annual quarter quarters quarterly week
    weeks day days working period time date end start first second third fourth fifth sixth seventh row running
    succession consecutive last latest previous past recent current present today same ago earlier before since during
    after until through throughout across between about around nearly almost above below under near close short high
    higher highest low lower lowest best better worst worse good poor weak weakest strongest strong smallest largest
    biggest quickest slowest longest shortest improve improved improving improvement increase increased increasing
    decrease decreased decreasing reduce reduced reducing rise rose risen rising fall fell fallen falling drop dropped
    dropping worsen worsened deteriorate deteriorated lengthened shortened grew grown slipped declined doubled halved
    unchanged change changed children child young families family furthest applied applies apply set agreed statutory
    reduction drops decline deterioration worsening growth gap compare positive negative social care line par internal
    survey open ongoing on-going peak work little bit touch somewhat considerable small slight large significant sharp
    marked steady further another point points percentage-point red amber green rated rating disappointing
    disappointingly unfortunately pleasing pleasingly encouraging encouragingly however although though while whilst
    when where which because whereas what how why case cases people persons monitoring began rolling like respectively
    good-performing great subject late overdue timescale timescales timely inside outside completed complete repeat
    repeats twice once month-end snapshot in-month sn local national nationally data repeated one two three four five
    six seven eight nine ten q1 q2 q3 q4 highlighted noted indicates indicate evidence went dipped edged jumped
    climbed hovered averaged despite comes meet meets meeting met reaches fail fails failed failing miss missed misses
"""
FAMILIAR: Final = frozenset(_FAMILIAR.split())
"""Words that any sentence about a figure may have. What is beyond them and the indicator's own is of other things."""

GENERAL: Final = re.compile(
    r"\b(?:performance|figures?|rates?|percentage|proportion|share|numbers?|levels?|results?|position|indicator|measure|"
    r"timeliness|compliance|outturn|we|our|this|total|overall|totals)\b",
    re.IGNORECASE,
)
"""What a sentence calls an indicator without its name."""

_PREDICATE: Final = "inside outside within time late overdue timescale timescales timely repeat repeats repeated"
PREDICATE: Final = frozenset(_PREDICATE.split())
"""What is said of cases that are as they should be, or are not."""

SHORTFALL: Final = re.compile(
    r"\b(?:below|short|shortfall|target|gap|miss(?:ed|es|ing)?|under|above|over|exceed\w*|behind|off track|worse|poor|"
    r"too (?:high|low|many|few|long|slow)|disappoint\w*|not (?:yet )?(?:met|good|where|acceptable|enough)|"
    r"unacceptabl\w*|concern\w*|red|lowest|highest|fallen|fell|risen|rose|deteriorat\w*|worsen\w*|slipped|dropped|declin\w*|delays?|"
    r"increas\w*|need(?:s|ed)? to|still|wanted)\b",
    re.IGNORECASE,
)
CAUSE: Final = re.compile(
    r"\b(?:because|due to|owing to|caused?|causes|since|reasons?|explain\w*|as a result|"
    r"result(?:ed|ing) (?:of|from|in)|"
    r"follow(?:s|ing|ed)|reflect\w*|linked|related to|driven|attribut\w*|contribut\w*|pressures?|vacanc\w*|vacant|"
    r"shortages?|turnover|sickness|absen\w+|demand|backlog|capacity|staffing|recruit\w*|agency|waited|waiting|left)\b",
    re.IGNORECASE,
)
ACTION: Final = re.compile(
    r"\b(?:will|plans?|planned|action\w*|recovery|review\w*|audit\w*|work(?:ing)? with|working to|agree[ds]?|"
    r"introduc\w*|monitor\w*|train(?:ing|ed)?|recruit\w*|appoint\w*|commission\w*|support\w*|weekly|each week|"
    r"every week|daily|meet\w*|address\w*|tackl\w*|screen\w*|escalat\w*|ensur\w*|challeng\w*|remind\w*|check\w*|"
    r"begin\w*|start\w*|chang\w+|look(?:ing|ed)? (?:at|into|more)|oversight|manag\w+|investigat\w*|focus\w*|"
    r"overhaul\w*|each has|all have|we are \w+ing)\b",
    re.IGNORECASE,
)
