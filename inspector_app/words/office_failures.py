"""What every failure between a laptop and its office says: data only, as `failure_groups`."""

from __future__ import annotations

from inspector_app.words import marked
from inspector_app.words.failure_groups import KEPT, UNCHANGED, FailureGroup

_QUEUED = marked("Everything stays on this laptop and is sent later.")

OFFICE_GROUPS: tuple[FailureGroup, ...] = (
    FailureGroup(
        title=marked("The office cannot be reached"),
        kept=_QUEUED,
        to_do=marked("Nothing: it is tried again by itself. To try now, press Sync now."),
        happened={
            "office_unreachable": marked("There is no connection to the office."),
            "connection_cut": marked("The connection to the office was cut."),
            "office_slow": marked("The office did not answer in time."),
            "office_not_ready": marked("The office's server is not ready (answer {status})."),
            "office_answer_invalid": marked("The office's answer could not be read."),
            "office_busy": marked("The office is busy and asks to wait {retry_after} s."),
            "office_failed": marked("The office could not finish this request."),
            "too_many_attempts": marked(
                "Too many attempts; the office asks to wait {retry_after} s."
            ),
            "upload_busy": marked("The office is still taking in a part of this file."),
            "upload_offset_differs": marked("The office holds {expected} bytes of this file."),
            "upload_unknown": marked("The office cleared this upload away; it begins anew."),
            "request_cut": marked("The request was cut on its way."),
            "request_too_slow": marked("The request came in too slowly."),
            "session_expired": marked("The session with the office ran out."),
            "epoch_changed": marked("The office began a new count of {scope}; it is read anew."),
            "chain_gap": marked("The office misses events from number {expected} on."),
        },
    ),
    FailureGroup(
        title=marked("This is not your office"),
        kept=_QUEUED,
        to_do=marked(
            "Check this laptop's clock and network. If it stays, ask the office; never enrol "
            "again with a code you were not given in person."
        ),
        happened={
            "office_not_trusted": marked("Who answers there is not the enrolled office."),
            "certificate_not_ours": marked(
                "Another server answers at the office's address; its certificate is not the "
                "office's."
            ),
            "certificate_expired": marked("The office's certificate has expired."),
            "certificate_not_yet_valid": marked(
                "The office's certificate is not valid yet; this laptop's clock may be slow."
            ),
            "authority_unreadable": marked("The certificate of the office cannot be read."),
            "office_not_proven": marked(
                "The server at this address does not know the code: it is not your office."
            ),
            "office_differs": marked("Another office answers at this address."),
        },
    ),
    FailureGroup(
        title=marked("The laptop is not enrolled"),
        kept=UNCHANGED,
        to_do=marked("Ask the office for a new code and enter it within ten minutes."),
        happened={
            "not_enrolled": marked("This laptop belongs to no office yet."),
            "enrolment_code_invalid": marked("The code is not complete or has a typing error."),
            "enrolment_code_unknown": marked("The office does not know this code."),
            "enrolment_code_used": marked("This code was used already."),
            "enrolment_code_expired": marked("This code has expired."),
            "enrolment_not_proven": marked("The office refused the proof of this code."),
            "office_address_missing": marked("The code names no office: its address is needed."),
            "office_address_invalid": marked("“{value}” is no address of an office."),
        },
    ),
    FailureGroup(
        title=marked("The office refuses this laptop"),
        kept=_QUEUED,
        to_do=marked("Ask the office; it sees the reason under Devices."),
        happened={
            "office_refused": marked("The office refused the request."),
            "device_revoked": marked("The office let this laptop in no more."),
            "device_unknown": marked("The office does not know this laptop."),
            "device_exists": marked("Another laptop is enrolled under this one's identity."),
            "hello_not_genuine": marked("The office does not accept this laptop's signature."),
            "protocol_unknown": marked("The office does not speak this program's version."),
            "scope_not_granted": marked("This laptop may not read the division {scope}."),
            "request_unreadable": marked("The office could not read the request ({field})."),
            "request_too_large": marked("The request is larger than the office takes."),
            "batch_too_large": marked("The batch is larger than agreed."),
            "batch_unreadable": marked("The batch cannot be read."),
            "event_unknown": marked("The office does not know this event."),
        },
    ),
    FailureGroup(
        title=marked("A file did not reach the office"),
        kept=marked("Its record is kept and sent; only the file is missing there."),
        to_do=marked("If the file is still on a camera or phone, attach it again."),
        happened={
            "file_missing": marked("The file is not on this laptop any more."),
            "file_unreadable": marked("The file cannot be read on this laptop."),
            "blob_hash_differs": marked("The file arrived altered and is sent again."),
            "blob_too_large": marked("The file is larger than the office takes ({limit} bytes)."),
            "blob_unknown": marked("The office does not have this file."),
            "file_came_altered": marked(
                "What the office sent is not the file that the record names; it was thrown away."
            ),
        },
    ),
    FailureGroup(
        title=marked("The office noticed something"),
        kept=marked("Both sides keep everything, also what was set aside."),
        to_do=marked("Open the list of waiting items and decide with the office."),
        happened={
            "sync_attention": marked("All is sent, but some items need a person."),
            "chain_forked": marked(
                "Event {device_seq} exists twice with different content: a copy of this laptop's "
                "data was used, or an old backup was restored."
            ),
            "event_id_reused": marked("An identity of an event was used for another one."),
            "dependency_missing": marked("It waits for another laptop's event."),
            "checkpoint_not_genuine": marked("The office's signature over its log is not genuine."),
            "office_history_differs": marked(
                "The office's log of {scope} is not the one it signed before."
            ),
            "office_restored": marked(
                "The office was restored from a backup: {scope} had {confirmed} events, now {here}."
            ),
            "password_guessed": marked(
                "{count} wrong passwords in a row for {login}, the last from {address}."
            ),
            "verdict_differs": marked(
                "{number}: the laptop's verdict is {stated}, computing it again gives {computed}."
            ),
            "projection_failed": marked("An event could not be understood: {why}"),
            "field_value_invalid": marked("“{value}” does not fit the field {field}."),
        },
    ),
    FailureGroup(
        title=marked("The step is not possible now"),
        kept=UNCHANGED,
        to_do=marked("Go back to the list; it shows what is so now."),
        happened={
            "overlap_unknown": marked("This overlap is settled already."),
            "owned_by_another_device": marked(
                "This inspection was begun on another laptop; it can be read here, not changed."
            ),
        },
    ),
    FailureGroup(
        title=marked("The account was not changed"),
        kept=UNCHANGED,
        to_do=marked("Open the list of people; it shows who may sign in now."),
        happened={
            "login_taken": marked("The login {login} belongs to somebody already."),
            "account_unknown": marked("There is no such account."),
            "account_disabled": marked("{login} may not sign in at present."),
            "login_invalid": marked(
                "“{value}” is no login: 2 to 40 of a-z, 0-9, dot, hyphen and underscore."
            ),
            "person_name_invalid": marked("A name has at most {most} characters, on one line."),
            "division_missing": marked("Give at least one division, such as 445202."),
            "account_role_unknown": marked("“{value}” is none of the roles."),
            "division_invalid": marked("“{value}” is no division code of six digits."),
            "last_administrator": marked(
                "{login} is the last administrator; nobody could manage the office any more."
            ),
        },
    ),
    FailureGroup(
        title=marked("You are not signed in"),
        kept=UNCHANGED,
        to_do=marked("Try again; an administrator gives you a link for a new password."),
        happened={
            "sign_in_refused": marked("Login or password is not right."),
        },
    ),
    FailureGroup(
        title=marked("This link has ended"),
        kept=UNCHANGED,
        to_do=marked("Ask an administrator of the office for a new link."),
        happened={
            "invitation_ended": marked(
                "This link was used already, was replaced by a newer one or is older than a day."
            ),
        },
    ),
    FailureGroup(
        title=marked("The password was not changed"),
        kept=UNCHANGED,
        to_do=marked("Choose another one; several words in a row are easy to remember."),
        happened={
            "password_too_short": marked("A password needs at least {least} characters."),
            "password_too_long": marked("A password has at most {most} characters."),
            "password_is_login": marked("The login itself is no password."),
            "passwords_differ": marked("The two new passwords are not the same."),
            "password_not_the_present": marked("The present password is not right."),
        },
    ),
    FailureGroup(
        title=marked("This page is not for you"),
        kept=UNCHANGED,
        to_do=marked("Ask an administrator of the office if you need it for your work."),
        happened={
            "role_too_low": marked("Your role may not open this page."),
        },
    ),
    FailureGroup(
        title=marked("The form was not taken"),
        kept=UNCHANGED,
        to_do=marked("Go back, load the page again and send it once more."),
        happened={
            "form_foreign": marked("The form did not come from a page of this session."),
        },
    ),
    FailureGroup(
        title=marked("The page cannot be shown now"),
        kept=UNCHANGED,
        to_do=marked("Load it again in a minute; if it stays so, tell who runs the server."),
        happened={
            "page_failed": marked("Something failed at the office; its log says what."),
        },
    ),
    FailureGroup(
        title=marked("Not found"),
        kept=UNCHANGED,
        to_do=marked("Go back to the list; it shows what there is."),
        happened={
            "record_not_found": marked(
                "There is no such record, or it belongs to a division you do not see."
            ),
            "device_not_listed": marked("There is no such laptop."),
        },
    ),
    FailureGroup(
        title=marked("The backup was not made"),
        kept=UNCHANGED,
        to_do=marked("Choose the office's data folder and a new, empty place for the copy."),
        happened={
            "backup_exists": marked("{file} exists already; a backup never overwrites."),
            "backup_no_database": marked("There is no office database in {folder}."),
        },
    ),
    FailureGroup(
        title=marked("No office runs on this machine"),
        kept=KEPT,
        to_do=marked("Work on as before; start the program again to try once more."),
        happened={
            "office_not_started": marked("The example's office could not be started ({why})."),
        },
    ),
    FailureGroup(
        title=marked("The office server cannot start"),
        kept=KEPT,
        to_do=marked("Stop the other program or choose another port with --port."),
        happened={
            "port_taken": marked("The port is taken: {why}"),
        },
    ),
)
