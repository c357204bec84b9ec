"""The simulator: invented facts of a plausible district, for demonstration and for benchmarks.

`simulate` makes them, `store` appends them. They are labelled: every fact carries `via` simulator,
and the board that holds them has the setting demo=yes.
"""

from lib.simulation.run import Simulation, simulate
from lib.simulation.storing import store

__all__ = ["Simulation", "simulate", "store"]
