"""Probes that need only the wire: each looks at readings, states its statistics, says no more.

A probe answers "nothing noticed", "look here" or "not enough data". None is a verdict: warming up,
a draught, a coarser range or a hand on the pan make the same marks as a changed program does.
"""
