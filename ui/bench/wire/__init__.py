"""What goes over the wire: readings, statistics, frames byte by byte, and what is sent."""
