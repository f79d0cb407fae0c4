"""Who is this number? For now from a CSV file."""

from cti_desk.contacts.csv_contacts import CsvContacts

__all__ = ["CsvContacts"]
