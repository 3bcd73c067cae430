"""Titles of the papers that carry a number of their own, for them and for what names them."""

from __future__ import annotations

from inspector_app.domain.text import Text

TITLES = {
    "order_to_correct": Text(zh="责令改正通知书", en="Order to Correct"),
    "prior_registration_notice": Text(
        zh="先行登记保存证据通知书", en="Notice of Registration and Preservation of Evidence"
    ),
    "prior_registration_release": Text(
        zh="解除先行登记保存证据通知书", en="Release of Evidence Registered and Preserved"
    ),
    "entrusted_testing": Text(zh="检测/检验/检疫/鉴定委托书", en="Commission of Testing"),
    "result_notice": Text(zh="检测/检验/检疫/鉴定结果告知书", en="Notice of Test Result"),
    "case_source_form": Text(zh="案件来源登记表", en="Register Form of a Case's Source"),
    "case_transfer_letter": Text(zh="案件移送函", en="Letter of Case Transfer"),
    "criminal_transfer_letter": Text(
        zh="涉嫌犯罪案件移送书", en="Transfer of a Suspected Criminal Case"
    ),
}
