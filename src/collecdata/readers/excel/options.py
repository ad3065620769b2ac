"""What an adapter may say of a spreadsheet."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

__all__ = ["ExcelOptions"]


def _listed(value: Any) -> Any:  # noqa: ANN401 - before validation
    return (value,) if isinstance(value, str) else value


Texts = Annotated[tuple[str, ...], BeforeValidator(_listed)]


class ExcelOptions(BaseModel):
    """Options of the reader `excel`. The last five belong to the input, which serves a text export as well."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    sheet: str | None = Field(
        None,
        min_length=1,
        description="sheet to read: its name, a glob (`Export*`), or its number from 1; the first that is not empty",
    )
    header: int | None = Field(
        None, ge=1, description="row of the sheet that holds the column names, where titles above it mislead"
    )
    columns: tuple[str, ...] = Field((), description="names of the columns of a sheet without a header")
    decimal: Literal[",", "."] = Field(".", description="decimal mark that numbers are written with")
    date: Texts = Field(("%Y-%m-%d",), min_length=1, description="formats that dates are written with")
    true: Texts = Field(("true",), min_length=1, description="text of a true cell: the first")
    false: Texts = Field(("false",), min_length=1, description="text of a false cell: the first")
