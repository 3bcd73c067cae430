"""One file per protocol, each declaring `DRIVER`. The catalogue walks this folder."""
