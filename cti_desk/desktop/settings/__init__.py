"""The settings form: one widget, one small file; what they show is in presenters."""
