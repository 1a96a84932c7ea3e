"""Cases and registers: reading, checking and splitting the files that people write."""

from placement.cases.model import Case
from placement.cases.reader import read_case, read_case_text

__all__ = ["Case", "read_case", "read_case_text"]
