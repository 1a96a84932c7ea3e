"""The report as files: a page, a workbook, CSV files, data. All draw the same tables."""
