"""XLSForm, the workbooks in which forms of ODK and KoboToolbox are made: read and written.

Source: the XLSForm specification, xlsform.org, and what pyxform makes of a form.
"""

from surveys.xlsform_reading import read_sheets, read_xlsform
from surveys.xlsform_writing import write_xlsform

__all__ = ["read_sheets", "read_xlsform", "write_xlsform"]
