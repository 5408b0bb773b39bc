"""Tests read as stories."""
