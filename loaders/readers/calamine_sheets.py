"""The door to calamine: one way in, one way out, and its failures turned into ours."""

from __future__ import annotations

import io
from collections.abc import Sequence
from itertools import islice

from python_calamine import CalamineError, CalamineWorkbook, PasswordError

from .advice import Unreadable, corrupt, encrypted, too_big
from .grid import Row, cell_value, trimmed
from .raw import Limits


def calamine(content: bytes) -> CalamineWorkbook:
    """The workbook. Raises Unreadable."""
    try:
        return CalamineWorkbook.from_filelike(io.BytesIO(content))
    except PasswordError as error:
        raise encrypted() from error
    except (CalamineError, ValueError, OSError) as error:
        raise corrupt() from error
    except BaseException as error:
        raise _panic(error) from error


def grid_of(book: CalamineWorkbook, name: str, limits: Limits) -> tuple[tuple[Row, ...], int, int]:
    """One sheet's grid, trimmed, with its first row and column."""
    try:
        sheet = book.get_sheet_by_name(name)
        if sheet.start is None:
            return (), 1, 1
        if sheet.width > limits.columns:
            raise too_big(f"工作表“{name}”有 {sheet.width} 列")
        top, left = sheet.start
        seen: dict[str, str] = {}
        rows = [_row(row, seen) for row in islice(sheet.iter_rows(), top, None)]
        return trimmed(rows, top + 1, left + 1)
    except Unreadable:
        raise
    except (CalamineError, ValueError, OSError) as error:
        raise corrupt(f"工作表“{name}”") from error
    except BaseException as error:
        raise _panic(error) from error


def _row(row: Sequence[object], seen: dict[str, str]) -> Row:
    # Exports repeat the same few words a hundred thousand times: one object each keeps memory small.
    return tuple([
        (seen.setdefault(v, v) or None) if isinstance(v, str)
        else (int(v) if v.is_integer() else v) if isinstance(v, float)
        else cell_value(v)
        for v in row
    ])  # fmt: skip


def _panic(error: BaseException) -> BaseException:
    """A panic in calamine is a BaseException: to us a broken file, while Ctrl-C stays Ctrl-C."""
    return corrupt() if type(error).__name__ == "PanicException" or isinstance(error, Exception) else error
