"""The rows of the table, one file each, in the order they are printed."""
