"""The place of the sync protocol without I/O: batches, receipts, cursors, merge rules."""
