"""Tests of plans, decisions and organisations as files."""
