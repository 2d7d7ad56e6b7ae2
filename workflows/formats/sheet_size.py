"""What the sheets of a packed workbook (XLSX, ODS) would unfold to, found out before a reader makes room for it.

A reader sets aside a place for every cell up to the last one, repeats what a sheet tells it to repeat, and copies a
shared text into every cell that names it. So the parts are looked at for what they mean, whatever they are called and
however they are spelled: the ordinary spelling is counted at once, any other is read with an XML parser.
"""

import re
import zipfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from xml.parsers import expat

import numpy as np
import numpy.typing as npt

from workflows.formats.tables import Limits
from workflows.refusal import Refusal

Bytes = npt.NDArray[np.uint8]
Places = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]
TOO_LARGE = "This spreadsheet is too large. Save the sheet as CSV and upload that."
DAMAGED = "This spreadsheet is damaged or locked. Save it again and upload the new copy."
FAR = "This file unpacks to far more than {megabytes} MB."
PIECE_BYTES = 1 << 20
LONGEST_TAG = 4 << 20
SLOW_BYTES = 60 << 20  # of a sheet in an odd spelling: more would take longer to parse than anybody waits
OPEN_DOCUMENT_BYTES = 150 << 20
MOST_TEXT = 512 << 20  # letters, once every cell has its own copy of a shared text
# A reference such as XFD1048576 has at most ten signs.
REFERENCE = 11
SPACES, ENDS = b" \t\r\n", b" >/\t\r\n"
HIDDEN_ROW = re.compile(rb'<row [^>]*hidden="(?:1|true)"')
FORMULA_ALONE = re.compile(rb"(?:</f>|<f[^>]*/>)\s*(?:<v\s*/>|<v></v>)?\s*</c>")
PADDED_CELL = re.compile(rb'<c r="([A-Z]{1,3})\d+" s="(\d+)"(?: t="n")?>')
SHARED_CELL = re.compile(rb't="s"[^>]*>\s*<v>\s*(\d{1,9})\s*</v>')
VALUE = re.compile(rb">\s*(\d{1,9})\s*</")
ZEROS = re.compile(r"0{2,20}")


@dataclass
class SheetFacts:
    """What a sheet's part says besides its values: hidden rows, formulas without a result, columns padded with zeros.

    ``padded`` is column number (from 0) → how many digits a spreadsheet shows there.
    """

    cells: int = 0
    hidden_rows: int = 0
    blank_formulas: int = 0
    padded: Mapping[int, int] = field(default_factory=dict)


def facts(archive: zipfile.ZipFile, limits: Limits) -> dict[str, SheetFacts]:
    """Part name → facts of its sheet. Raises ``Refusal`` for what would grow too large, by bytes, cells or texts."""
    left = limits.unpacked_bytes
    parts: list[tuple[zipfile.ZipInfo, _Part]] = []
    for member in archive.infolist():
        part = _Part(limits)
        left -= part.read(archive, member, left)
        if part.is_odd:
            part.facts.cells = _parsed_cells(archive, member, limits)
        if part.is_open_document or member.filename == "content.xml":
            part.facts.cells = _repeated_cells(archive, member, limits)
        parts.append((member, part))
        if sum(each.facts.cells for _, each in parts if each.is_sheet or each.is_open_document) > limits.sheet_cells:
            raise Refusal(TOO_LARGE)
    sheets = [(member, part) for member, part in parts if part.is_sheet]
    _refuse_copies(archive, sheets, [member for member, part in parts if part.is_texts], limits)
    padding = {place: digits for member, part in parts if part.is_styles for place, digits in _padding(archive, member)}
    for member, part in sheets if padding else []:
        part.facts.padded = _padded(archive, member, padding, limits)
    return {member.filename: part.facts for member, part in sheets}


def too_large() -> Refusal:
    """What is said of a spreadsheet that would take more memory than there is."""
    return Refusal(TOO_LARGE)


