"""Draws `reports` documents as PDF/A-3b: reportlab's canvas, our own wrap, faces and archive."""

from inspector_app.adapters.pdf_writer.writer import ReportPdfWriter, missing_characters

__all__ = ["ReportPdfWriter", "missing_characters"]
