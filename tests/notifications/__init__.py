"""Tests of what is said and how it leaves the house."""
