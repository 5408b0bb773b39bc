"""Sheets that people send: a workbook, a CSV file or pasted rows, as texts under their heads."""
