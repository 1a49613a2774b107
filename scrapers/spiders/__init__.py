"""Spiders: one generic spider reads every site that a source file can describe."""
