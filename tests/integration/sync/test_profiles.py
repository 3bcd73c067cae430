"""How an instrument speaks is found out once, by one laptop, for all of them."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

from inspector_app.domain.events import InstrumentRegistered
from inspector_app.domain.instrument import InstrumentProfile
from inspector_app.domain.quantities import Mass
from inspector_app.metrology.regulations import load_book
from inspector_app.services.profile_versions import profile_versions
from inspector_app.services.register_instrument import SaveProfile
from tests.helpers.inspections import SCALE
from tests.helpers.sync_world import SCOPE, World

PROFILE = InstrumentProfile(
    protocol="modbus-rtu/xy-md02@7#rh",
    line="9600 8N1",
    unit="kg",
    port_hint="1a86:7523:1-2",
    decimal_places="0",
    verification_interval=Mass(Decimal("0.0050"), "kg"),
)


def test_a_second_laptop_gets_the_profile_and_its_earlier_versions(tmp_path: Path) -> None:
    world = World(tmp_path, ("one", "two"), load_book())
    try:
        one, two = world.laptops
        scale = replace(SCALE, premises_id=None)
        one.add(scale.instrument_id, InstrumentRegistered(instrument=scale))
        save = SaveProfile(one.storage.log, one.storage.registry, SCOPE)
        save(scale.instrument_id, replace(PROFILE, line="4800 8N1"))
        save(scale.instrument_id, PROFILE)
        for laptop in (one, two):
            world.sync(laptop)

        known = two.storage.registry.instrument(scale.instrument_id)
        assert known is not None
        assert known.profile == PROFILE
        assert two.storage.registry.profiles_at("1a86:7523:1-2") == (PROFILE,)
        assert two.storage.registry.profiles_at("1a86:7523:1-3") == ()
        versions = profile_versions(two.storage.log, scale.instrument_id)
        assert [(v.number, v.profile.line) for v in versions] == [(2, "9600 8N1"), (1, "4800 8N1")]
        assert {v.device_id for v in versions} == {one.storage.log.device_id}
    finally:
        world.close()
