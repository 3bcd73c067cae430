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
    "position": Text(zh="位置（WGS 84）", en="Position (WGS 84)"),
    "position_fix": Text(zh="卫星定位", en="Satellite fix"),
    "party_statement": Text(zh="当事人意见", en="Statement of the party"),
    "remarks": Text(zh="备注", en="Remarks"),
    "started_at": Text(zh="检查开始时间", en="Begun at"),
    "ended_at": Text(zh="检查结束时间", en="Ended at"),
    "place": Text(zh="检查地点", en="Place"),
    "present": Text(zh="现场人员", en="Persons present"),
    "rights_told": Text(zh="权利告知", en="Rights told"),
    "lots": Text(zh="称重批数", en="Lots"),
    "clock_went_back": Text(zh="系统时钟曾回拨", en="The clock went back"),
    "recording_number": Text(zh="录像编号", en="Recording number"),
}
FIELD_UNITS = {"ambient_temperature_c": " ℃", "relative_humidity_pct": " %RH"}
ENVIRONMENT = ("ambient_temperature_c", "relative_humidity_pct", "position", "position_fix")

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
    "weights": Text(zh="标准砝码", en="Reference weights"),
    "standards": Text(zh="标准砝码", en="Reference weights"),
    "measurements": Text(zh="测量数据", en="Measurements"),
    "nameplate": Text(zh="铭牌", en="Nameplate"),
    "nameplate:class": Text(zh="准确度等级与分度", en="Class and intervals"),
    "nameplate:verification": Text(zh="检定有效期", en="Verification"),
    "nameplate:transition": Text(zh="规程更替", en="Change of rules"),
    "score": Text(zh="评价性质", en="What this is"),
    "score:error": Text(zh="示值误差", en="Error"),
    "score:drift": Text(zh="误差漂移", en="Drift"),
    "score:faults": Text(zh="故障", en="Faults"),
    "score:complaints": Text(zh="投诉", en="Complaints"),
    "score:age": Text(zh="使用年限", en="Age"),
    "score:sample": Text(zh="抽样", en="Sample"),
    "score:total": Text(zh="评分", en="Score"),
    "cycle": Text(zh="检定周期", en="Cycle of verification"),
    "lead": Text(zh="核查性质", en="What this is"),
    "rates": Text(zh="配备率", en="Rates of equipment"),
    "reach": Text(zh="最大试验载荷", en="Heaviest load"),
    "substitution": Text(zh="替代物", en="Material in place of weights"),
    "fit:gold": Text(zh="称量黄金的适用性", en="Fitness for gold"),
    "fit:silver": Text(zh="称量白银的适用性", en="Fitness for silver"),
    "generation": Text(zh="新型计价秤", en="New type"),
    "half": Text(zh="核查载荷", en="Load of the check"),
    "rolling": Text(zh="滚动载荷", en="Rolling load"),
}

FIGURES = {
    "category": Text(zh="商品类别", en="Goods"),
    "metal": Text(zh="贵金属", en="Precious metal"),
    "settled_mass": Text(zh="结算重量", en="Settled"),
    "unit_price": Text(zh="单价（元/kg）", en="Unit price (CNY/kg)"),
    "method": Text(zh="核称方法", en="Method"),
    "band": Text(zh="执行档次", en="Band"),
    "band_reason": Text(zh="选档理由", en="Why this band"),
    "weight_mass": Text(zh="砝码质量", en="Weight put on"),
    "weight_reading": Text(zh="砝码示值", en="Its indication"),
    "before": Text(zh="加载前示值", en="Before"),
}

VALUES = {
    "original": Text(zh="原计量器具核称法", en="on the trader's own scale"),
    "high": Text(zh="高准确度称重法", en="on a more accurate scale"),
    "equal": Text(zh="等准确度称重法", en="on an equally accurate scale"),
    "gold": Text(zh="黄金", en="gold"),
    "silver": Text(zh="白银", en="silver"),
    "grain": Text(zh="粮食", en="grain"),
    "vegetable": Text(zh="蔬菜", en="vegetables"),
    "fruit": Text(zh="水果", en="fruit"),
    "meat": Text(zh="肉类", en="meat"),
    "egg": Text(zh="蛋类", en="eggs"),
    "poultry": Text(zh="禽类", en="poultry"),
    "seafood": Text(zh="海产品", en="seafood"),
    "freshwater": Text(zh="水产品", en="freshwater products"),
    "pastry": Text(zh="糕点", en="pastry"),
    "candy": Text(zh="糖果", en="sweets"),
    "condiment": Text(zh="调味品", en="condiments"),
    "dried_vegetable": Text(zh="干菜", en="dried vegetables"),
    "mountain_delicacy": Text(zh="山珍", en="mountain delicacies"),
    "sea_delicacy": Text(zh="海味", en="sea delicacies"),
    "live_poultry": Text(zh="活禽", en="live poultry"),
    "live_fish": Text(zh="活鱼", en="live fish"),
    "soaked": Text(zh="水发商品", en="soaked goods"),
}
"""Keys that figures may hold; any other value is free text and shown as typed."""
