"""Values as spreadsheets write them: days, lengths, shares, states, predecessors."""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Literal, TypeVar

from aiplan.importing.source import Follows
from aiplan.model.values import LinkType
from aiplan.model.work import Priority, Status

DayOrder = Literal["mdy", "dmy"]
"""Whether 3/4/2026 is 4 March or 3 April."""
Meaning = TypeVar("Meaning")

_WEEKDAY = re.compile(
    r"^(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?,?\s+|(?:星期|周)[一二三四五六日天]\s*)", re.IGNORECASE
)
_WEEKDAY_LAST = re.compile(r"\s*[(（]?(?:星期|周)[一二三四五六日天][)）]?$")
_TIME = re.compile(
    r"(?:T|\s+|(?<=日))(?:[上下]午)?\s*\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?\s*(?:[ap]\.?m\.?)?\s*(?:Z|[+-]\d\d:?\d\d)?$",
    re.IGNORECASE,
)
_YEAR_FIRST = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?\Z")
_PLAIN = re.compile(r"(\d{4})(\d{2})(\d{2})\Z")
_NUMBERS = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4}|\d{2})\Z")
_DAY_NAMED = re.compile(r"(\d{1,2})(?:st|nd|rd|th|\.)?[-/\s]*([a-z]{3,9})\.?,?[-/\s]*(\d{4}|\d{2})\Z", re.IGNORECASE)
_NAMED_DAY = re.compile(r"([a-z]{3,9})\.?\s*(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})\Z", re.IGNORECASE)
_SERIAL = re.compile(r"(\d{5})(?:\.\d+)?\Z")
_EXCEL_ZERO = dt.date(1899, 12, 30)
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH_NAMES = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december",
)  # fmt: skip
YEARS = range(1980, 2101)


def read_day(text: str, order: DayOrder = "mdy") -> dt.date:
    """Return the day that `text` names; a time of day is left out.

    Understood are 2026-03-05, 2026/3/5, 20260305, 2026年3月5日, 3/5/2026, 05.03.2026, 5-Mar-26, Mar 5, 2026, a day of
    the week before them, and the numbers that Excel counts days by.

    Args:
        text: of the cell.
        order: of day and month in 3/5/2026; with dots the day comes first.

    Raises:
        ValueError: for anything else.
    """
    plain = bare_day(text)
    if match := _YEAR_FIRST.match(plain) or _PLAIN.match(plain):
        return _day(int(match[1]), int(match[2]), int(match[3]))
    if match := _NUMBERS.match(plain):
        first, second, year = int(match[1]), int(match[3]), _year(match[4])
        day_first = match[2] == "." or order == "dmy"
        return _day(year, second, first) if day_first else _day(year, first, second)
    if match := _DAY_NAMED.match(plain):
        return _day(_year(match[3]), _month(match[2]), int(match[1]))
    if match := _NAMED_DAY.match(plain):
        return _day(_year(match[3]), _month(match[1]), int(match[2]))
    if match := _SERIAL.match(plain):
        return _checked(_EXCEL_ZERO + dt.timedelta(int(match[1])))
    raise ValueError(text)


def bare_day(text: str) -> str:
    """Return `text` without day of the week and time of day."""
    return _TIME.sub("", _WEEKDAY_LAST.sub("", _WEEKDAY.sub("", text.strip()))).strip()


def day_order(texts: Iterable[str]) -> DayOrder | None:
    """Return the order of day and month that all of `texts` allow; `None` where both are possible and it matters.

    Where none of them is written that way, `mdy`.
    """
    low = high = False
    told = False
    for text in texts:
        match = _NUMBERS.match(bare_day(text))
        if match is None or match[2] == ".":
            continue
        told = told or match[1] != match[3]
        low, high = low or int(match[1]) > 12, high or int(match[3]) > 12
    if not told or high:
        return "mdy"
    return "dmy" if low else None


def _year(text: str) -> int:
    return int(text) if len(text) == 4 else 2000 + int(text)


def _month(text: str) -> int:
    name = text.casefold()
    if name[:3] in MONTHS and (name == "sept" or _MONTH_NAMES[MONTHS.index(name[:3])].startswith(name)):
        return MONTHS.index(name[:3]) + 1
    raise ValueError(text)


