"""What lists of duties share: a check with its article, and nothing to be measured. No kind."""

from __future__ import annotations

from inspector_app.domain.inspection import Inspection
from inspector_app.domain.judgement import Assessment
from inspector_app.domain.measurement import Observation, PlanRow
from inspector_app.domain.text import Text
from inspector_app.kinds.base import Basis, Check, Step
from inspector_app.metrology.regulations import RegulationBook

METROLOGY_LAW = Text(zh="中华人民共和国计量法", en="Metrology Law of the PRC")
LAW_DETAILS = Text(
    zh="中华人民共和国计量法实施细则", en="Rules for Implementing the Metrology Law of the PRC"
)
COMPULSORY = Text(
    zh="中华人民共和国强制检定的工作计量器具检定管理办法",
    en="Measures for Working Measuring Instruments under Compulsory Verification",
)
RETAIL = Text(
    zh="零售商品称重计量监督管理办法", en="Measures for the Supervision of Retail Weighing"
)
QUANTITY = Text(
    zh="商品量计量违法行为处罚规定", en="Rules on Penalties for Unlawful Commodity Quantities"
)
PREPACKAGED = Text(
    zh="定量包装商品计量监督管理办法",
    en="Measures for Metrology Supervision of Prepackaged Goods",
)
CONSUMER_LAW = Text(
    zh="中华人民共和国消费者权益保护法", en="Law on the Protection of Consumer Rights"
)
INSTRUMENTS = Text(zh="计量器具", en="Instruments")
SALE = Text(zh="经营计量", en="Selling by quantity")

DUTY_STEPS = (Step.PREMISES, Step.CHECKS, Step.EVIDENCE, Step.CONCLUSION, Step.SIGNATURES)
MEASURED_DUTY_STEPS = (
    Step.PREMISES,
    Step.CHECKS,
    Step.PARTICULARS,
    Step.TRIALS,
    Step.EVIDENCE,
    Step.CONCLUSION,
    Step.SIGNATURES,
)


def duty(
    key: str,
    text: tuple[str, str],
    basis: tuple[Text, str],
    group: Text,
    *,
    decisive: bool = True,
    may_not_apply: bool = True,
) -> Check:
    """Return a check by its Chinese and English words, its document and its article."""
    return Check(
        key=key,
        text=Text(zh=text[0], en=text[1]),
        basis=Basis(*basis),
        group=group,
        decisive=decisive,
        may_not_apply=may_not_apply,
    )


def no_rows(inspection: Inspection, book: RegulationBook) -> tuple[PlanRow, ...]:  # noqa: ARG001 - as declared
    """Return no rows: nothing is measured."""
    return ()


def no_assessment(
    inspection: Inspection,  # noqa: ARG001 - as declared
    row: PlanRow,  # noqa: ARG001 - as declared
    observation: Observation,  # noqa: ARG001 - as declared
    book: RegulationBook,  # noqa: ARG001 - as declared
) -> Assessment | None:
    """Return None: nothing is measured."""
    return None
