"""How an invented unit deals with one duty: in time, late, returned, never, and everything between."""

from datetime import timedelta

from .calculation import plus_working_days, roll


def pass_on(book, day, low=1, high=6, accepted=None):
    return ("通过", book.later(day, low, high), accepted)


def return_on(book, day, low=1, high=4):
    return ("退回", book.later(day, low, high), None)


def within_opening(book, occurrence):
    """A day from the opening to the rolled due day, nearer to its end when the period is long."""
    due = roll(occurrence["due"])
    first = max(occurrence["opens"], due - timedelta(days=40))
    return book.later(first, 0, (due - first).days)


def one_duty(book, occurrence, style, owner, label):
    """The reports on one occurrence that is not standing."""
    code, due = occurrence["code"], roll(occurrence["due"])
    day = within_opening(book, occurrence)
    late = book.later(due, 1, 33)
    if style == "early":
        book.report(code, owner, day, label=label, verdict=pass_on(book, day))
    elif style == "last_day":
        book.report(code, owner, due, label=label, verdict=pass_on(book, due))
    elif style == "late":
        book.report(code, owner, late, label=label, verdict=pass_on(book, late))
    elif style == "undecided":
        book.report(code, owner, day, label=label)
    elif style == "late_undecided":
        book.report(code, owner, late, label=label)
    elif style == "accepted_before":
        book.report(code, owner, late, label=label, verdict=pass_on(book, late, accepted=day))
    elif style == "accepted_after":
        verdict = ("通过", due + timedelta(days=9), due + timedelta(days=6))
        book.report(code, owner, day, label=label, verdict=verdict)
    elif style == "progress":
        book.report(code, owner, day, kind="进展", label=label)
    elif style.startswith("returned"):
        returned_duty(book, occurrence, style, owner, label, day)
    else:
        assert style == "never", style


def returned_duty(book, occurrence, style, owner, label, day):
    """Claims sent back once or twice, repaired within or after the five more working days."""
    code, due = occurrence["code"], roll(occurrence["due"])
    if style == "returned_late_claim":
        first = due + timedelta(days=3)
        book.report(code, owner, first, label=label, verdict=("退回", first + timedelta(days=2), None))
        again = first + timedelta(days=6)
        book.report(code, owner, again, label=label, verdict=pass_on(book, again))
        return
    verdict = return_on(book, day)
    book.report(code, owner, day, label=label, verdict=verdict)
    limit = max(due, plus_working_days(verdict[1], 5))
    if style == "returned_only":
        return
    if style == "returned_twice":
        again = limit
        verdict = ("退回", again + timedelta(days=1), None)
        book.report(code, owner, again, label=label, verdict=verdict)
        limit = plus_working_days(verdict[1], 5)
    again = limit + timedelta(days=2) if style == "returned_then_late" else limit
    book.report(code, owner, again, label=label, verdict=pass_on(book, again, 0, 4))


def one_standing(book, occurrence, style, owner, helper, with_label):
    """The reports on one quarter of a standing duty."""
    code, end, name = occurrence["code"], occurrence["end"], occurrence["label"]
    label = name if with_label else ""
    day = book.later(end - timedelta(days=50), 0, 50)
    kind = book.random.choice(["进展", "申报完成"])
    if style == "inside":
        book.report(code, owner, day, kind, label, pass_on(book, day))
    elif style == "undecided":
        book.report(code, owner, day, kind, label)
    elif style == "late":
        late = book.later(end, 1, 40)
        book.report(code, owner, late, kind, name, pass_on(book, late))
    elif style == "late_undecided":
        book.report(code, owner, end + timedelta(days=3), kind, name)
    elif style == "helper":
        book.report(code, helper, day, "进展", label, pass_on(book, day))
    elif style == "accepted_after":
        book.report(code, owner, day, kind, label, ("通过", end + timedelta(days=20), end + timedelta(days=15)))
    elif style == "returned_inside":
        book.report(code, owner, end - timedelta(days=9), kind, label, ("退回", end - timedelta(days=5), None))
        book.report(code, owner, end, kind, label, pass_on(book, end))
    elif style == "returned_late":
        book.report(code, owner, end, kind, label, ("退回", end + timedelta(days=8), None))
        again = plus_working_days(end + timedelta(days=8), 5)
        book.report(code, owner, again, kind, name, pass_on(book, again))
    else:
        assert style == "never", style


STYLES = [
    "early",
    "early",
    "early",
    "last_day",
    "late",
    "undecided",
    "late_undecided",
    "accepted_before",
    "accepted_after",
    "progress",
    "never",
    "returned",
    "returned_twice",
    "returned_then_late",
    "returned_late_claim",
    "returned_only",
]
STANDING_STYLES = [
    "inside",
    "inside",
    "undecided",
    "late",
    "late_undecided",
    "helper",
    "accepted_after",
    "returned_inside",
    "returned_late",
    "never",
]
