"""Each township's way of writing its bulletin: a shape, and habits of the pen that rarely change."""

from __future__ import annotations

from dataclasses import dataclass, replace

from demo.places import Township


@dataclass(frozen=True, slots=True)
class Habit:
    shape: str
    file: str  # the file's name; {t} township, {d} the day
    village: str = "{}村"  # how a village's name ends
    community: str = "{}社区"
    numbers: str = "int"
    days: str = "cn"
    rate: str = "percent"
    blank: str = ""  # what stands where nothing is known yet
    zeros: bool = False  # writes 0 where nobody has voted yet
    yes_no: str = "shi"
    words: int = 0  # which of the words for a stage
    phones: bool = False  # a hidden column of telephone numbers
    bands: bool = False  # communities and villages under band rows with subtotals
    former: bool = False  # slips into former names


MONTH_DAY = "{d.month}月{d.day}日"
HABITS = {
    "岚城街道": Habit("two_row", f"{{t}}换届日报{MONTH_DAY}.xlsx", phones=True, bands=True, days="cell"),
    "望津街道": Habit("word", "{t}换届工作日报（{d.month}.{d.day}）.docx", community="{}社区居委会", blank="—"),
    "青筠镇": Habit("two_row", f"{{t}}换届日报{MONTH_DAY}.xlsx", village="{}村委会", phones=True),
    "栖梧镇": Habit("long", "{t}{d:%m%d}.csv", days="iso", rate="percent"),
    "泊舟镇": Habit("flat", f"{{t}}村（社区）换届进度{MONTH_DAY}.xlsx", numbers="text", days="dot", zeros=True),
    "澄泉镇": Habit(
        "flat_xls",
        f"{{t}}两委换届日报表{MONTH_DAY}.xls",
        village="{}村民委员会",
        community="{}社区居民委员会",
        days="cell",
    ),
    "荻洲镇": Habit("matrix", f"{{t}}换届推进表{MONTH_DAY}.xlsx", yes_no="tick"),
    "云岫镇": Habit("word", "换届日报-{t}-{d:%Y%m%d}.docx", village="{}", blank="/", words=1),
    "鹭埠镇": Habit("bodies", f"{{t}}换届日报{MONTH_DAY}.xlsx", numbers="comma", rate="cut", former=True),
    "鹿坪镇": Habit("flat_csv", "{t}日报{d:%m%d}.csv", village="{}", days="slash", words=1),
    "枫溆镇": Habit("flat", f"{{t}}换届日报{MONTH_DAY}.xlsx", days="slash", numbers="full", rate="full", blank="—"),
    "松涧镇": Habit("chat", f"{{t}}换届日报{MONTH_DAY}.txt"),
    "石枕镇": Habit(
        "two_row",
        f"{MONTH_DAY}{{t}}换届统计.xlsx",
        bands=True,
        days="cnfull",
        yes_no="cross",
        words=1,
        blank="/",
    ),
    "砚池乡": Habit("flat_csv", "{t}{d:%m%d}换届情况.csv", village="{}村委会", numbers="comma", days="dot"),
    "雁回乡": Habit("chat", "{t}{d.month}.{d.day}.txt", village="{}"),
    "霜坪乡": Habit(
        "flat_xls",
        f"{{t}}换届情况统计表{MONTH_DAY}.xls",
        days="cn",
        yes_no="done",
        rate="points",
        former=True,
    ),
    "梨岭乡": Habit("zip", f"{{t}}换届材料{MONTH_DAY}.zip", days="iso", words=1),
    "竹坞乡": Habit("relay", "{t}{d.month}.{d.day}接龙.txt"),
}

# a new clerk, a new form: from this day the township writes otherwise
CHANGES = {
    "泊舟镇": (24, {"shape": "two_row", "numbers": "int"}),
    "雁回乡": (20, {"shape": "relay"}),
    "枫溆镇": (33, {"numbers": "int", "days": "cell", "rate": "fraction"}),
}


def habit_of(township: Township, number: int, day: int) -> Habit:
    """By the township's name; in another county, by its place in the list."""
    known = list(HABITS)
    name = township.name if township.name in HABITS else known[number % len(known)]
    habit = HABITS[name]
    if name in CHANGES and day >= CHANGES[name][0]:
        habit = replace(habit, **CHANGES[name][1])  # type: ignore[arg-type]
    return habit


def extension_of(habit: Habit) -> str:
    return habit.file.rsplit(".", 1)[1]
