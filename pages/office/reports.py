"""填报核实: a unit reports and claims; the office verifies by its own clock, and changes what it must."""

from lib.commands import duty_acts, office_acts
from lib.commands.act import Caller
from lib.shell import cached, filters, office_side, unit_side
from lib.shell.parts import part
from lib.shell.session import require_viewer
from lib.shell.submitting import Desk

viewer = require_viewer()

shown = filters.shown(viewer, "填报核实")
desk = Desk(viewer, shown.as_of, Caller)
chosen = part("queue", cached.report_parts(viewer, shown.as_of), drops=("duty", "claim", "number", "case"))

if chosen in office_side.PARTS:
    acts = office_side.OfficeActs(
        verify=duty_acts.verify_report,
        decide=office_acts.decide_extension,
        change=duty_acts.change_duty,
        judge=duty_acts.judge_item,
        points=duty_acts.adjust_points,
    )
    office_side.draw(desk, acts, chosen)
else:
    own = unit_side.UnitActs(
        report=duty_acts.file_report,
        number=duty_acts.enter_number,
        extension=office_acts.apply_for_extension,
        help=office_acts.ask_for_help,
    )
    unit_side.draw(desk, own, chosen)
