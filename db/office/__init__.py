"""The office's storage: devices, scopes, events and files, on SQLite or PostgreSQL."""
