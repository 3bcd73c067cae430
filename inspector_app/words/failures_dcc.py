"""What a digital calibration certificate is refused for: data only."""

from __future__ import annotations

from inspector_app.words import marked
from inspector_app.words.failure_groups import UNCHANGED, FailureGroup

DCC_GROUPS: tuple[FailureGroup, ...] = (
    FailureGroup(
        title=marked("The digital calibration certificate cannot be used"),
        kept=UNCHANGED,
        to_do=marked("Ask the issuer for the file again, or enter the certificate by hand."),
        happened={
            "dcc_too_large": marked("The file has {size} MiB; at most {limit} MiB are read."),
            "dcc_has_doctype": marked(
                "The file declares a document type or entities. A certificate has none; it is not "
                "opened."
            ),
            "dcc_too_many_elements": marked("The file has more than {limit} elements."),
            "dcc_too_many_attributes": marked(
                "The file, or one element of it, has more than {limit} attributes."
            ),
            "dcc_not_xml": marked("The file is no whole XML: {detail}"),
            "dcc_not_a_dcc": marked("The file is no calibration certificate but “{root}”."),
            "dcc_other_version": marked("The certificate is of version {version}; 3.x is read."),
            "dcc_no_schema": marked("The schema cannot be used: {detail}"),
            "dcc_not_wanted": marked("This kind of inspection takes no calibration certificate."),
            "dcc_not_sound": marked("{count} places do not fit the schema; the first: {problem}"),
        },
    ),
    FailureGroup(
        title=marked("No digital calibration certificate can be made"),
        kept=UNCHANGED,
        to_do=marked("Choose a sealed inspection in which something was measured."),
        happened={
            "dcc_nothing_measured": marked("Nothing was measured in inspection {number}."),
            "dcc_inspection_unknown": marked("No inspection has the number {number}."),
            "dcc_file_not_written": marked("{file} cannot be written: {detail}"),
        },
    ),
)
