"""What a package of rules, or a file of one, is refused for: data only, as `failure_groups`."""

from __future__ import annotations

from inspector_app.words import marked
from inspector_app.words.failure_groups import FailureGroup

_AS_BEFORE = marked("Nothing was installed; the rules hold as before.")

PACKAGE_GROUPS: tuple[FailureGroup, ...] = (
    FailureGroup(
        title=marked("The package is not genuine"),
        kept=_AS_BEFORE,
        to_do=marked("Get the package from your office once more, by sync or by hand."),
        happened={
            "package_signature_wrong": marked(
                "The signature does not fit: the package was changed after it was signed."
            ),
            "package_signer_unknown": marked(
                "The package is signed with the key {signer}, which is not your office's."
            ),
            "package_other_office": marked("The package is another office's."),
            "package_fork": marked(
                "Package {number} does not follow the one installed here: the office's history "
                "differs."
            ),
        },
    ),
    FailureGroup(
        title=marked("The package cannot be installed"),
        kept=_AS_BEFORE,
        to_do=marked("Ask the office which package is meant for this laptop."),
        happened={
            "package_no_office": marked(
                "This laptop belongs to no office yet, so that nobody vouches for a package."
            ),
            "package_older": marked(
                "Package {number} is older than the installed package {installed}."
            ),
            "package_not_for_us": marked(
                "The package is for the divisions {scopes}, this laptop works in {scope}."
            ),
            "package_newer": marked(
                "The package is of a newer format (version {version}); this program must be "
                "updated first."
            ),
            "package_none": marked("The office has published no package yet."),
        },
    ),
    FailureGroup(
        title=marked("The file is no package"),
        kept=_AS_BEFORE,
        to_do=marked("Copy the file again, whole, from where the office keeps it."),
        happened={
            "package_too_large": marked(
                "The file is larger than a package may be ({limit} bytes)."
            ),
            "package_not_one": marked("The file is no package of rules."),
            "package_cut": marked("The package was cut off after {size} bytes."),
            "package_manifest": marked("The package's list of contents is wrong: {what}."),
            "package_empty": marked("The package holds no file."),
            "package_file_name": marked("“{name}” is no name of a file in a package."),
            "package_file_too_large": marked(
                "{name} is larger than a file of a package may be ({limit} bytes)."
            ),
        },
    ),
    FailureGroup(
        title=marked("A file of the package is not right"),
        kept=_AS_BEFORE,
        to_do=marked("The office corrects the file and publishes the package anew."),
        happened={
            "package_toml": marked("{name} is no TOML: {detail}"),
            "package_too_deep": marked(
                "{name}, line {line}: a key of more than {limit} parts, or entries nested deeper "
                "than that."
            ),
            "package_word_too_long": marked(
                "{name}, line {line}: a name or a number of more than {limit} signs."
            ),
            "package_entries": marked(
                "With {name} the package has more than {limit} entries, the most that are read."
            ),
            "package_lines": marked(
                "With {name} the package has more than {limit} lines, the most that are read."
            ),
            "package_not_text": marked("{name} is no UTF-8 text."),
            "package_entry_missing": marked("{name}: the entry “{entry}” is missing."),
            "package_entry_unknown": marked("{name}: there is no entry “{entry}”."),
            "package_entry_wrong": marked("{name}: “{entry}” does not fit (wanted: {wanted})."),
            "edition_twice": marked("{name}: {regulation} {edition} is in the package twice."),
            "edition_shipped": marked(
                "{regulation} is part of the program already; single figures of it are replaced "
                "by overrides."
            ),
            "override_unknown": marked("{name}: there is no figure “{place}” to replace."),
            "override_twice": marked("{name}: “{place}” is replaced twice."),
            "override_column": marked("{name}: “{place}” has no column “{column}”."),
            "override_kind": marked(
                "{name}: the new “{column}” of “{place}” is of another kind than the old."
            ),
            "consequence_fine": marked(
                "The consequence “{key}” names the fine “{violation}”, which no table has."
            ),
            "kind_shape_unknown": marked(
                "{name}: this program does not know the shape “{shape}”; a kind as data is a "
                "checklist."
            ),
            "kind_file_name": marked("{name}: the file of the kind “{key}” is named {key}.toml."),
            "kind_period": marked(
                "{name}: the kind would end ({last}) before it begins ({first})."
            ),
            "kind_entry_twice": marked("{name}: “{key}” is there twice."),
            "kind_key_shipped": marked("{name}: the program itself has a kind “{kind}”."),
        },
    ),
    FailureGroup(
        title=marked("This check is not open today"),
        kept=marked("Nothing was changed."),
        to_do=marked("Choose another kind of check, or ask the office for its newest package."),
        happened={
            "kind_not_yet": marked("“{name}” may be begun from {first} on."),
            "kind_no_more": marked("“{name}” could be begun until {last}."),
        },
    ),
    FailureGroup(
        title=marked("The package was not published"),
        kept=marked("Nothing was published; the laptops keep the rules they have."),
        to_do=marked("Build the package again on top of the newest one, then publish it."),
        happened={
            "package_number_taken": marked(
                "Package {number} cannot follow package {newest}, the newest published."
            ),
            "package_folder_missing": marked("There is no folder {folder}."),
            "package_file_exists": marked("{file} exists already and is not overwritten."),
            "package_folder_unknown": marked(
                "{name} is neither a regulation, nor overrides, nor a kind: the table that says so "
                "is missing."
            ),
            "package_form_unreadable": marked("The chosen files did not arrive whole."),
            "package_unknown": marked("There is no such package."),
        },
    ),
)
