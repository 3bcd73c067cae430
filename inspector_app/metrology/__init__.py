"""One function per rule, one module per subject. Figures come from resources/regulations."""
