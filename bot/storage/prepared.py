"""Statements that are done for each message, prepared once: SQLAlchemy writes them, the driver does them.

What SQLAlchemy does around one statement takes ten times as long as SQLite takes to do it. What its types do to values
on their way in and out is done here as there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy.engine.result import IteratorResult, SimpleResultMetaData

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from sqlite3 import Connection

    from sqlalchemy import Dialect
    from sqlalchemy.types import TypeEngine

    Process = Callable[[Any], Any] | None

OFTEN = {"often": True}  # the option of a statement that is to be prepared: it is made once, and its lists are in it


def is_often(statement: Any) -> bool:  # noqa: ANN401 - any statement
    """Whether a statement is to be prepared."""
    return "often" in statement.get_execution_options()


class Rows(IteratorResult[Any]):
    """What a statement returned; `rowcount` is how many rows it changed."""

    def __init__(self, names: Sequence[str], rows: Iterable[Sequence[Any]], rowcount: int) -> None:
        super().__init__(SimpleResultMetaData(names), iter(rows))
        self.rowcount = rowcount


class Prepared:
    """The prepared statements of one engine."""

    def __init__(self, dialect: Dialect) -> None:
        self._dialect = dialect
        self._known: dict[tuple[Any, int], Statement] = {}

    def of(self, statement: Any, parameters: Any) -> Callable[[Connection, Any], Rows]:  # noqa: ANN401 - any statement
        """Return what does a statement with such parameters: one mapping, or a list of them."""
        names = parameters[0] if isinstance(parameters, list) else parameters
        known = self._known.get((statement, len(names)))
        if known is None:
            known = self._known[statement, len(names)] = Statement(statement, self._dialect, list(names))
        return known.each if isinstance(parameters, list) else known.once


class Statement:
    """One statement, with rows of one shape."""

    def __init__(self, statement: Any, dialect: Dialect, names: list[str]) -> None:  # noqa: ANN401 - any statement
        compiled = statement.compile(dialect=dialect, column_keys=names)
        self._text = str(compiled)
        self._given = dict(compiled.params)
        self._in = [(name, _way_in(compiled.binds[name].type, dialect)) for name in compiled.positiontup or ()]
        columns = list(statement.exported_columns)
        self._names = [column.key for column in columns]
        self._out = [_way_out(column.type, dialect) for column in columns]

    def once(self, driver: Connection, parameters: Mapping[str, Any]) -> Rows:
        """Do it once."""
        cursor = driver.execute(self._text, self._values(parameters))
        # Read to its end: a statement that is not over holds the commit up.
        return Rows(self._names, [self._row(row) for row in cursor.fetchall()], cursor.rowcount)

    def each(self, driver: Connection, rows: Sequence[Mapping[str, Any]]) -> Rows:
        """Do it for each of some rows; it returns none."""
        cursor = driver.executemany(self._text, [self._values(row) for row in rows])
        return Rows((), (), cursor.rowcount)

    def _values(self, parameters: Mapping[str, Any]) -> list[Any]:
        given = self._given | dict(parameters)
        return [given[name] if process is None else process(given[name]) for name, process in self._in]

    def _row(self, row: Sequence[Any]) -> tuple[Any, ...]:
        ways = zip(row, self._out, strict=True)
        return tuple(value if process is None else process(value) for value, process in ways)


def _way_in(kind: TypeEngine[Any], dialect: Dialect) -> Process:
    return kind.dialect_impl(dialect).bind_processor(dialect)


def _way_out(kind: TypeEngine[Any], dialect: Dialect) -> Process:
    return kind.dialect_impl(dialect).result_processor(dialect, None)
