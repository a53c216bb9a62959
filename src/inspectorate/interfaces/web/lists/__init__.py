"""Lists of staff pages as they are taken out: CSV, Excel, and a page to be printed."""