def _refuse_copies(
    archive: zipfile.ZipFile,
    sheets: Sequence[tuple[zipfile.ZipInfo, "_Part"]],
    texts: Sequence[zipfile.ZipInfo],
    limits: Limits,
) -> None:
    """Raise ``Refusal`` where cells hold so many copies of long shared texts that no memory would do."""
    lengths = [length for member in texts for length in _text_lengths(archive, member)]
    if not lengths or sum(part.texts for _, part in sheets) * max(lengths) <= MOST_TEXT:
        return
    used: Counter[int] = Counter()
    for member, part in sheets:
        for xml in _pieces(archive, member, limits.unpacked_bytes, limits):
            used.update(map(int, (SHARED_CELL if not part.is_odd else VALUE).findall(xml)))
    if sum(lengths[place] * many for place, many in used.items() if place < len(lengths)) > MOST_TEXT:
        raise Refusal(TOO_LARGE)


def _pieces(archive: zipfile.ZipFile, member: zipfile.ZipInfo, left: int, limits: Limits) -> Iterator[bytes]:
    """A part unpacked in pieces that end where a tag begins. Raises ``Refusal`` for more bytes than are left."""
    taken, rest = 0, b""
    with archive.open(member) as packed:
        while piece := packed.read(PIECE_BYTES):
            taken += len(piece)
            if taken > left:
                raise Refusal(FAR, megabytes=limits.unpacked_bytes >> 20)
            rest += piece
            cut = max(rest.rfind(b"<"), 0)
            if len(rest) - cut > LONGEST_TAG:
                cut = len(rest)  # no XML, or a tag that is cut in two and therefore counted as odd
            yield rest[:cut]
            rest = rest[cut:]
    yield rest


