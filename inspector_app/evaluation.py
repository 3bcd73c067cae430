"""The public command `inspector-app evaluate`: a list of cases in, a list of results out.

Technicians and auditors rely on the field names; rules may be added, names do not change.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import localcontext
from typing import Any

from inspector_app.casework import case_rules_law, case_rules_time
from inspector_app.domain.exceptions import InspectorError
from inspector_app.metrology import (
    case_rules_conformity,
    case_rules_dispensing,
    case_rules_goods,
    case_rules_instruments,
    case_rules_meters,
    case_rules_prepack,
    case_rules_trade,
    case_rules_weighing,
)
from inspector_app.metrology.case_inputs import CaseInputs
from inspector_app.metrology.regulations import RegulationBook, load_book
from inspector_app.metrology.rounding import EXACT

RULES: Mapping[str, Callable[[CaseInputs], dict[str, Any]]] = {
    **case_rules_weighing.RULES,
    **case_rules_conformity.RULES,
    **case_rules_trade.RULES,
    **case_rules_prepack.RULES,
    **case_rules_goods.RULES,
    **case_rules_dispensing.RULES,
    **case_rules_instruments.RULES,
    **case_rules_meters.RULES,
    **case_rules_time.RULES,
    **case_rules_law.RULES,
}


def evaluate_cases(items: list[Any], book: RegulationBook | None = None) -> list[dict[str, Any]]:
    """Return `{id, result}` or `{id, error: {code, parameters}}` for each item, in order.

    items: `{id, rule, inputs}`, other keys ignored; anything else gives that item an error.
    book: the regulation tables, the shipped ones when None. Nothing is raised for any input.
    """
    tables = book or load_book()
    with localcontext(EXACT):
        return [_evaluated(item, tables) for item in items]


def _evaluated(item: object, book: RegulationBook) -> dict[str, Any]:
    if not isinstance(item, dict):
        return _failed(None, "case_not_an_object")
    case_id = _identity(item.get("id"))
    rule, inputs = item.get("rule"), item.get("inputs")
    if not isinstance(rule, str) or rule not in RULES:
        return _failed(case_id, "unknown_rule", rule=rule[:60] if isinstance(rule, str) else "")
    if not isinstance(inputs, dict):
        return _failed(case_id, "input_invalid", field="inputs")
    try:
        return {"id": case_id, "result": RULES[rule](CaseInputs(inputs, book))}
    except InspectorError as failure:
        return _failed(case_id, failure.code, **failure.parameters)
    except ArithmeticError as failure:
        # Figures that are numbers, yet whose product or quotient is none (1E+30 / 1E-30).
        return _failed(case_id, "not_computable", detail=type(failure).__name__)
    except (ValueError, LookupError, TypeError) as failure:
        if book.digest == load_book().digest:
            raise  # by the shipped figures this is a fault of the program
        # A package's figures are readable, yet make no sense to this rule.
        return _failed(case_id, "not_computable", detail=type(failure).__name__)


def _identity(found: object) -> str | int | None:
    """Return an id that can be written back; a list or a number of a thousand digits is none."""
    if isinstance(found, str):
        return found
    small = isinstance(found, int) and not isinstance(found, bool) and found.bit_length() <= 64
    return found if small and isinstance(found, int) else None


def _failed(case_id: str | int | None, code: str, **parameters: str) -> dict[str, Any]:
    return {"id": case_id, "error": {"code": code, "parameters": parameters}}
