"""The stories of cases by flow; a flow without one of its own is played by what its definition allows."""

from collections.abc import Callable, Mapping
from datetime import date

from lib.simulation.playing import Scene, Story
from lib.simulation.stories.any_flow import any_flow
from lib.simulation.stories.courts import litigation, procuratorate
from lib.simulation.stories.disputes import dispute, nonlitigation
from lib.simulation.stories.finance import finance_mediation, npl
from lib.simulation.stories.office import cooperation_request, decision, extension, supervision_order
from lib.simulation.stories.rescue import rescue

Teller = Callable[[Scene, date], Story]

STORIES: Mapping[str, Teller] = {
    "dispute": dispute,
    "litigation": litigation,
    "procuratorate": procuratorate,
    "nonlitigation": nonlitigation,
    "rescue": rescue,
    "npl": npl,
    "finance_mediation": finance_mediation,
    "supervision_order": supervision_order,
    "cooperation_request": cooperation_request,
    "decision": decision,
    "extension": extension,
}

__all__ = ["STORIES", "any_flow"]
