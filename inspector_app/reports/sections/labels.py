"""The fixed wording of the forms, Chinese as the official forms of 2021 have it."""

from __future__ import annotations

from inspector_app.domain.instrument import Stage
from inspector_app.domain.text import Text

NOT_STATED = "—"

STAGES = {
    Stage.INITIAL: Text(zh="首次检定", en="Initial verification"),
    Stage.SUBSEQUENT: Text(zh="后续检定", en="Subsequent verification"),
    Stage.IN_USE: Text(zh="使用中检查", en="In-service inspection"),
}

PURPOSES = {
    "routine": Text(zh="日常监督检查", en="Routine supervision"),
    "random": Text(zh="“双随机、一公开”抽查", en="Random inspection"),
    "complaint": Text(zh="投诉举报核查", en="Complaint or report"),
    "special": Text(zh="专项检查", en="Campaign"),
    "review": Text(zh="复查", en="Follow-up"),
}

FIELDS = {
    "ambient_temperature_c": Text(zh="环境温度", en="Ambient temperature"),
    "relative_humidity_pct": Text(zh="相对湿度", en="Relative humidity"),
    "party_statement": Text(zh="当事人意见", en="Statement of the party"),
    "remarks": Text(zh="备注", en="Remarks"),
    "started_at": Text(zh="检查开始时间", en="Begun at"),
    "ended_at": Text(zh="检查结束时间", en="Ended at"),
    "place": Text(zh="检查地点", en="Place"),
    "present": Text(zh="现场人员", en="Persons present"),
    "rights_told": Text(zh="权利告知", en="Rights told"),
    "recording_number": Text(zh="录像编号", en="Recording number"),
}
FIELD_UNITS = {"ambient_temperature_c": " ℃", "relative_humidity_pct": " %RH"}
ENVIRONMENT = ("ambient_temperature_c", "relative_humidity_pct")

ROLES = {
    "inspector": Text(zh="检查人员", en="Inspector"),
    "second_inspector": Text(zh="检查人员（二）", en="Second inspector"),
    "party": Text(zh="当事人", en="Party"),
    "witness": Text(zh="见证人", en="Witness"),
}

ANSWERS = {
    "yes": Text(zh="是", en="Yes"),
    "no": Text(zh="否", en="No"),
    "not_applicable": Text(zh="不适用", en="n/a"),
    "": Text(zh="未答", en="Open"),
}

SUBJECTS = {
    "premises": Text(zh="当事人", en="Premises"),
    "instrument": Text(zh="计量器具", en="Instrument"),
    "class": Text(zh="准确度等级", en="Accuracy class"),
    "verification": Text(zh="检定有效期", en="Verification"),
    "weights": Text(zh="标准砝码", en="Reference weights"),
    "transition": Text(zh="规程更替", en="Change of rules"),
    "photos": Text(zh="照片", en="Photos"),
}

FIGURES = {
    "goods": Text(zh="商品", en="Goods"),
    "category": Text(zh="类别", en="Category"),
    "settled": Text(zh="结算重量", en="Settled"),
    "settled_mass": Text(zh="结算重量", en="Settled"),
    "price": Text(zh="单价", en="Unit price"),
    "unit_price": Text(zh="单价（元/kg）", en="Unit price (CNY/kg)"),
    "amount": Text(zh="金额（元）", en="Amount (CNY)"),
    "method": Text(zh="核称方法", en="Method"),
    "band": Text(zh="档次", en="Band"),
    "band_reason": Text(zh="选档理由", en="Why this band"),
    "weight_load": Text(zh="砝码质量", en="Weight"),
    "weight_reading": Text(zh="砝码示值", en="Its indication"),
}
