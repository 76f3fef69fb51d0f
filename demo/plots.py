"""What goes wrong, where and when: the few villages whose course leaves the ordinary, one line each.

A plot names the village it was written for; in another county it falls on a village of the township in the
same place of the list, so that any gazetteer makes a full campaign.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from demo.places import County, Township, Village


@dataclass(frozen=True, slots=True)
class Plot:
    role: str
    township: str
    village: str = ""
    community: bool = False
    vote: int = 0  # day of the vote as it was held; 0: as the calendar has it
    announced: int = 0  # the election day announced first, where it was moved
    moves: tuple[tuple[int, int], ...] = ()  # (day it was announced, new election day)
    leads: Mapping[int, int] = field(default_factory=dict)  # stage number → days before the announced vote
    turnout: float | None = None  # of a first vote that failed
    short: int = 0  # posts left empty by the first vote
    second: int = 0  # day of the second vote
    handover: int = 0
    party: int = 0  # day of the Party election
    party_void: int = 0  # day of a Party meeting with too few present
    recommend_void: bool = False  # a recommendation meeting with two thirds or fewer, held again two days later
    no_woman: bool = False
    few_women_reps: bool = False


PLOTS = (
    # the story of 16 January
    Plot("land", "鹭埠镇", "柘墩村", vote=44),
    Plot("bribery", "栖梧镇", "鹤坳村", vote=43),
    Plot("failed", "枫溆镇", "霁塘村", vote=35, turnout=0.43, second=42),
    Plot("handover", "梨岭乡", "岑寨村", vote=37, handover=47),
    Plot("failed today", "岚城街道", "榆埠社区", community=True, vote=40, turnout=0.472, second=45),
    # hung 22 days before the vote; then the vote was put forward, and put back when the office objected
    Plot("short list", "澄泉镇", "芷陂村", vote=46, moves=((39, 42), (41, 46)), leads={5: 22}),
    # the other key villages
    Plot("compensation", "石枕镇", "楝湾村", vote=45),
    Plot("clans", "荻洲镇", "苇渡村", vote=42),
    Plot("well", "云岫镇", "蓼井村", vote=33),
    Plot("merger", "松涧镇", "桐陂村", vote=34),
    # Party meetings that had to be held again
    Plot("party quorum", "泊舟镇", party_void=20, party=24, vote=41),
    Plot("party quorum late", "竹坞乡", party_void=26, party=29, vote=45),
    Plot("recommendation", "鹿坪镇", recommend_void=True, party=25, vote=39),
    Plot("party late 1", "石枕镇", party=38, vote=46),
    Plot("party late 2", "松涧镇", party=38, vote=47),
    Plot("party late 3", "竹坞乡", party=39, vote=48),
    # second ballots and failures
    Plot("second ballot", "鹿坪镇", vote=39, short=1, second=43),
    Plot("second ballot late", "荻洲镇", vote=47, short=1, second=49),
    Plot("failed again", "澄泉镇", vote=43, turnout=0.468, second=47),
    Plot("failed late", "鹭埠镇", vote=48, turnout=0.486, second=51),
    # candidates four days before the vote; the vote put off when it was noticed
    Plot("late candidates", "石枕镇", announced=50, vote=51, moves=((47, 51),), leads={9: 4}),
    Plot("late handover", "云岫镇", vote=41, handover=53),
    # candidates published on the last lawful day but one
    Plot("tight 1", "栖梧镇", vote=47, leads={9: 6}),
    Plot("tight 2", "荻洲镇", vote=48, leads={9: 6}),
    Plot("tight 3", "鹿坪镇", vote=47, leads={9: 6}),
    Plot("tight 4", "澄泉镇", vote=48, leads={9: 6}),
    Plot("tight 5", "云岫镇", vote=47, leads={9: 6}),
    # put off before the candidates were published: behind the schedule of the first day
    Plot("behind 1", "鹭埠镇", announced=46, vote=49, moves=((37, 49),), leads={9: 3}),
    Plot("behind 2", "枫溆镇", announced=45, vote=48, moves=((36, 48),), leads={9: 4}),
    Plot("behind 3", "石枕镇", announced=46, vote=48, moves=((37, 48),), leads={9: 5}),
    Plot("behind 4", "鹿坪镇", announced=47, vote=50, moves=((38, 50),), leads={9: 4}),
    # snow on 13 January
    Plot("snow 1", "云岫镇", announced=37, vote=38, moves=((37, 38),)),
    Plot("snow 2", "霜坪乡", announced=37, vote=38, moves=((37, 38),)),
    Plot("snow 3", "梨岭乡", announced=37, vote=39, moves=((37, 39),)),
    Plot("snow 4", "鹿坪镇", announced=37, vote=39, moves=((37, 39),)),
    # women
    Plot("no woman 1", "枫溆镇", vote=36, no_woman=True),
    Plot("no woman 2", "青筠镇", vote=41, no_woman=True),
    Plot("few women", "鹭埠镇", vote=45, few_women_reps=True),
    # votes of the days when their township is silent
    Plot("silent 1", "霜坪乡", vote=41),
    Plot("silent 2", "梨岭乡", vote=41),
)


def cast(county: County) -> dict[str, Village]:
    """Role → village: by name where the county has it, else the next free village of the township."""
    roles: dict[str, Village] = {}
    named = {(village.township, village.name): village for village in county.villages}
    for plot in PLOTS:
        if found := named.get((plot.township, plot.village)):
            roles[plot.role] = found
    for number, plot in enumerate(PLOTS):
        if plot.role not in roles:
            taken = {village.code for village in roles.values()}
            roles[plot.role] = _stand_in(county, plot, number, taken)
    return roles


def township_of(county: County, name: str, number: int) -> Township:
    return next((t for t in county.townships if t.name == name), county.townships[number % len(county.townships)])


def _stand_in(county: County, plot: Plot, number: int, taken: set[str]) -> Village:
    near = township_of(county, plot.township, number).villages
    free = [village for village in (*near, *county.villages) if village.code not in taken]
    fitting = [village for village in free if village.is_community == plot.community]
    return (fitting or free)[0]
