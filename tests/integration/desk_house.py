"""A real desk over a real store: two townships of the invented county, an account of each role, a real server."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from dashboard.access import Access, hash_password, session_for, session_key
from dashboard.application import build_server
from dashboard.desk.office import Desk, Office, chosen_from
from dashboard.sessions import COOKIE
from dashboard.viewing import Viewing
from situation.actions import publish_regions, put_user, record_bulletin
from situation.clock import Clock, real_now
from situation.model.bulletins import Match, Outcome, Reading, Row
from situation.model.picture import VillagePicture
from situation.model.regions import OtherName, Region, RegionCode
from situation.model.reports import Body, ReportKind, StageCode, Where
from situation.settings import Settings, load_settings, write_settings
from situation.snapshot import LiveSituation
from situation.store.engine import Store, migrate_store
from situation.store.reading import read_gazetteer, read_user
from tests.builders import county
from tests.serving import Answer, Client, served, share_fonts

DAY = date(2026, 1, 16)
NOW = datetime(2026, 1, 16, 9, tzinfo=UTC)  # 17:00 in the county
BEFORE = NOW - timedelta(minutes=1)
SECRET = "a long enough secret"
OWN = {"sec-fetch-site": "same-origin"}
ONE, OTHER = county().townships[:2]
FIRST, SECOND = county().children(ONE.code)[-2:]  # villages, not communities
THEIRS = county().children(OTHER.code)[-1]


def land() -> list[Region]:
    whole = county()
    return [whole.counties[0], ONE, OTHER, *whole.children(ONE.code), *whole.children(OTHER.code)]


def row(village: Region | None, number: int, **more: Any) -> Row:
    """A status row of the villagers' committee."""
    given: dict[str, Any] = {
        "kind": ReportKind.STATUS,
        "where": Where(sheet="日报", row=number),
        "township": ONE.code,
        "village_raw": village.name if village else "",
        "village_code": village.code if village else None,
        "match": Match.EXACT,
        "body": Body.VILLAGE,
        "on": DAY,
        "stage": StageCode("V09"),
    }
    return Row(**{**given, **more})


def bulletin(name: str, *rows: Row, township: Region = ONE, on: date = DAY, **more: Any) -> Reading:
    mark = f"{name} {on} {rows!r}"
    given = {"file": name, "content_hash": mark, "fingerprint": mark, "outcome": Outcome.OK, "on": on}
    return Reading(**{**given, "township": township.code, "rows": rows, **more})


def told(answer: Answer) -> Answer:
    """The desk's own status stands in its answer."""
    is_said = answer.status == 200 and answer.body.startswith(b"{")
    return replace(answer, status=answer.json()["status"]) if is_said else answer


@dataclass
class DeskHouse:
    home: Path
    settings: Settings
    store: Store
    live: LiveSituation
    viewing: Viewing
    office: Office
    address: str = ""
    clients: dict[str, Client] = field(default_factory=dict)

    def take(self, reading: Reading, *, is_trusted: bool = True, received_at: datetime = BEFORE) -> int:
        sender = reading.township
        recorded = record_bulletin(
            self.store,
            reading,
            source="test",
            sender=sender,
            received_at=received_at,
            at=NOW,
            by="test",
            is_trusted=is_trusted,
        )
        self.viewing.catch_up()
        return recorded.bulletin_id

    def client(self, name: str) -> Client:
        if name not in self.clients:
            client = Client(self.address)
            assert client.post("/sign-in", {"name": name, "password": SECRET}, OWN).status == 303
            self.clients[name] = client
        return self.clients[name]

    def token(self, name: str) -> str:
        cookie = next(c.value for c in self.client(name).cookies if c.name == COOKIE)
        content = str(cookie).split(".")[0]
        return str(json.loads(base64.b64decode(content + "=" * (-len(content) % 4)))["form"])

    def act(self, act: str, who: str = "office", **fields: Any) -> Answer:
        """A form posted by the page of an account."""
        form = {"form_token": self.token(who), "based_on": self.version, **fields}
        return told(self.client(who).post(f"/desk/act/{act}", form, OWN))

    @property
    def version(self) -> int:
        self.live.refresh()
        return self.live.version

    def village(self, region: Region) -> VillagePicture:
        self.live.refresh()
        return self.live.village_story(region.code).picture

    def names_of(self, region: Region) -> tuple[OtherName, ...]:
        with self.store.reading() as connection:
            return read_gazetteer(connection)[region.code].other_names

    def desk(self, who: str, query: Mapping[str, str] | None = None) -> Desk:
        visitor = Access(self.store, session_key(self.home)).visitor(self.session(who))
        assert visitor is not None
        return self.office.desk(self.viewing.catch_up(), visitor, chosen_from(query or {}))

    def session(self, who: str) -> dict[str, Any]:
        with self.store.reading() as connection:
            user = read_user(connection, who)
        assert user is not None
        return session_for(user)


@contextmanager
def desk_house(home: Path) -> Iterator[DeskHouse]:
    write_settings(
        home,
        {
            "campaign": {"title": "示例县选情地图", "starts_on": date(2025, 12, 8), "ends_on": date(2026, 2, 6)},
            "bulletins": {"archive": False},
            "access": {"public_screens": True},
            "clock": {"anchor": real_now(), "starts_at": NOW, "speed": 1e-6},
        },
    )
    share_fonts(home)
    settings = load_settings(home)
    store = migrate_store(settings.store_url)
    publish_regions(store, land(), by="test", at=NOW)
    hashed = hash_password(SECRET)
    roles: dict[str, tuple[str, RegionCode | None]] = {
        "office": ("office", None), "one": ("township", ONE.code), "other": ("township", OTHER.code), "viewer": ("viewer", None),
    }  # fmt: skip
    for name, (role, township) in roles.items():
        put_user(store, name, password_hash=hashed, role=role, township=township, by="test", at=NOW)
    clock: Clock = settings.make_clock()
    live = LiveSituation(store, settings, clock)
    office = Office(store, live, clock, home)
    viewing = Viewing(live, clock, office)
    made = DeskHouse(home, settings, store, live, viewing, office)
    app = build_server(viewing, home, public_screens=True, access=Access(store, session_key(home)))
    with served(app) as address:
        made.address = address
        yield made
    store.close()
