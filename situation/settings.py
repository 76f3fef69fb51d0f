"""Settings of one installation: one folder (``--home`` or SITUATION_HOME), one ``settings.toml`` in it.

Every value may be overridden by the environment: ``SITUATION_ACCESS__PUBLIC_SCREENS=true``. All problems are told
at once. What each setting means stands in ``docs/settings.md``.
"""

from __future__ import annotations

import os
import tomllib
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, ValidationError
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from situation.clock import Clock
from situation.errors import WrongSettings

FILE_NAME = "settings.toml"


class _Section(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class CampaignSettings(_Section):
    """The election itself: its days, its plan and its targets (percent)."""

    title: str = "村(社区)“两委”换届选情地图"
    county_name: str = ""
    starts_on: date | None = None
    ends_on: date | None = None
    voting_from: date | None = None
    voting_to: date | None = None
    plan: dict[date, int] = Field(default_factory=dict)  # planned cumulative completions by day
    targets: dict[str, float] = Field(
        default_factory=lambda: {"one_shot": 95.0, "turnout": 90.0, "yijiantiao": 95.0, "female": 30.0}
    )


class BulletinSettings(_Section):
    """What is expected of the townships and how their documents are kept."""

    cut_off: time = time(18, 0)  # local time by which a day's bulletin is due
    inbox: str = "inbox"  # folder watched by the loader, relative to the home
    poll_seconds: float = Field(default=5.0, gt=0)
    archive: bool = True
    retention_days: int = Field(default=90, ge=0)
    archive_key: str = ""  # Fernet key; empty: made at ``init`` and kept beside the settings


class StoreSettings(_Section):
    url: str = ""  # empty: SQLite inside the home


class RuleSettings(_Section):
    packs: list[str] = Field(
        default_factory=lambda: ["national-2018", "national-2026", "party-2020", "collective-2025"]
    )
    override: str = ""  # the county's own rules, a TOML file relative to the home
    declared: str = ""  # the county's own counters, indicators and checklists, a TOML file relative to the home
    palette: str = "红黄绿"


class AccessSettings(_Section):
    public_screens: bool = False  # wall and map readable without signing in
    session_hours: float = Field(default=12, gt=0)


class ClockSettings(_Section):
    """A rehearsal (演练): present only where the installation plays a simulation."""

    anchor: AwareDatetime | None = None
    starts_at: AwareDatetime | None = None
    speed: float = Field(default=1.0, gt=0)


class Settings(BaseSettings):
    model_config = SettingsConfigDict(env_prefix="SITUATION_", env_nested_delimiter="__", frozen=True, extra="forbid")

    home: Path
    campaign: CampaignSettings = CampaignSettings()
    bulletins: BulletinSettings = BulletinSettings()
    store: StoreSettings = StoreSettings()
    rules: RuleSettings = RuleSettings()
    access: AccessSettings = AccessSettings()
    clock: ClockSettings = ClockSettings()

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        home = Path(init_settings()["home"])
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls, home / FILE_NAME)

    @property
    def store_url(self) -> str:
        return self.store.url or f"sqlite:///{(self.home / 'situation.sqlite').resolve()}"

    @property
    def inbox_path(self) -> Path:
        return self.home / self.bulletins.inbox

    @property
    def shapes_path(self) -> Path:
        return self.home / "shapes"

    @property
    def archive_path(self) -> Path:
        return self.home / "archive"

    def own_text(self, name: str) -> str | None:
        """A file of the county's own beside the settings; None where none is named."""
        if not name:
            return None
        try:
            return (self.home / name).read_text("utf-8")
        except (OSError, UnicodeDecodeError) as fault:
            raise WrongSettings(f"The county's own file {self.home / name} cannot be read: {fault}.") from fault

    def make_clock(self) -> Clock:
        return Clock(self.clock.anchor, self.clock.starts_at, self.clock.speed)


def home_path(given: Path | None) -> Path:
    """The installation's folder: as given, else SITUATION_HOME, else ``situation-home`` here."""
    return (given or Path(os.environ.get("SITUATION_HOME", "situation-home"))).resolve()


def load_settings(home: Path) -> Settings:
    """Read and check everything; ``WrongSettings`` lists every problem with its place."""
    path = home / FILE_NAME
    if not path.is_file():
        raise WrongSettings(f"{path} does not exist; make an installation with: situation-map init --home {home}")
    try:
        return Settings(home=home)
    except tomllib.TOMLDecodeError as error:
        raise WrongSettings(f"{path} is not valid TOML: {error}") from error
    except ValidationError as error:
        raise WrongSettings(_problems(path, error)) from error


def _problems(path: Path, error: ValidationError) -> str:
    lines = (f"  {'.'.join(map(str, e['loc']))}: {e['msg']} (seen: {e['input']!r})" for e in error.errors())
    return "\n".join((f"{path} or SITUATION_… in the environment:", *lines))


def write_settings(home: Path, sections: dict[str, dict[str, Any]]) -> Path:
    """Write a new ``settings.toml`` from plain values; refuses to overwrite one."""
    path = home / FILE_NAME
    if path.exists():
        raise WrongSettings(f"{path} exists already; edit it, or choose another --home")
    home.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(_toml_section(name, values) for name, values in sections.items()), "utf-8")
    return path


def _toml_section(name: str, values: dict[str, Any]) -> str:
    plain = {k: v for k, v in values.items() if not isinstance(v, dict)}
    nested = {k: v for k, v in values.items() if isinstance(v, dict)}
    lines = [f"[{name}]", *(f"{_toml_key(k)} = {_toml_value(v)}" for k, v in plain.items()), ""]
    return "\n".join(lines) + "".join("\n" + _toml_section(f"{name}.{k}", v) for k, v in nested.items())


def _toml_key(key: object) -> str:
    text = str(key)
    return text if text.replace("_", "").isalnum() and text.isascii() else f'"{text}"'


def _toml_value(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, list):
        return "[" + ", ".join(map(_toml_value, value)) + "]"
    if isinstance(value, int | float):
        return repr(value)
    return '"' + str(value).replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'
