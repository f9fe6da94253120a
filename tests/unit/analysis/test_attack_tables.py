import pytest

from analysis.attack_tables import UnreadableTable, bound_hidden, read_cells, read_relation

# Two schools by two answers, with totals; names are school-answer.
ROWS = ["brug yes + brug no = brug", "anker yes + anker no = anker"]
COLUMNS = ["brug yes + anker yes = yes", "brug no + anker no = no"]


def intervals(shown: dict[str, int], hidden: list[str], lines: list[str]):
    found = bound_hidden(shown, hidden, [read_relation(line) for line in lines])
    return {each.cell: (each.least, each.most) for each in found}


def test_a_single_hidden_cell_is_known_from_its_total():
    assert intervals({"north": 12, "total": 15}, ["south"], ["north + south = total"]) == {
        "south": (3, 3)
    }


def test_two_hidden_cells_of_one_total_keep_each_other_within_it():
    assert intervals({"total": 9}, ["north", "south"], ["north + south = total"]) == {
        "north": (0, 9),
        "south": (0, 9),
    }


def test_totals_over_rows_and_columns_narrow_the_cells_between():
    shown = {"brug": 10, "anker": 4, "yes": 11, "no": 3}
    hidden = ["brug yes", "brug no", "anker yes", "anker no"]

    assert intervals(shown, hidden, ROWS + COLUMNS) == {
        "brug yes": (7, 10),
        "brug no": (0, 3),
        "anker yes": (1, 4),
        "anker no": (0, 3),
    }


def test_an_empty_margin_gives_its_cells_away():
    shown = {"brug": 10, "anker": 4, "yes": 14, "no": 0}
    found = intervals(shown, ["brug yes", "anker no"], ["brug yes = brug", "anker no = no"])

    assert found == {"brug yes": (10, 10), "anker no": (0, 0)}


def test_whole_numbers_are_narrower_than_fractions():
    assert intervals({"total": 5}, ["a", "rest"], ["2*a + rest = total"])["a"] == (0, 2)


def test_a_cell_in_no_relation_has_no_upper_bound():
    (interval,) = bound_hidden({}, ["alone"], [])

    assert interval.most is None
    assert interval.width == float("inf")


@pytest.mark.parametrize("line", ["a + b", "a = b = c", "a + = "])
def test_a_relation_that_cannot_be_read_is_named(line: str):
    with pytest.raises(UnreadableTable):
        bound_hidden({"a": 1, "b": 1, "c": 1}, [], [read_relation(line)])


def test_a_relation_with_an_unknown_cell_is_refused():
    with pytest.raises(UnreadableTable, match="elsewhere"):
        bound_hidden({"a": 1}, [], [read_relation("a = elsewhere")])


def test_tables_that_contradict_themselves_are_refused():
    with pytest.raises(UnreadableTable, match="no whole numbers"):
        bound_hidden({"total": 3, "north": 5}, ["south"], [read_relation("north + south = total")])


def test_cells_are_read_with_either_separator():
    lines = "cell;value;status\nnorth;12;shown\nsouth;;hidden\n"

    assert read_cells(lines) == read_cells(lines.replace(";", ",")) == ({"north": 12}, ["south"])


@pytest.mark.parametrize("line", ["north;many;shown", "north;3;perhaps"])
def test_a_cell_that_cannot_be_read_is_named_by_its_line(line: str):
    with pytest.raises(UnreadableTable, match="line 2"):
        read_cells(f"cell;value;status\n{line}\n")


def test_a_file_without_the_columns_is_refused():
    with pytest.raises(UnreadableTable, match="status"):
        read_cells("cell;value\nnorth;3\n")


def test_the_worked_example_of_fischetti_and_salazar_gives_their_answer():
    """Investment of enterprises by activity (I–III) and region (A–C), four cells suppressed."""
    shown = {
        "I-A": 20,
        "I-B": 50,
        "I-C": 10,
        "II-B": 19,
        "III-B": 32,
        "I": 80,
        "II": 49,
        "III": 61,
        "A": 45,
        "B": 101,
        "C": 44,
    }
    shown = {name.replace("-", ""): value for name, value in shown.items()}
    hidden = ["IIA", "IIC", "IIIA", "IIIC"]
    relations = [f"{row}A + {row}B + {row}C = {row}" for row in ("I", "II", "III")]
    relations += [f"I{region} + II{region} + III{region} = {region}" for region in "ABC"]

    intervals = bound_hidden(shown, hidden, map(read_relation, relations))

    assert {each.cell: (each.least, each.most) for each in intervals}["IIC"] == (5, 30)


def test_a_cell_alone_in_its_row_is_known_exactly():
    """Hundepool et al., chapter 4: why primary suppression alone protects nothing."""
    shown = {"a": 20, "b": 50, "row": 80}

    [interval] = bound_hidden(shown, ["c"], [read_relation("a + b + c = row")])

    assert (interval.least, interval.most) == (10, 10)
