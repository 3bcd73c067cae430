"""What the names in the regulation tables mean: data only, read by the Rules page.

A name that is not here is shown as the file has it, with spaces.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from inspector_app.domain.text import Text
from inspector_app.words import current_language

FIGURES: Final[Mapping[str, Text]] = {
    "alphabet": Text(zh="字符集", en="alphabet"),
    "cash_on_spot_yuan": Text(
        zh="可当场收缴的罚款（元）", en="fine to be cashed on the spot (yuan)"
    ),
    "changeover_step_in_e": Text(zh="闪变点小砝码（e）", en="changeover weight (e)"),
    "char_height_other_mm": Text(
        zh="其他标注方式字符高度（mm）", en="height of characters, other units (mm)"
    ),
    "chars": Text(zh="每行字数", en="characters a line"),
    "confidence_percent": Text(zh="置信水平（%）", en="confidence (%)"),
    "coverage_factor": Text(zh="包含因子 k", en="coverage factor k"),
    "decision_rule": Text(zh="判定规则", en="decision rule"),
    "direct_reading_d_in_e": Text(zh="可直接读数的 d（e）", en="d read directly (e)"),
    "discrimination_in_d": Text(zh="鉴别阈附加砝码（d）", en="additional load, discrimination (d)"),
    "due_soon_days": Text(zh="临期提醒（天）", en="due soon (days)"),
    "eccentricity_positions": Text(zh="偏载测试位置数", en="positions, eccentricity"),
    "electric_device_factor": Text(zh="带电器装置系数", en="factor with an electric device"),
    "fair_scale_load_of_max": Text(
        zh="公平秤核查载荷（占 Max）", en="load of the fair-scale check (of Max)"
    ),
    "fair_scale_runs": Text(zh="公平秤核查次数", en="weighings of the fair-scale check"),
    "film_um": Text(zh="薄膜厚度（μm）", en="thickness of a film (μm)"),
    "half_interval": Text(zh="化整前示值的半分度", en="half interval of the error-free indication"),
    "hearing_organisation_yuan": Text(
        zh="听证标准：单位（元）", en="hearing: organisations (yuan)"
    ),
    "hearing_person_yuan": Text(zh="听证标准：个人（元）", en="hearing: persons (yuan)"),
    "identity": Text(zh="与型式批准一致", en="identity with the type approval"),
    "instrument_part_of_limit": Text(
        zh="核称器具允许误差占比", en="instrument's share of the limit"
    ),
    "largest_lot": Text(zh="最大批量", en="largest lot"),
    "late_surcharge_cap_percent": Text(zh="加处罚款上限（%）", en="surcharge, at most (%)"),
    "late_surcharge_percent_per_day": Text(zh="每日加处罚款（%）", en="surcharge a day (%)"),
    "least_yuan": Text(zh="最低金额（元）", en="least amount (yuan)"),
    "left_mm": Text(zh="订口（mm）", en="left margin (mm)"),
    "length": Text(zh="长度", en="length"),
    "lines": Text(zh="每页行数", en="lines a page"),
    "loss_multiple": Text(zh="损失倍数", en="multiple of the loss"),
    "maximum_capacity_kg": Text(zh="适用最大秤量（kg）", en="largest Max in scope (kg)"),
    "meter_mpe_pct": Text(
        zh="流量测量变换器最大允许误差（%）", en="maximum permissible error of the meter (%)"
    ),
    "meter_repeatability_pct": Text(
        zh="流量测量变换器重复性（%）", en="repeatability of the meter (%)"
    ),
    "minimum_quantity_mpe_pct": Text(
        zh="最小被测量最大允许误差（%）", en="limit at the minimum measured quantity (%)"
    ),
    "minimum_quantity_repeatability_pct": Text(
        zh="最小被测量重复性（%）", en="repeatability at the minimum measured quantity (%)"
    ),
    "mm3_per_gram": Text(zh="每克（毫升）折算体积（mm³）", en="volume of one gram or mL (mm³)"),
    "mpe_pct": Text(zh="最大允许误差（%）", en="maximum permissible error (%)"),
    "organisation_modulus": Text(zh="主体标识码模数", en="modulus of the organisation code"),
    "organisation_weights": Text(zh="主体标识码加权因子", en="weights of the organisation code"),
    "paper_height_mm": Text(zh="纸高（mm）", en="paper height (mm)"),
    "paper_width_mm": Text(zh="纸宽（mm）", en="paper width (mm)"),
    "payment": Text(zh="付费金额允许差（元）", en="permitted difference of the payment (yuan)"),
    "price_multiple": Text(zh="价款倍数", en="multiple of the price"),
    "provincial_decision_from_yuan": Text(
        zh="省级决定的罚款起点（元）", en="fine decided by the province, from (yuan)"
    ),
    "punitive_minimum_yuan": Text(zh="惩罚性赔偿最低额（元）", en="least punitive damages (yuan)"),
    "punitive_multiple": Text(zh="惩罚性赔偿倍数", en="multiple of punitive damages"),
    "pupillary_distance_mm": Text(
        zh="瞳距允许误差（mm）", en="limit of the pupillary distance (mm)"
    ),
    "reference_temperature_c": Text(zh="参考温度（°C）", en="reference temperature (°C)"),
    "repeatability_estimator": Text(zh="重复性估计方法", en="estimator of the repeatability"),
    "repeatability_pct": Text(zh="重复性（%）", en="repeatability (%)"),
    "rolling_load_cap": Text(zh="滚动载荷上限（占 Max）", en="rolling load, at most (of Max)"),
    "runs": Text(zh="测量次数", en="number of runs"),
    "runs_divisor": Text(zh="极差系数 dn", en="divisor of the range, dn"),
    "scale_interval_equals_d": Text(zh="e 与 d 之比", en="ratio of e and d"),
    "shortage_rounding": Text(zh="允许短缺量修约方式", en="rounding of the permitted shortage"),
    "significant_digits": Text(zh="有效数字位数", en="significant digits"),
    "simple_organisation_yuan": Text(
        zh="简易程序：单位（元）", en="simple procedure: organisations (yuan)"
    ),
    "simple_person_yuan": Text(zh="简易程序：个人（元）", en="simple procedure: persons (yuan)"),
    "single_layer_exempt": Text(zh="单层包装不计空隙率", en="one layer: no void ratio"),
    "start_day_counted": Text(zh="起始日是否计入", en="first day counted"),
    "tare_accuracy_in_e": Text(zh="除皮准确度（e）", en="accuracy of tare setting (e)"),
    "tare_sample": Text(zh="皮重抽样数", en="packages for the tare"),
    "tea_mass_multiple": Text(zh="茶叶包装质量倍数", en="mass of tea packaging, multiple"),
    "top_mm": Text(zh="天头（mm）", en="top margin (mm)"),
    "type_area_height_mm": Text(zh="版心高（mm）", en="height of the type area (mm)"),
    "type_area_width_mm": Text(zh="版心宽（mm）", en="width of the type area (mm)"),
    "way": Text(zh="修约方式", en="way of rounding"),
    "weight_base": Text(zh="加权因子底数", en="base of the weights"),
    "weights_part_of_mpe": Text(zh="砝码误差占最大允许误差", en="weights' share of the limit"),
    "years_since_knowledge": Text(zh="知悉起算年限", en="years since it was known"),
    "zero_accuracy_in_e": Text(zh="置零准确度（e）", en="accuracy of zero setting (e)"),
}
TABLES: Final[Mapping[str, Text]] = {
    "amendment": Text(zh="修改单", en="amendments"),
    "category": Text(zh="商品类别", en="categories of goods"),
    "char_height": Text(zh="字符高度", en="height of characters"),
    "class_limits": Text(zh="等级与分度数", en="classes and intervals"),
    "clock": Text(zh="时钟误差", en="error of the clock"),
    "coefficient": Text(zh="必要空间系数", en="necessary space coefficients"),
    "cost": Text(zh="包装成本", en="packaging cost"),
    "cycle": Text(zh="检定周期", en="verification cycles"),
    "deadline": Text(zh="期限", en="deadlines"),
    "discrimination_loads": Text(zh="鉴别阈载荷", en="loads of the discrimination test"),
    "distance": Text(zh="里程误差", en="error of distance"),
    "division": Text(zh="行政区划", en="administrative divisions"),
    "eccentricity": Text(zh="偏载", en="eccentricity"),
    "excluded": Text(zh="不适用商品", en="goods not covered"),
    "fine": Text(zh="罚则", en="fines"),
    "five_gallons": Text(zh="五加仑量器", en="five-gallon measure"),
    "fluid_expansion": Text(zh="油品体胀系数", en="cubic expansion of the fuel"),
    "fraud": Text(zh="欺诈行为", en="acts of fraud"),
    "gas_meter": Text(zh="燃气表", en="gas meters"),
    "jewellery": Text(zh="金银饰品", en="jewellery"),
    "layers": Text(zh="包装层数", en="layers of packaging"),
    "legal_unit": Text(zh="法定计量单位", en="legal units"),
    "make_up": Text(zh="调休上班日", en="make-up working days"),
    "measure_expansion": Text(zh="量器体胀系数", en="cubic expansion of the measure"),
    "method": Text(zh="核称方法", en="methods of weighing again"),
    "mode": Text(zh="检定方式", en="modes of verification"),
    "mpe": Text(zh="最大允许误差", en="maximum permissible errors"),
    "negative_deviation": Text(zh="负偏差", en="negative deviations"),
    "off": Text(zh="放假日", en="days off"),
    "plan": Text(zh="抽样方案", en="sampling plan"),
    "price_band": Text(zh="价格档次", en="price bands"),
    "product": Text(zh="产品目录", en="products"),
    "q3": Text(zh="常用流量 Q3 误差", en="error at Q3"),
    "refusal": Text(zh="不予受理情形", en="grounds of refusal"),
    "repeatability_runs": Text(zh="重复性称量次数", en="weighings of the repeatability test"),
    "required_rate": Text(zh="配备率要求", en="required rates"),
    "scope": Text(zh="适用范围", en="scope"),
    "shortage": Text(zh="允许短缺量", en="permitted shortages"),
    "shortage_other": Text(
        zh="允许短缺量（长度、面积、个数）", en="permitted shortages, other units"
    ),
    "shortage_step": Text(zh="允许短缺量修约间隔", en="rounding steps of the shortage"),
    "special": Text(zh="专门要求", en="special rules"),
    "sphere": Text(zh="球镜度误差", en="error of the sphere"),
    "stage": Text(zh="检定阶段系数", en="factors of the stages"),
    "test_loads": Text(zh="测试载荷", en="test loads"),
    "test_tares": Text(zh="除皮测试点", en="test tares"),
    "transition": Text(zh="过渡安排", en="transition"),
    "void_limit": Text(zh="包装空隙率", en="void ratio"),
    "water_meter": Text(zh="水表", en="water meters"),
    "weight_mpe": Text(
        zh="砝码最大允许误差（mg）", en="maximum permissible errors of weights (mg)"
    ),
    "working_error": Text(zh="工作误差", en="working error"),
}
COLUMNS: Final[Mapping[str, Text]] = {
    "above_yuan": Text(zh="高于（元）", en="above (yuan)"),
    "accuracy_class": Text(zh="准确度等级", en="accuracy class"),
    "act": Text(zh="行为", en="act"),
    "allowed_t1": Text(zh="允许 T1 件数", en="allowed T1"),
    "allowed_t2": Text(zh="允许 T2 件数", en="allowed T2"),
    "also": Text(zh="又称", en="also called"),
    "amendment": Text(zh="修改单", en="amendment"),
    "amount": Text(zh="数量", en="amount"),
    "announced": Text(zh="公告", en="announced by"),
    "article": Text(zh="条款", en="article"),
    "band": Text(zh="档次", en="band"),
    "base": Text(zh="基本单位", en="base unit"),
    "basis": Text(zh="依据", en="basis"),
    "before": Text(zh="早于", en="before"),
    "below": Text(zh="小于", en="below"),
    "breach": Text(zh="违反情形", en="breach"),
    "code": Text(zh="代码", en="code"),
    "content": Text(zh="内容", en="content"),
    "day": Text(zh="日期", en="day"),
    "dn_up_to_mm": Text(zh="公称口径至（mm）", en="DN up to (mm)"),
    "e_from_g": Text(zh="e 自（g）", en="e from (g)"),
    "e_to_g": Text(zh="e 至（g）", en="e up to (g)"),
    "en": Text(zh="英文", en="in English"),
    "ended": Text(zh="已停用", en="ended"),
    "energy": Text(zh="能源", en="energy"),
    "equipment_pct": Text(zh="主要设备（%）", en="equipment (%)"),
    "event": Text(zh="事项", en="event"),
    "excluded": Text(zh="不适用", en="excluded"),
    "excludes": Text(zh="可扣除", en="excludes"),
    "factor": Text(zh="系数", en="factor"),
    "first": Text(zh="首日", en="first day"),
    "fluid": Text(zh="油品", en="fuel"),
    "formula": Text(zh="公式", en="formula"),
    "fraction": Text(zh="比例", en="fraction"),
    "fraction_of": Text(zh="几分之一", en="one part in"),
    "fraction_of_maximum_tare": Text(zh="占最大皮重", en="of the maximum tare"),
    "from": Text(zh="自", en="from"),
    "from_multiple_of_gains": Text(zh="违法所得倍数下限", en="least multiple of the gains"),
    "from_percent_of_gains": Text(zh="违法所得比例下限（%）", en="least share of the gains (%)"),
    "from_yuan": Text(zh="下限（元）", en="from (yuan)"),
    "gas": Text(zh="燃气", en="gas"),
    "ground": Text(zh="情形", en="ground"),
    "group": Text(zh="类别", en="group"),
    "height_mm": Text(zh="高度（mm）", en="height (mm)"),
    "high_pct": Text(zh="上限（%）", en="upper limit (%)"),
    "in3": Text(zh="立方英寸", en="cubic inches"),
    "instrument": Text(zh="器具", en="instrument"),
    "instrument_part": Text(zh="器具占比", en="instrument's share"),
    "k": Text(zh="系数 k", en="coefficient k"),
    "key": Text(zh="键", en="key"),
    "kind": Text(zh="种类", en="kind"),
    "lambda": Text(zh="修正因子 λ", en="factor λ"),
    "last": Text(zh="末日", en="last day"),
    "layers": Text(zh="层数", en="layers"),
    "limit_d": Text(zh="限值（D）", en="limit (D)"),
    "limit_g": Text(zh="限值（g）", en="limit (g)"),
    "limit_pct": Text(zh="限值（%）", en="limit (%)"),
    "limit_s": Text(zh="限值（s）", en="limit (s)"),
    "lot_from": Text(zh="批量自", en="lot from"),
    "lot_to": Text(zh="批量至", en="lot up to"),
    "low_pct": Text(zh="下限（%）", en="lower limit (%)"),
    "made_from": Text(zh="生产日期自", en="made from"),
    "may_prove_no_intent": Text(zh="可证明非故意", en="may prove no intent"),
    "measure": Text(zh="量器", en="measure"),
    "metal": Text(zh="金属", en="metal"),
    "method": Text(zh="方法", en="method"),
    "min_in_e": Text(zh="最小秤量（e）", en="Min (e)"),
    "mode": Text(zh="方式", en="mode"),
    "months": Text(zh="月数", en="months"),
    "mpe_in_e": Text(zh="允许误差（e）", en="limit (e)"),
    "mpe_mg": Text(zh="允许误差（mg）", en="limit (mg)"),
    "multiple_of_gains": Text(zh="违法所得倍数", en="multiple of the gains"),
    "n": Text(zh="数量 n", en="n"),
    "n_max": Text(zh="n 上限", en="n at most"),
    "n_min": Text(zh="n 下限", en="n at least"),
    "name": Text(zh="名称", en="name"),
    "networked": Text(zh="联网", en="networked"),
    "nominal": Text(zh="标称值", en="nominal value"),
    "none_up_to": Text(zh="不允许短缺至", en="none up to"),
    "now": Text(zh="现状", en="now"),
    "of": Text(zh="对象", en="of"),
    "older_from": Text(zh="旧产品自", en="older products from"),
    "only": Text(zh="仅限", en="only"),
    "per_c": Text(zh="每摄氏度", en="per °C"),
    "percent": Text(zh="百分比（%）", en="percent"),
    "phase": Text(zh="阶段", en="phase"),
    "product": Text(zh="商品", en="product"),
    "q3_up_to": Text(zh="Q3 至", en="Q3 up to"),
    "quantity": Text(zh="量", en="quantity"),
    "receptor": Text(zh="承载器", en="load receptor"),
    "result": Text(zh="结果", en="result"),
    "rolls": Text(zh="顺延", en="rolls"),
    "rounding": Text(zh="修约", en="rounding"),
    "runs": Text(zh="次数", en="runs"),
    "stage": Text(zh="阶段", en="stage"),
    "step": Text(zh="间隔", en="step"),
    "sub_unit_pct": Text(zh="主要次级单位（%）", en="main sub-units (%)"),
    "supports_up_to": Text(zh="支承点至", en="supports up to"),
    "to": Text(zh="至", en="to"),
    "unit": Text(zh="单位", en="unit"),
    "unit_pct": Text(zh="进出用能单位（%）", en="in and out of the unit (%)"),
    "units": Text(zh="单位", en="units"),
    "up_to": Text(zh="至", en="up to"),
    "up_to_d": Text(zh="至（D）", en="up to (D)"),
    "up_to_e": Text(zh="载荷至（e）", en="load up to (e)"),
    "up_to_g": Text(zh="至（g）", en="up to (g)"),
    "up_to_kg": Text(zh="至（kg）", en="up to (kg)"),
    "up_to_multiple_of_gains": Text(zh="违法所得倍数上限", en="highest multiple of the gains"),
    "up_to_percent_of_gains": Text(zh="违法所得比例上限（%）", en="highest share of the gains (%)"),
    "up_to_yuan": Text(zh="上限（元）", en="up to (yuan)"),
    "up_to_yuan_per_kg": Text(zh="单价至（元/kg）", en="price up to (yuan/kg)"),
    "value": Text(zh="数值", en="value"),
    "value_large_spread": Text(zh="离散较大时", en="with a large spread"),
    "violation": Text(zh="违法行为", en="violation"),
    "weights_part": Text(zh="砝码占比", en="weights' share"),
    "words": Text(zh="文字", en="words"),
}
VALUES: Final[Mapping[str, Text]] = {
    "void ratio": Text(zh="空隙率", en="void ratio"),
    "simple_acceptance": Text(zh="简单接受", en="simple acceptance"),
    "guarded_acceptance": Text(zh="保护带", en="guard band"),
    "half_even": Text(zh="四舍六入五成双", en="half to even"),
    "half_up": Text(zh="四舍五入", en="half up"),
    "up": Text(zh="进一", en="up"),
    "range": Text(zh="极差", en="range"),
    "range_over_dn": Text(zh="极差除以 dn", en="range over dn"),
    "equal": Text(zh="一致", en="equal"),
    "initial": Text(zh="首次检定", en="initial verification"),
    "subsequent": Text(zh="后续检定", en="subsequent verification"),
    "in_use": Text(zh="使用中检查", en="in service"),
    "installed": Text(zh="装车后", en="in the vehicle"),
    "supports": Text(zh="支承点", en="supports"),
    "tank_or_hopper": Text(zh="罐或料斗", en="tank or hopper"),
    "min": Text(zh="最小秤量", en="Min"),
    "max": Text(zh="最大秤量", en="Max"),
    "mpe_steps": Text(zh="误差限变化点", en="steps of the limit"),
    "all": Text(zh="全部", en="all"),
    "gasoline": Text(zh="汽油", en="petrol"),
    "diesel": Text(zh="柴油", en="diesel"),
    "kerosene": Text(zh="煤油", en="kerosene"),
    "stainless": Text(zh="不锈钢", en="stainless steel"),
    "carbon": Text(zh="碳钢", en="carbon steel"),
    "mass": Text(zh="质量", en="mass"),
    "volume": Text(zh="体积", en="volume"),
    "area": Text(zh="面积", en="area"),
    "count": Text(zh="个数", en="count"),
    "violation": Text(zh="违规", en="violation"),
    "warning": Text(zh="提示", en="warning"),
    "ok": Text(zh="允许", en="allowed"),
}


def figure_name(key: str) -> str:
    """Return a figure's name in the language in use."""
    return _named(FIGURES, key)


def table_name(key: str) -> str:
    """Return a table's name in the language in use."""
    return _named(TABLES, key)


def column_name(key: str) -> str:
    """Return a column's name in the language in use."""
    return _named(COLUMNS, key)


def value_words(value: object) -> str:
    """Return a cell as it is read: a known word translated, a list joined, yes or no."""
    if isinstance(value, bool):
        return _YES_NO[value].in_language(current_language())
    if isinstance(value, (list, tuple)):
        return ", ".join(value_words(one) for one in value)
    if isinstance(value, Mapping):
        return ", ".join(f"{key} {value_words(one)}" for key, one in value.items())
    text = str(value)
    known = VALUES.get(text)
    return text if known is None else known.in_language(current_language())


def _named(names: Mapping[str, Text], key: str) -> str:
    found = names.get(key)
    return key.replace("_", " ") if found is None else found.in_language(current_language())


_YES_NO: Final = {True: Text(zh="是", en="yes"), False: Text(zh="否", en="no")}
