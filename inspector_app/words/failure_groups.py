"""What every failure code says to a person: data only, grouped by what was kept and what to do."""

from __future__ import annotations

from dataclasses import dataclass

from inspector_app.words import marked


@dataclass(frozen=True, slots=True, kw_only=True)
class FailureGroup:
    """Failures that share title, what was kept and what to do; what happened is by code."""

    title: str
    kept: str
    to_do: str
    happened: dict[str, str]


KEPT = marked("Everything recorded so far is kept.")
UNCHANGED = marked("Nothing was changed.")

GROUPS: tuple[FailureGroup, ...] = (
    FailureGroup(
        title=marked("The entry cannot be taken"),
        kept=KEPT,
        to_do=marked("Correct the marked field."),
        happened={
            "rule_broken": marked("A rule does not allow this."),
            "input_invalid": marked("The entry cannot be understood."),
            "entry_refused": marked("The entry has errors."),
            "form_invalid": marked("The form has errors."),
            "out_of_range": marked("The figure lies outside what is allowed."),
            "missing": marked("{field} is missing."),
            "not_a_number": marked("“{value}” is no number."),
            "not_exact": marked("{value} is no exact number; write it as digits."),
            "not_whole": marked("{value} is no whole number."),
            "not_a_date": marked("“{value}” is no date (write 2026-11-23)."),
            "not_a_flag": marked("{field} must be true or false."),
            "not_a_list": marked("A list is expected."),
            "not_text": marked("{field} must be a text of reasonable length."),
            "not_understood": marked("“{text}” is not understood."),
            "text_too_long": marked("The text has {length} characters; {limit} are allowed."),
            "name_not_plain": marked(
                "“{value}” is no name here: letters and digits, at most {longest} of them."
            ),
            "names_too_many": marked(
                "{count} are named, one record holds {most}: put those from {first} on into a "
                "second record, which can join this one."
            ),
            "figure_out_of_range": marked("{value} is outside {low} to {high}."),
            "text_not_writable": marked(
                "The text holds characters that no paper can show; delete them."
            ),
            "figure_missing": marked("{name}: not filled in yet."),
            "figure_too_fine": marked("{name}: at most {decimals} decimals."),
            "figure_not_offered": marked("“{value}” is none of the choices."),
            "figure_unknown": marked("There is no figure “{field}” here."),
            "field_unknown": marked("There is no field “{field}”."),
            "check_unknown": marked("There is no check “{check}”."),
            "answer_unknown": marked("“{answer}” is no answer to a check."),
            "check_always_applies": marked("{check} applies to every instrument: yes or no."),
            "row_unknown": marked("The plan has no row “{row}”; instrument or weights changed."),
            "kind_unknown": marked("This version does not know the inspection kind “{kind}”."),
            "report_unknown": marked("This version does not know the document “{report}”."),
            "premises_unknown": marked("These premises are not in the register."),
            "instrument_unknown": marked("This instrument is not in the register."),
            "instrument_category": marked("“{name}” is not of the kind tested here."),
            "instrument_kind_unknown": marked("“{value}” is no known kind of instrument."),
            "weights_unknown": marked("These reference weights are not in the register."),
            "inspector_missing": marked("An inspection needs an inspector."),
            "name_missing": marked("A name is needed."),
            "unit_missing": marked("The unit (office) is needed."),
            "reason_missing": marked("A reason is needed."),
            "witness_missing": marked("A refusal needs a witness other than the person."),
            "second_person_missing": marked("A second person other than the inspector is needed."),
            "role_unknown": marked("“{role}” does not sign here."),
            "signature_empty": marked("The signature field is empty."),
            "nothing_to_withdraw": marked("There is nothing to take back."),
            "export_nothing_yet": marked("There is nothing to export yet."),
            "act_unknown": marked("“{value}” is no known act."),
            "class_unknown": marked("“{value}” is no accuracy class (I, II, III, IIII)."),
            "stage_unknown": marked("“{value}” is no stage (initial, subsequent, in_use)."),
            "receptor_unknown": marked("“{value}” is no known load receptor."),
            "gas_unknown": marked("“{value}” is no known gas."),
            "metal_unknown": marked("“{value}” is neither gold nor silver."),
            "category_unknown": marked("“{value}” is not in the annex of goods."),
            "method_unknown": marked("“{value}” is no checking method of article 6."),
            "band_unknown": marked("“{value}” is no price band (A, B, C, D)."),
            "band_undecided": marked("Goods or unit price are needed to choose the band."),
            "band_reason_missing": marked("Choosing band {band} needs a reason."),
            "goods_excluded": marked("These goods are excluded from the annex."),
            "goods_by_piece": marked("Gold and silver are judged by the piece (annex 2)."),
            "goods_excluded_need_scale": marked(
                "These goods are excluded from the annex: choose the scale, its own limit applies."
            ),
            "amount_negative": marked("Price and masses cannot be negative."),
            "price_negative": marked("A price cannot be negative."),
            "load_negative": marked("A load cannot be negative ({load})."),
            "mass_not_positive": marked("The mass must be more than zero."),
            "no_annex_limit": marked("The annex has no limit above {up_to}."),
            "diameter_not_positive": marked("The diameter must be more than zero."),
            "date_out_of_range": marked("The date is outside the calendar that is supported."),
            "load_over_maximum": marked("The load {load} is more than Max = {capacity}."),
            "capacity_below_interval": marked("Max = {capacity} is less than e = {interval}."),
            "capacity_below_minimum": marked("Max = {capacity} is less than Min = {minimum}."),
            "scale_interval_not_positive": marked("The scale interval must be more than zero."),
            "scale_interval_not_of_class": marked(
                "Class {accuracy_class} has no scale interval of {interval}."
            ),
            "eccentric_load": marked("Max and the number of supports must be more than zero."),
            "changeover_load": marked("ΔL = {load} must lie between 0 and e = {interval}."),
            "too_few_weighings": marked("At least {least} weighings are needed, not {count}."),
            "unknown_status": marked("“{value}” is no status of the register."),
            "address_invalid": marked("“{value}” is no web address."),
            "language_unknown": marked("“{value}” is no language (zh_CN, en)."),
            "number_too_long": marked("The record number “{value}” cannot be used."),
            "qr_too_long": marked("The text is too long for a QR code."),
            "unknown_protocol": marked("There is no protocol “{protocol}”."),
            "bad_script": marked("Line {line} of the script is not understood: {text}"),
            "line_unreadable": marked("“{value}” is no line setting (write 9600 8N1)."),
            "not_base45": marked("The text is no base-45 code."),
            "glyph_missing": marked("No typeface holds these characters: {characters}"),
        },
    ),
    FailureGroup(
        title=marked("The value was not taken"),
        kept=KEPT,
        to_do=marked("Wait for a stable indication in the right unit, then capture again."),
        happened={
            "unit_mismatch": marked("The unit is {unit}, but {expected} is expected."),
            "indication_unstable": marked("The indication is still moving."),
            "indication_overload": marked("The instrument shows overload."),
            "indication_underload": marked("The instrument shows underload."),
            "indication_missing": marked("The instrument shows no value."),
            "session_over": marked("The reading session is over; its values count no more."),
            "instrument_reports": marked("The instrument reports: {error}"),
        },
    ),
    FailureGroup(
        title=marked("The step is not possible now"),
        kept=KEPT,
        to_do=marked("Finish or undo the step before it."),
        happened={
            "wrong_state": marked("The inspection is in another state."),
            "inspection_unknown": marked("There is no such inspection on this laptop."),
            "inspection_is_draft": marked("The inspection is not concluded yet."),
            "inspection_is_concluded": marked("The inspection is concluded; reopen it first."),
            "inspection_is_sealed": marked("The inspection is sealed and never changes."),
            "inspection_is_voided": marked("The inspection was voided."),
            "inspection_without_verdict": marked("The inspection has no verdict yet."),
            "inspection_not_complete": marked("{missing} points are still open."),
            "observations_exist": marked(
                "{count} values are recorded; take them back before changing what was measured."
            ),
            "signature_missing": marked("Signatures are missing: {roles}"),
        },
    ),
    FailureGroup(
        title=marked("The reference weights may not be used"),
        kept=UNCHANGED,
        to_do=marked("Choose another set, or enter its new certificate in the register."),
        happened={
            "standard_refused": marked("The reference standard is refused."),
            "weights_expired": marked(
                "{name}: certificate {certificate} was valid until {valid_until}."
            ),
            "weights_without_certificate": marked("{name} carries no certificate."),
            "weights_too_coarse": marked(
                "Class {accuracy_class}: the weights may err by {limit}; only {allowed}, a third "
                "of {mpe}, is allowed."
            ),
            "weight_limit_unknown": marked("JJG 99 has no {nominal} of class {accuracy_class}."),
            "no_weights": marked("The chosen weights cannot make this load."),
        },
    ),
    FailureGroup(
        title=marked("The file cannot be used"),
        kept=UNCHANGED,
        to_do=marked("Choose another file."),
        happened={
            "photo_empty": marked("The photo is empty."),
            "photo_not_an_image": marked("The file is no image that can be read."),
            "photo_too_large": marked(
                "The photo is too large ({size}); at most {limit} are taken."
            ),
            "photo_unreadable": marked("The photo {name} cannot be read."),
            "input_unreadable": marked("{file} cannot be read: {detail}"),
            "input_missing": marked("There is no file {file}."),
            "input_forbidden": marked("This user may not read {file}."),
            "input_is_folder": marked("{file} is a folder, a file is expected."),
            "input_not_plain": marked("{file} is a device or a pipe, a file is expected."),
            "input_not_text": marked("{file} is no text in UTF-8."),
            "input_too_large": marked("{file} is too large."),
            "input_not_json": marked("{file} is no JSON; it breaks at {detail}."),
            "output_refused": marked("What was found could not be written out: {detail}"),
            "folder_not_made": marked("The folder {folder} cannot be made: {detail}"),
            "picture_worker_died": marked("The file was too much for this laptop to unfold."),
            "input_name_twice": marked("{file} names {name} twice in one object."),
            "input_not_a_list": marked("{file} holds no list."),
            "not_json": marked("{file} is no JSON: {detail}"),
            "not_canonical": marked("The record is not in its canonical form: {why}"),
            "not_a_token": marked("The code is none of this program's."),
        },
    ),
    FailureGroup(
        title=marked("The instrument or the cable"),
        kept=KEPT,
        to_do=marked("Check cable, power and port, then connect again."),
        happened={
            "device_failure": marked("The instrument cannot be read."),
            "frame_invalid": marked("The instrument sent bytes that are no valid reading."),
            "port_lost": marked("The port {device} went away."),
            "port_unavailable": marked("The port {device} cannot be opened."),
            "port_missing": marked("The port {device} is not there."),
            "port_busy": marked("Another program uses the port {device}."),
            "port_forbidden": marked("This user may not open the port {device}."),
            "port_settings_refused": marked("The port {device} refuses these line settings."),
            "no_pseudo_ports": marked("This system has no pseudo-ports for the simulator."),
            "worker_stopped": marked("The reader of the port {device} stopped."),
            "no_answer": marked("The instrument gave no answer that could be recognised."),
        },
    ),
    FailureGroup(
        title=marked("The data cannot be saved now"),
        kept=marked("What was saved before is safe; the last entry was not saved."),
        to_do=marked("Free some space or close the other window, then try again."),
        happened={
            "outside_failure": marked("Something outside the program failed."),
            "storage_unavailable": marked("The database cannot be used now."),
            "disk_full": marked("The disk is full."),
            "settings_not_saved": marked("The setting holds now but could not be saved: {why}"),
            "worker_died": marked("The process that makes documents ended; it is started anew."),
            "disk_error": marked("The disk reports an error while reading or writing."),
            "second_instance": marked("The program is already open in another window."),
            "storage_not_writable": marked("The data folder cannot be written to."),
            "sqlite_too_old": marked("The database library is too old ({found})."),
            "key_file_not_written": marked("The key file cannot be written: {why}"),
            "export_not_written": marked("“{name}” cannot be written: {detail}"),
        },
    ),
    FailureGroup(
        title=marked("The database is damaged"),
        kept=marked("The file was left as it is."),
        to_do=marked("Export what can be read, then ask the office for a restore."),
        happened={
            "storage_corrupt": marked("The database cannot be read; its file is damaged."),
            "database_cut": marked("The file was cut: {size} of {expected} bytes are left."),
            "not_our_database": marked("The file is no database of this program."),
            "page_damaged": marked("A part of the database is damaged: {why}"),
            "record_unreadable": marked("A record cannot be read: {why}"),
        },
    ),
    FailureGroup(
        title=marked("The database is newer than the program"),
        kept=marked("The file was left as it is."),
        to_do=marked("Install the newer program."),
        happened={
            "storage_newer": marked("It has version {found}; this program knows {known}."),
        },
    ),
    FailureGroup(
        title=marked("The key cannot be had"),
        kept=marked("The data stays encrypted and safe."),
        to_do=marked("Unlock the system's keyring, or enter the passphrase."),
        happened={
            "key_unavailable": marked("The key of the database cannot be had."),
            "key_file_damaged": marked("The key file is damaged: {path}"),
            "key_lost": marked("The key “{name}” is not in the keyring any more."),
            "key_unreadable": marked("The key cannot be read."),
            "key_length": marked("The key has the wrong length."),
            "keyring_missing": marked("This system has no keyring."),
            "passphrase_needed": marked("A passphrase is needed."),
            "passphrase_too_short": marked("The passphrase needs at least {minimum} characters."),
            "wrong_database_key": marked("The key does not fit this database."),
            "wrong_passphrase": marked("The passphrase is wrong."),
        },
    ),
    FailureGroup(
        title=marked("The evidence does not hold"),
        kept=marked("The file was left as it is."),
        to_do=marked("Do not rely on it; keep it and tell the office."),
        happened={
            "evidence_broken": marked("The evidence does not prove what it claims."),
            "blob_altered": marked("A kept file was altered."),
            "blob_name_invalid": marked("The name of a kept file is no hash."),
            "chain_broken": marked("Link {device_seq} of the record chain is broken: {why}"),
            "chain_cut": marked("The record chain ends at {last}; it was cut."),
            "head_not_genuine": marked("The device's signature over link {device_seq} is false."),
            "record_altered": marked("The record was altered after sealing."),
            "signature_invalid": marked("The signature is not valid."),
            "token_of_another_record": marked("The QR code belongs to record {number}."),
        },
    ),
    FailureGroup(
        title=marked("The rules cannot be used"),
        kept=KEPT,
        to_do=marked("Reinstall the program or load the current rule package."),
        happened={
            "regulation_file": marked("The rule file {field} cannot be read: {detail}"),
            "regulation_figure": marked("{regulation} has no figure “{field}”."),
            "regulation_no_row": marked("No row of the figures in force fits this case."),
            "regulation_row": marked("A row of {regulation} lacks “{field}”."),
            "regulation_table": marked("{regulation} has no table “{field}”."),
            "regulation_unknown": marked("There is no regulation “{regulation}”."),
            "no_edition_in_force": marked("No edition of {regulation} was in force on {on}."),
        },
    ),
    FailureGroup(
        title=marked("Something went wrong"),
        kept=KEPT,
        to_do=marked("Try again; if it happens again, send the log to the office."),
        happened={
            "inspector_error": marked("The program could not finish this step."),
        },
    ),
)