def _day(year: int, month: int, day: int) -> dt.date:
    return _checked(dt.date(year, month, day))


def _checked(day: dt.date) -> dt.date:
    if day.year not in YEARS:
        raise ValueError(str(day))
    return day


# ---------------------------------------------------------------- lengths

_UNITS: dict[str, float] = {
    "m": 1 / 480, "min": 1 / 480, "mins": 1 / 480, "minute": 1 / 480, "minutes": 1 / 480, "分钟": 1 / 480,
    "h": 1 / 8, "hr": 1 / 8, "hrs": 1 / 8, "hour": 1 / 8, "hours": 1 / 8, "小时": 1 / 8, "工时": 1 / 8, "个小时": 1 / 8,
    "": 1, "d": 1, "dy": 1, "day": 1, "days": 1, "wd": 1, "pd": 1, "workday": 1, "workdays": 1, "天": 1, "日": 1,
    "工作日": 1, "个工作日": 1, "人天": 1, "人日": 1, "working day": 1, "working days": 1, "个": 1,
    "w": 5, "wk": 5, "wks": 5, "week": 5, "weeks": 5, "周": 5, "周工时": 5, "个星期": 5, "星期": 5,
    "mo": 20, "mon": 20, "mons": 20, "month": 20, "months": 20, "月": 20, "个月": 20, "月工时": 20,
    "s": 1 / 28800, "sec": 1 / 28800, "secs": 1 / 28800, "second": 1 / 28800, "seconds": 1 / 28800,
}  # fmt: skip
"""Unit → working days: eight hours a day, five days a week, twenty a month, as Microsoft Project counts."""
_LENGTH = re.compile(r"(?:(\d+(?:[.,]\d+)?)\s*([^\W\d_]+(?:\s(?=day|working)[^\W\d_]+)?|))[\s,;]*")
LONGEST = 20_000


def read_days(text: str, unit: str = "") -> int:
    """Return a length in whole working days, parts of days rounded up.

    Args:
        text: `5`, `5d`, `1.5 weeks`, `5 days?`, `3个工作日`, `1w 2d`.
        unit: of a bare number.

    Raises:
        ValueError: for anything else, `3-5 days` and elapsed days among it.
    """
    plain = text.strip().casefold().rstrip("?？").strip()
    found, at = 0.0, 0
    for match in _LENGTH.finditer(plain):
        if match.start() != at or match[2] not in _UNITS:
            raise ValueError(text)
        found += float(match[1].replace(",", ".")) * _UNITS[match[2] or unit]
        at = match.end()
    if at != len(plain) or not plain or found > LONGEST:
        raise ValueError(text)
    return math.ceil(round(found, 6))


def read_share(text: str) -> float:
    """Return how much is done, 0 … 1: `40%`, `40` or `0.4`.

    Raises:
        ValueError: for anything else.
    """
    plain = text.strip().replace("％", "%")
    value = float(plain.removesuffix("%").strip())
    if plain.endswith("%") or value > 1:
        value /= 100
    if not 0 <= value <= 1:
        raise ValueError(text)
    return value


def read_cost(text: str) -> float:
    """Return an amount of money without its currency.

    Raises:
        ValueError: for anything else.
    """
    value = float(re.sub(r"[\s,$€£¥￥]|CNY|USD|EUR|RMB|元", "", text))
    if not 0 <= value < 1e15:
        raise ValueError(text)
    return int(value) if value == int(value) else value


# ---------------------------------------------------------------- words

