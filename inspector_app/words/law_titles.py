"""Laws by their English titles: data only, read where an English page cites one.

The tables and every kept verdict name a law by its Chinese title, which alone is the legal one.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

TITLES: Final[Mapping[str, str]] = {
    "中华人民共和国行政处罚法": ("Law on administrative penalties"),
    "商品量计量违法行为处罚规定": (
        "Provisions on penalties for metrological violations of commodity quantity"
    ),
    "市场监督管理投诉举报处理办法(市场监管总局令第121号)": (
        "Measures for handling complaints and reports"
    ),
    "市场监督管理投诉举报处理暂行办法(市场监管总局令第20号)": (
        "Interim measures for handling complaints and reports"
    ),
    "侵害消费者权益行为处罚办法": ("Measures on penalties for infringing consumer rights"),
    "中华人民共和国消费者权益保护法": ("Law on the protection of consumer rights and interests"),
    "行政执法机关移送涉嫌犯罪案件的规定(国务院令第310号)": (
        "Provisions on the transfer of suspected criminal cases by administrative authorities"
    ),
    "中华人民共和国节约能源法": ("Law on energy conservation"),
    "企业信息公示暂行条例": ("Interim regulations on publishing enterprise information"),
    "中华人民共和国食品安全法": ("Food safety law"),
    "加油站计量监督管理办法": ("Measures for the metrological supervision of fuel stations"),
    "集贸市场计量监督管理办法(市场监管总局令第94号)": (
        "Measures for the metrological supervision of market fairs"
    ),
    "中华人民共和国计量法实施细则": ("Implementing rules of the law of metrology"),
    "眼镜制配计量监督管理办法": ("Measures for the metrological supervision of spectacles"),
    "市场监督管理行政处罚信息公示规定": (
        "Provisions on publishing administrative penalties in market supervision"
    ),
    "定量包装商品计量监督管理办法(市场监管总局令第70号)": (
        "Measures for the metrological supervision of prepackaged goods"
    ),
    "定量包装商品计量监督管理办法(国家质检总局令第75号)": (
        "Measures for the metrological supervision of prepackaged goods"
    ),
    "市场监督管理行政处罚程序规定": (
        "Provisions on the procedure of administrative penalties in market supervision"
    ),
    "零售商品称重计量监督管理办法": ("Measures for the supervision of retail weighing"),
    "中华人民共和国固体废物污染环境防治法": ("Law on the prevention of pollution by solid waste"),
    "水效标识管理办法(国家发展改革委、水利部、质检总局令第6号)": (
        "Measures for water efficiency labels"
    ),
    "强制检定的工作计量器具检定管理办法": (
        "Measures on Compulsory Verification of Working Measuring Instruments"
    ),
    "能源效率标识管理办法": ("Measures for Energy Efficiency Labels"),
    "集贸市场计量监督管理办法": ("Measures for Metrology Supervision of Markets (SAMR order 94)"),
    "定量包装商品计量监督管理办法": ("Measures for Metrology Supervision of Prepackaged Goods"),
    "中华人民共和国计量法": ("Metrology Law of the PRC"),
    "中华人民共和国强制检定的工作计量器具检定管理办法": (
        "Measures for Working Measuring Instruments under Compulsory Verification"
    ),
    "水效标识管理办法": ("Measures for Water Efficiency Labels"),
    "消费者权益保护法实施条例": ("Regulations implementing the law on consumer rights"),
}
"""Those that the tables cite, with their number of issue, and those that the kinds cite."""

SHORT_TITLES: Final[Mapping[str, str]] = {
    "计量法": ("Metrology Law"),
    "实施细则": ("Implementing rules"),
    "刑法": ("Criminal Law"),
    "固废法": ("Solid waste law"),
    "节约能源法": ("Energy conservation law"),
    "消费者权益保护法": ("Consumer rights law"),
    "加油站办法": ("Fuel station measures"),
    "集贸市场办法": ("Market fair measures"),
    "眼镜制配办法": ("Spectacles measures"),
    "定量包装办法": ("Prepackaged goods measures"),
    "零售称重办法": ("Retail weighing measures"),
    "商品量处罚规定": ("Commodity quantity penalties"),
}
"""The short names in the tables of fines and consequences."""


def law_title(chinese: str) -> str:
    """Return a law's English title; one that is not here by its Chinese one."""
    return TITLES.get(chinese.strip("《》"), chinese)
