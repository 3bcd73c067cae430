"""Use cases, one per file, and the ports (Protocols) they ask for. No Qt, SQL, HTTP, serial."""
