"""The matrix of the handreiking as tests use it: its shape, with its texts cut short."""

import csv
import io

import openpyxl

HEADER = ["Doelstelling", "Indicatoren", "Investing", "Actoren", "Acties"]
YEARS = ["15-16", "16-17", "17-18", "18-19"]
# Two goals over several rows, several lines in a cell, marks for each line, and at the end lines
# that the handreiking put in the column of the goals.
MATRIX = [
    ["Domein", "Preventie en vroegtijdige ondersteuning"],
    [*HEADER, *YEARS],
    [
        "Er is een proactieve relatie tussen smw en onderwijs.",
        "- Iedere school heeft een SOT.",
        "",
        "OOGO-werkgroep\nOOGO-werkgroep\nDirecteur, ib'er, smw",
        "- Bepalen actoren.\n- Afspraken maken.\n- SOT oprichten.\n- Overleg plannen.",
        "X\nX\nX\nX", "", "", "",
    ],
    [
        "",
        "- Er wordt vroegtijdig gesignaleerd.\n- Een smw is 1 dag per week op school.",
        "",
        "SOT\nOOGO-werkgroep",
        "- SOT implementeren/monitoren.",
        "X", "X", "X", "X",
    ],
    [
        "Er is een goede samenwerking tussen het JOT en het onderwijs.",
        "- Er wordt vroegtijdig gesignaleerd.",
        "", "Werkgroep SOT", "- Signaleringskader opstellen.", "", "X", "", "",
    ],
    [
        "", "- Er is een koppeling met de gezinsregisseurs.", "",
        "Gezinsregisseurs, SOT", "- Vorm onderzoeken.\n- Invoeren.\n- Monitoren.", "", "", "", "",
    ],
    ["- De verwijsindex wordt gebruikt", "", "OOGO-werkgroep", "", "", "", "", "", ""],
    [
        "- Het ongewenst beroep neemt jaarlijks met 1% af.", "", "",
        "Gemeente\nGemeente en JOT", "- Definiëren.\n- Afstemmen met JOT.", "", "", "", "",
    ],
]  # fmt: skip
# As a text holds it that was copied out of a document: every cell on one line.
FLAT = [[cell.replace("\n", " ") for cell in row] for row in MATRIX]


def with_details(*columns: str, **cells: str) -> list[list[str]]:
    """Give a small matrix with more columns, whose one row holds these cells."""
    return [
        ["Domein", "Thuiszitters"],
        [*HEADER, "26-27", *columns],
        ["Elk kind naar school", "- Thuiszitters", "", "", "", "", *map(cells.get, columns)],
    ]


def workbook_of(*sheets: list[list[str]]) -> bytes:
    """Give a workbook with these rows, as somebody's spreadsheet saves it."""
    workbook = openpyxl.Workbook()
    workbook.remove(workbook.active)
    for rows in sheets:
        sheet = workbook.create_sheet()
        for row in rows:
            sheet.append([cell or None for cell in row])
    file = io.BytesIO()
    workbook.save(file)
    return file.getvalue()


def rows_of(content: bytes) -> list[list[str]]:
    """Give the cells of the sheets of a workbook, each row to its last filled cell."""
    workbook = openpyxl.load_workbook(io.BytesIO(content))
    return [
        _trimmed([str(cell or "") for cell in row])
        for sheet in workbook.worksheets
        for row in sheet.iter_rows(values_only=True)
    ]


def csv_of(rows: list[list[str]], delimiter: str = ";") -> bytes:
    """Give a CSV file with these rows."""
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter).writerows(rows)
    return text.getvalue().encode()


def rows_of_csv(text: str) -> list[list[str]]:
    """Give the cells of a CSV file, without the sign that they are text, to the last filled one."""
    rows = csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""), delimiter=";")
    return [_trimmed([cell.removeprefix("'") for cell in row]) for row in rows]


def trimmed(rows: list[list[str]]) -> list[list[str]]:
    """Give each row to its last filled cell."""
    return [_trimmed(row) for row in rows]


def _trimmed(row: list[str]) -> list[str]:
    while row and not row[-1]:
        row = row[:-1]
    return row
