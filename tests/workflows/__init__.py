"""Tests of the rules and commands that need no story."""
