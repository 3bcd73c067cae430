"""One function per rule, one module per subject. Pure; figures come from `resources/regulations`."""
