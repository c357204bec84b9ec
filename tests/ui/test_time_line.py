"""A time line: days lie where they fall between the first and the last, and what is not drawn is counted."""

from __future__ import annotations

import re
from datetime import date, timedelta

from lib.domain import marks
from lib.services.item_views import Lane, Milestone
from lib.ui.time_line import MOST_IN_A_LANE, time_line

SINCE, AS_OF = date(2021, 1, 1), date(2022, 12, 31)


def lane(*days: date, mark: str = marks.BLUE) -> Lane:
    return Lane("白皮书", "区法院", tuple(Milestone(day, mark, f"{day}，完成") for day in days))


def drawn(piece: str) -> list[float]:
    """Where the marks of the tracks stand, in hundredths."""
    return [float(at) for at in re.findall(r'<i class="board-mark [a-z]+" style="--at:([0-9.]+)%"', piece)]


def test_marks_stand_where_their_days_fall() -> None:
    assert drawn(time_line([lane(SINCE, date(2022, 1, 1), AS_OF)], SINCE, AS_OF)) == [0, 50, 99.86]


def test_the_axis_reaches_what_is_yet_to_come() -> None:
    piece = time_line([lane(date(2024, 12, 31), mark=marks.GREEN)], SINCE, AS_OF)
    assert drawn(piece) == [99.93]
    assert re.findall(r">(20\d\d)<", piece) == ["2021", "2022", "2023", "2024"]


def test_the_first_days_of_a_crowded_lane_are_counted_not_drawn() -> None:
    days = [SINCE + timedelta(days=20 * n) for n in range(36)]
    piece = time_line([lane(*days), lane(days[0])], SINCE, AS_OF)
    recent = [one for one in days if one.year == 2022]
    assert len(days) > MOST_IN_A_LANE > len(recent) == len(drawn(piece))
    assert f"完成 36，更早的 {36 - len(recent)} 期未画" in piece and "完成 1，更早的 1 期未画" in piece


def test_a_lane_that_is_crowded_this_year_alone_is_drawn_whole() -> None:
    days = [date(2022, 1, 1) + timedelta(days=7 * n) for n in range(MOST_IN_A_LANE + 1)]
    assert len(drawn(time_line([lane(*days)], SINCE, AS_OF))) == MOST_IN_A_LANE + 1


def test_words_of_people_stay_words() -> None:
    evil = Lane("<b>", "<i>", (Milestone(SINCE, marks.RED, '" onclick="'),))
    piece = time_line([evil], SINCE, AS_OF)
    assert "<b>" not in piece.replace("<b>今</b>", "") and '" onclick="' not in piece
