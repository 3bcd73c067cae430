"""Duties of a petrol station's operator (加油站计量监督管理办法, order 35/2002, revised 2020)."""

from __future__ import annotations

from inspector_app.domain.inspection import Inspection
from inspector_app.domain.judgement import Verdict
from inspector_app.domain.text import Text
from inspector_app.kinds.base import NO_INSTRUMENT, Area, Basis, InspectionKind, PhotoRole
from inspector_app.kinds.duties import (
    COMPULSORY,
    DUTY_STEPS,
    METROLOGY_LAW,
    duty,
    no_assessment,
    no_rows,
)
from inspector_app.kinds.trials import trial_verdict
from inspector_app.metrology.regulations import RegulationBook

MEASURES = Text(
    zh="加油站计量监督管理办法", en="Measures for the Metrology Supervision of Fuel Stations"
)
DISPENSERS = Text(zh="燃油加油机检定规程", en="Verification regulation of fuel dispensers")
ORDER = Text(zh="管理制度", en="Management")
MACHINES = Text(zh="加油机", en="Dispensers")
SALE = Text(zh="经营活动", en="Selling")

CHECKS = (
    duty(
        "FS01",
        ("建立并执行计量管理和保护消费者权益的制度",
         "Rules of metrology and of consumer protection are written and followed"),
        (MEASURES, "第五条（一）"), ORDER,
    ),
    duty(
        "FS02",
        ("配备专职或者兼职计量人员", "Staff for metrology is named, full or part time"),
        (MEASURES, "第五条（二）"), ORDER,
    ),
    duty(
        "FS03",
        ("强制检定计量器具登记造册，向当地市场监督管理部门备案，并配合检定",
         "Instruments under compulsory verification are listed, filed and brought to verification"),
        (MEASURES, "第五条（三）"), ORDER,
    ),
    duty(
        "FS04",
        ("计量器具合格证明齐全；加油机安装后经检定合格方投入使用",
         "Instruments have their certificates; dispensers were verified after installation"),
        (MEASURES, "第五条（四）、第九条（一）"), MACHINES,
    ),
    duty(
        "FS05",
        ("加油机由合法维修单位维修，修后重新检定合格方使用",
         "Repairs are made by a lawful repairer, and verified again before use"),
        (MEASURES, "第五条（五）、第九条（二）"), MACHINES,
    ),
    duty(
        "FS06",
        ("使用国家法定计量单位", "Legal units are used"),
        (MEASURES, "第五条（六）"), SALE,
    ),
    duty(
        "FS07",
        ("未使用未经检定、超过检定周期或者检定不合格的加油机；未破坏铅封、未擅自改装",
         "No dispenser is unverified, overdue or failed; no seal broken, nothing altered"),
        (MEASURES, "第五条（七）、第九条（三）"), MACHINES,
    ),
    duty(
        "FS08",
        ("使用计量器具进行成品油零售，明示量值，结算值与实际值之差不超过允许误差",
         "Fuel is sold by an instrument, its value shown, settled within the permitted error"),
        (MEASURES, "第五条（八）、第九条（四）"), SALE,
    ),
    duty(
        "FS09",
        ("三处铅封完好，自锁功能有效，编码器、主板、软件与型式批准一致",
         "Three seals are whole, self-lock works, encoder, board and software fit the approval"),
        (DISPENSERS, "JJG 443-2023"), MACHINES,
    ),
    duty(
        "FS10",
        ("有使用标准金属量器定期自校的记录",
         "A log is kept of own checks with a standard measure"),
        (DISPENSERS, "JJG 443"), ORDER, decisive=False,
    ),
    duty(
        "FS11",
        ("检定合格标志粘贴在显著位置且在有效期内",
         "The verification label is in a conspicuous place and valid"),
        (COMPULSORY, "第九条"), MACHINES,
    ),
    duty(
        "FS12",
        ("未拒绝、阻碍监督检查", "The inspection is not refused or hindered"),
        (MEASURES, "第十条"), SALE,
    ),
)  # fmt: skip


def judge(inspection: Inspection, book: RegulationBook) -> Verdict:
    """Return the conclusion: a failure for every duty answered `no` but the own checks' log."""
    return trial_verdict(inspection, KIND, (), regulation=MEASURES.zh, book=book)


KIND = InspectionKind(
    key="fuel_station_duties",
    area=Area.FUEL,
    title=Text(zh="加油站计量职责检查", en="Fuel station duties"),
    summary=Text(
        zh="加油站经营者的计量义务逐项检查",
        en="The duties of a fuel station's operator, one by one",
    ),
    basis=(Basis(MEASURES, "第五条、第九条、第十条"), Basis(METROLOGY_LAW, "第九条")),
    steps=DUTY_STEPS,
    checks=CHECKS,
    shapes=(),
    photos=(
        PhotoRole(
            key="labels", title=Text(zh="合格标志与铅封", en="Labels and seals"), required=False
        ),
        PhotoRole(key="ledger", title=Text(zh="台账与制度", en="Ledger and rules"), required=False),
    ),
    signature_roles=("inspector", "second_inspector", "party"),
    plan=no_rows,
    assess=no_assessment,
    judge=judge,
    category=NO_INSTRUMENT,
)