class _Part:
    """One part of a workbook while it is unpacked piece by piece: what it is, and how far its cells reach."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._columns = self._rows = 1
        self.is_sheet = self.is_odd = self.is_texts = self.is_styles = self.is_open_document = False
        self.texts = 0
        self.facts = SheetFacts()

    def read(self, archive: zipfile.ZipFile, member: zipfile.ZipInfo, left: int) -> int:
        """Go through the part; returns its bytes. Raises ``Refusal`` when they are more than what is left."""
        taken = 0
        for xml in _pieces(archive, member, left, self._limits):
            taken += len(xml)
            self._look(xml)
        self.facts.cells = self._columns * self._rows
        return taken

    def _look(self, xml: bytes) -> None:
        if not self.is_sheet:
            self.is_texts = self.is_texts or (b"sst" in xml and re.search(rb"<(?:\w+:)?sst\b", xml) is not None)
            self.is_styles = self.is_styles or b"cellXfs" in xml
            self.is_open_document = self.is_open_document or b"table:table-row" in xml
            start = xml.find(b"sheetData")
            self.is_sheet = start >= 0
            xml = xml[max(xml.rfind(b"<", 0, start), 0) :] if start >= 0 else b""
        if self.is_sheet and not self.is_odd:
            self._count(xml)

    def _count(self, xml: bytes) -> None:
        text = np.frombuffer(xml + b" " * (REFERENCE + 8), dtype=np.uint8)
        tags = np.flatnonzero(text == ord("<"))
        cells, is_odd = _cell_references(text, tags)
        columns, rows, is_long = reach(text, cells)
        self.is_odd = is_odd or is_long
        self.texts += len(xml) // 8 if self.is_odd else xml.count(b't="s"')
        self._columns, self._rows = max(self._columns, columns), max(self._rows, rows)
        if self._columns * self._rows > self._limits.sheet_cells:
            raise Refusal(TOO_LARGE)
        self.facts.hidden_rows += len(HIDDEN_ROW.findall(xml)) if b'hidden="' in xml else 0
        self.facts.blank_formulas += len(FORMULA_ALONE.findall(xml)) if b"<f" in xml else 0


def _cell_references(text: Bytes, tags: Places) -> tuple[Places, bool]:
    """Where the references of a sheet's cells begin, and whether anything is spelled as no program we know spells it.

    Ordinary are ``<row r="…`` and ``<c r="…`` in double quotes, without prefixes, comments, and spaces around ``=``.
    """
    first, second = text[tags + 1], text[tags + 2]
    cells = tags[(first == ord("c")) & _in(second, ENDS)]
    rows = tags[(first == ord("r")) & (second == ord("o")) & (text[tags + 3] == ord("w")) & _in(text[tags + 4], ENDS)]
    placed = all(_spelled(text, where + after, b' r="') for where, after in ((cells, 2), (rows, 4)))
    equals, colons = np.flatnonzero(text == ord("=")), np.flatnonzero(text == ord(":"))
    spaced = _in(text[equals - 1], SPACES) | _in(text[equals + 1], SPACES + b"'")
    prefixed = (_in(text[colons + 1], b"c") & _in(text[colons + 2], ENDS)) | _in(text[colons + 1], b"r")
    return cells + 6, bool(not placed or spaced.any() or prefixed.any() or _in(first, b"!?").any())


def _in(signs: Bytes, allowed: bytes) -> Mask:
    found = np.zeros(len(signs), dtype=bool)
    for sign in allowed:
        found |= signs == sign
    return found


def _spelled(text: Bytes, places: Places, said: bytes) -> bool:
    return all((text[places + each] == sign).all() for each, sign in enumerate(said))


def reach(text: Bytes, places: Places) -> tuple[int, int, bool]:
    """The furthest column and row of references such as XFD1048576 at these places, without a loop over cells.

    And whether a reference goes on for longer than any real one.
    """
    column, row = np.zeros((2, len(places)), dtype=np.int64)
    in_letters = in_reference = np.ones(len(places), dtype=bool)
    for place in range(REFERENCE):
        sign = text[places + place] & np.uint8(0xDF)  # in capitals
        letter, digit = sign - np.uint8(ord("A")), text[places + place] - np.uint8(ord("0"))
        in_letters = in_letters & (letter < 26)
        in_reference = in_letters | (in_reference & (digit < 10))
        if not in_reference.any():
            break
        column = np.where(in_letters & (place < 4), column * 26 + letter + 1, column)
        row = np.where(in_reference & ~in_letters, row * 10 + digit, row)
    return int(column.max(initial=1)), int(row.max(initial=1)), bool(in_reference.any())


def _column(letters: bytes) -> int:
    place = 0
    for letter in letters:
        place = place * 26 + letter - ord("A") + 1
    return place - 1


def _parsed(
    archive: zipfile.ZipFile, member: zipfile.ZipInfo, parser: expat.XMLParserType, most: int = SLOW_BYTES
) -> None:
    """Go through a part with an XML parser. Raises ``Refusal`` when it is no XML, or too much of it."""
    taken = 0
    try:
        with archive.open(member) as packed:
            while piece := packed.read(PIECE_BYTES):
                taken += len(piece)
                if taken > most:
                    raise Refusal(TOO_LARGE)
                parser.Parse(piece, False)  # noqa: FBT003 - expat's way
            parser.Parse(b"", True)  # noqa: FBT003
    except expat.ExpatError as wrong:
        raise Refusal(DAMAGED) from wrong


def _parsed_cells(archive: zipfile.ZipFile, member: zipfile.ZipInfo, limits: Limits) -> int:
    """Rows times columns of a sheet in an odd spelling: a cell without a reference stands right of the one before."""
    parser = expat.ParserCreate()
    at = {"row": 0, "column": 0, "rows": 1, "columns": 1}

    def start(name: str, attributes: dict[str, str]) -> None:
        local, said = name.rpartition(":")[2], attributes.get("r", "")
        if local == "row":
            at["row"], at["column"] = (int(said) if said.isdigit() else at["row"] + 1), 0
        if local == "c":
            column, row = _reference(said) if said else (at["column"] + 1, at["row"])
            at["column"], at["row"] = column, max(at["row"], row) if not said else row
            at["columns"], at["rows"] = max(at["columns"], column), max(at["rows"], at["row"])
            if at["columns"] * at["rows"] > limits.sheet_cells or len(said) > REFERENCE:
                raise Refusal(TOO_LARGE)

    parser.StartElementHandler = start
    _parsed(archive, member, parser)
    return at["rows"] * at["columns"]


def _reference(said: str) -> tuple[int, int]:
    text = np.frombuffer(said.encode() + b" " * (REFERENCE + 1), dtype=np.uint8)
    column, row, _ = reach(text, np.zeros(1, dtype=np.int64))
    return column, row


def _repeated_cells(archive: zipfile.ZipFile, member: zipfile.ZipInfo, limits: Limits) -> int:
    """How many cells the tables of an OpenDocument spreadsheet unfold to; blank ones at the end don't count."""
    parser = expat.ParserCreate()
    sheet = _Repeats(limits)
    parser.StartElementHandler, parser.EndElementHandler = sheet.start, sheet.end
    _parsed(archive, member, parser, OPEN_DOCUMENT_BYTES)
    return sheet.cells


