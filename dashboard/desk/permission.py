"""What an account may touch, asked by every act."""

from __future__ import annotations

from collections.abc import Iterable

from dashboard.access import Visitor
from dashboard.desk.forms import Form
from dashboard.desk.office import Office
from situation.errors import NotAllowed
from situation.model.bulletins import Bulletin
from situation.model.regions import RegionCode


def must_be_office(visitor: Visitor, form: Form) -> None:
    if not visitor.is_office:
        raise NotAllowed(form.words("只有县选举办可以这样做"))


def must_reach(office: Office, visitor: Visitor, form: Form, field: str) -> RegionCode:
    """The village named by a field, if this account may touch it."""
    code = RegionCode(form.raw(field))
    if not visitor.may_touch(code, office.gazetteer):
        raise NotAllowed(form.words("这个村(社区)不在您的权限内"))
    return code


def must_own(
    office: Office, visitor: Visitor, form: Form, bulletin: Bulletin, villages: Iterable[RegionCode | None]
) -> None:
    """The county office owns every bulletin; a township those of its own that speak of no other's village."""
    must_own_township(visitor, form, office.owner_of(bulletin))
    if not all(v is None or visitor.may_touch(v, office.gazetteer) for v in villages):
        raise NotAllowed(form.words("文件中有别的乡镇的村(社区)，请由县选举办处理"))


def must_own_township(visitor: Visitor, form: Form, township: RegionCode | None) -> None:
    if not (visitor.may_edit and visitor.sees(township)):
        raise NotAllowed(form.words("这份文件不在您的权限内"))
