"""Endpoints of the local API: where its bytes come in and go out."""