_STATES: dict[Status, str] = {
    "planned": "todo open new planned backlog notstarted future pending selectedfordevelopment tostart ready reopened"
               " upcoming no 未开始 待办 待处理 计划 计划中 未启动 待开始 新建 未完成 规划中 筹备中",
    "active": "inprogress active started doing wip ongoing underway inreview review intest testing development"
              " indevelopment running 进行中 已开始 处理中 开发中 测试中 执行中 实施中 评审中",
    "done": "done complete completed closed resolved finished shipped released yes x ✓ ✔ ✅ 完成 已完成 已结束"
            " 已关闭 已解决 结束 关闭 已上线 已发布",
    "dropped": "cancelled canceled dropped wontdo wontfix abandoned obsolete rejected duplicate removed 取消 已取消"
               " 废弃 已废弃 放弃 终止 已终止 作废",
}  # fmt: skip
_STATE_OF: dict[str, Status] = {word: state for state, words in _STATES.items() for word in words.split()}
_PRIORITIES: dict[Priority, str] = {
    "must": "must musthave highest high critical blocker urgent p0 p1 a 高 最高 紧急 重要",
    "should": "should shouldhave medium normal major p2 b 中 普通 一般",
    "could": "could couldhave low lowest minor trivial p3 p4 c 低 最低",
}
_PRIORITY_OF: dict[str, Priority] = {word: rank for rank, words in _PRIORITIES.items() for word in words.split()}
YES = frozenset(["yes", "y", "true", "1", "x", "✓", "✔", "✅", "是", "是的", "对", "milestone", "里程碑"])
NO = frozenset(["no", "n", "false", "0", "-", "否", "不是"])


def bare_word(text: str) -> str:
    """Return letters, digits and signs of `text` in small letters, without blanks and punctuation between them."""
    return re.sub(r"[\s_\-'’/.·]+", "", text.casefold())


def read_status(text: str) -> Status:
    """Return the status that a word means.

    Raises:
        ValueError: where it means none of ours.
    """
    return _meant(_STATE_OF, text)


def read_priority(text: str) -> Priority:
    """Return the priority that a word means.

    Raises:
        ValueError: where it means none of ours.
    """
    return _meant(_PRIORITY_OF, text)


def _meant(words: Mapping[str, Meaning], text: str) -> Meaning:
    found = words.get(bare_word(text))
    if found is None:
        raise ValueError(text)
    return found


# ---------------------------------------------------------------- predecessors

_TYPES: dict[str, LinkType] = {
    "fs": "FS", "ss": "SS", "ff": "FF", "sf": "SF",
    "完成-开始": "FS", "开始-开始": "SS", "完成-完成": "FF", "开始-完成": "SF",
}  # fmt: skip
_TYPE = "|".join(_TYPES)
_NUMBERED = re.compile(
    rf"(?P<ref>\d+(?:\.\d+)*)\s*(?P<type>{_TYPE})?\s*(?P<lag>[+-]\s*\d.*)?\Z", re.IGNORECASE
)  # fmt: skip
_NAMED = re.compile(
    rf"(?P<ref>\S.*?)\s*(?:[\s:(（\[]+(?P<type>{_TYPE})\s*(?P<lag>[+-]\s*\d[^)）\]]*)?[)）\]]?"
    rf"|\s(?P<only>[+-]\s*\d[^)）\]]*[^\d\s)）\]]))\Z",
    re.IGNORECASE,
)
_SEPARATOR = re.compile(r"[,;\n、，；|]+")
_NOTION = re.compile(r"\s*\(https?://[^)\s]*\)")


def read_follows(cell: str, known: Callable[[str], bool]) -> Iterator[Follows]:
    """Yield the predecessors that a cell names: `3FS+2d`, `3,5`, `T-1 SS`, `设计 完成-开始`, or titles.

    Args:
        cell: its text.
        known: whether something in the file is called so.

    Raises:
        ValueError: with the part that cannot be read, after the ones that can.
    """
    text = _NOTION.sub("", cell).strip()
    if known(text):
        yield Follows(text)
        return
    wrong = []
    for part in (piece.strip() for piece in _SEPARATOR.split(text)):
        if not part:
            continue
        if known(part):
            yield Follows(part)
            continue
        try:
            yield _one(part)
        except ValueError:
            wrong.append(part)
    if wrong:
        raise ValueError(", ".join(wrong))


def _one(part: str) -> Follows:
    match = _NUMBERED.match(part)
    if match is not None:
        lag = match["lag"]
    else:
        match = _NAMED.match(part)
        if match is None:
            return Follows(part)
        lag = match["lag"] or match["only"]
    return Follows(match["ref"].strip(), _TYPES[(match["type"] or "FS").casefold()], _lag(lag))


def _lag(text: str | None) -> int:
    if not text:
        return 0
    sign = -1 if text[0] == "-" else 1
    return sign * read_days(text[1:].strip())