class _Repeats:
    """The rows and cells of an OpenDocument table as its numbers of repeats unfold them."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._width = self._blank = self._rows = self._blank_rows = self._widest = self._repeat = 0
        self.cells = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element opens: a table begins anew, a cell widens its row."""
        if name == "table:table":
            self._rows = self._blank_rows = self._widest = 0
        if name == "table:table-row":
            self._width = self._blank = 0
            self._repeat = _times(attributes.get("table:number-rows-repeated", "1"))
        if name in ("table:table-cell", "table:covered-table-cell"):
            times = _times(attributes.get("table:number-columns-repeated", "1"))
            if any(key.startswith("office:") or key == "table:formula" for key in attributes):
                self._width, self._blank = self._width + self._blank + times, 0
            else:
                self._blank += times

    def end(self, name: str) -> None:
        """An element closes: a row that says something counts as often as it is repeated, blank ones before it too."""
        if name == "text:p" and self._blank:
            self._width, self._blank = self._width + self._blank, 0
        if name == "table:table-row":
            if self._width:
                self._rows += self._blank_rows + self._repeat
                self._blank_rows, self._widest = 0, max(self._widest, self._width)
            else:
                self._blank_rows += self._repeat
            if self.cells + self._rows * self._widest > self._limits.sheet_cells:
                raise Refusal(TOO_LARGE)
        if name == "table:table":
            self.cells += self._rows * self._widest


def _times(said: str) -> int:
    return int(said) if said.isdigit() and len(said) < 12 else 1 << 40 if said.isdigit() else 1


def _text_lengths(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> list[int]:
    """The bytes of each shared text, those of its formatting included."""
    with archive.open(member) as packed:
        xml = packed.read()
    starts = [found.start() for found in re.finditer(rb"<(?:\w+:)?si[\s>/]", xml)]
    return np.diff([*starts, len(xml)]).tolist() if starts else []


def _padding(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> Iterator[tuple[int, int]]:
    """Style number and digits, of styles that show a number with zeros before it ("00000000")."""
    parser = expat.ParserCreate()
    codes: dict[str, str] = {}
    styles: list[str] = []
    inside = {"cellXfs": False}

    def start(name: str, attributes: dict[str, str]) -> None:
        local = name.rpartition(":")[2]
        if local == "numFmt":
            codes[attributes.get("numFmtId", "")] = attributes.get("formatCode", "")
        inside["cellXfs"] = inside["cellXfs"] or local == "cellXfs"
        if local == "xf" and inside["cellXfs"]:
            styles.append(attributes.get("numFmtId", ""))

    def end(name: str) -> None:
        inside["cellXfs"] = inside["cellXfs"] and name.rpartition(":")[2] != "cellXfs"

    parser.StartElementHandler, parser.EndElementHandler = start, end
    _parsed(archive, member, parser)
    shown = ((place, codes.get(style, "")) for place, style in enumerate(styles))
    yield from ((place, len(code)) for place, code in shown if ZEROS.fullmatch(code))


def _padded(
    archive: zipfile.ZipFile, member: zipfile.ZipInfo, padding: Mapping[int, int], limits: Limits
) -> dict[int, int]:
    """Column → digits, of columns in which most numbers are shown with zeros before them."""
    styles: Counter[tuple[int, int]] = Counter()
    for xml in _pieces(archive, member, limits.unpacked_bytes, limits):
        styles.update((_column(found[1]), int(found[2])) for found in PADDED_CELL.finditer(xml))
    whole: Counter[int] = Counter()
    for (column, _), many in styles.items():
        whole[column] += many
    return {
        column: padding[style]
        for (column, style), many in styles.items()
        if style in padding and many > whole[column] / 2
    }


def names(archive: zipfile.ZipFile) -> Iterator[str]:
    """The names of an archive's parts, with plain slashes."""
    return (name.replace("\\", "/") for name in archive.namelist())
