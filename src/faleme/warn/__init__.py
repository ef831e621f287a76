"""From what was assessed to warnings: rules, their alerts in words, and CAP 1.2."""
